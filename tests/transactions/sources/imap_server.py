"""A real IMAP server on loopback in a process of its own, and TLS in front of it."""

from __future__ import annotations

import contextlib
import imaplib
import socket
import subprocess
import sys
import threading
import time
from email.message import EmailMessage
from pathlib import Path

USER, PASSWORD = "reports@example.com", "right horse"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]


class ImapServer:
    """``port`` speaks TLS from the first byte, ``plain_port`` begins in the clear."""

    def __init__(self, authority):
        certificate, key = authority.issue("127.0.0.1")
        self.plain_port = free_port()
        program = Path(sys.executable).parent / "pymap"
        self._process = subprocess.Popen(
            [
                *(str(program), "--host", "127.0.0.1", "--port", str(self.plain_port)),
                *("--no-service", "admin", "--no-service", "managesieve"),
                *("--cert", str(certificate), "--key", str(key)),
                *("dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def _wait(self):
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.plain_port), timeout=1).close()
            except OSError:
                assert time.monotonic() < end, "the IMAP server did not come up"
                time.sleep(0.05)
            else:
                return

    def close(self):
        self._process.kill()
        self._process.wait()


class TlsFront:
    """Takes TLS connections and passes what is in them on to a port of this machine."""

    def __init__(self, context, target):
        self._context, self._target = context, target
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client):
        try:
            outer = self._context.wrap_socket(client, server_side=True)
            inner = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            client.close()
            return
        threading.Thread(target=_pump, args=(inner, outer), daemon=True).start()
        _pump(outer, inner)

    def close(self):
        self._socket.close()


def _pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    finally:
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


def message(subject, *files, sender="no-reply@modisoft.com", html=""):
    """``files`` are (name, bytes)."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, USER, subject
    made["Date"] = "Fri, 20 Nov 2026 23:31:00 -0500"
    made.set_content("Your report is attached.")
    if html:
        made.add_alternative(html, subtype="html")
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


class Post:
    """Somebody else's mail program at the same mailbox."""

    def __init__(self, server, context):
        self._box = imaplib.IMAP4("127.0.0.1", server.plain_port)
        self._box.starttls(context)
        self._box.login(USER, PASSWORD)
        self._box.create("Reports")

    def deliver(self, *messages, folder="Reports"):
        for each in messages:
            said, told = self._box.append(folder, None, None, each)
            assert said == "OK", told

    def flags(self, folder="Reports"):
        """The flags of every message, as the server shows them."""
        self._box.select(folder, readonly=True)
        _said, told = self._box.fetch("1:*", "(FLAGS)")
        return [each.decode() for each in told if each]

    def close(self):
        self._box.shutdown()
