"""A man in the middle of a database connection, who makes up process numbers as poolers do."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY = re.compile(rb"K\x00\x00\x00[\x0c-\xff].{4}", re.DOTALL)
_READY = b"Z\x00\x00\x00\x05"


@contextmanager
def pooler(server: tuple[str, int] | str) -> Iterator[tuple[str, int]]:
    """The address of one that passes connections on to ``server`` (a path: its socket)."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_accept, args=(listening, server), daemon=True).start()
        yield listening.getsockname()
        listening.shutdown(socket.SHUT_RDWR)


def _accept(listening: socket.socket, server: tuple[str, int] | str) -> None:
    while True:
        try:
            client, _ = listening.accept()
        except OSError:
            return
        family = socket.AF_UNIX if isinstance(server, str) else socket.AF_INET
        upstream = socket.socket(family, socket.SOCK_STREAM)
        upstream.connect(server)
        for source, target, feigns in ((client, upstream, False), (upstream, client, True)):
            threading.Thread(target=_pass_on, args=(source, target, feigns), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, feigns: bool) -> None:
    """Until either end closes; the first message that says ready ends the greeting."""
    greeting = b""
    try:
        while data := source.recv(65536):
            if feigns:
                greeting += data
                if b"S\x00\x00\x00" in greeting and _READY not in greeting:
                    continue  # the server is not waiting for anybody: the rest will come
                data, feigns = _feigned(greeting), _READY not in greeting
                greeting = b""
            target.sendall(data)
    except OSError:
        pass
    finally:
        source.close()
        target.close()


def _feigned(greeting: bytes) -> bytes:
    return _KEY.sub(lambda key: key[0][:-4] + b"\x00\x00\x00\x07", greeting)
