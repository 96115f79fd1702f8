"""A program of a customer's: checks every signature as docs/alerts.md says, refuses what is
old or what it has already, and answers as a test orders."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def is_ours(secret, headers, body, now=None):
    """The example of docs/alerts.md."""
    age = abs((now or time.time()) - int(headers["webhook-timestamp"]))
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = "v1," + base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    told = headers["webhook-signature"].split()
    return age < 300 and any(hmac.compare_digest(right, each) for each in told)


class Receiver:
    """``orders``: statuses, (status, headers), or "slow" (letter by letter). ``taken``: bodies
    that were new and rightly signed; ``asked``: every request's headers and body."""

    def __init__(self, context):
        self.secret, self.orders, self.taken, self.asked = "", [], [], []
        self._known = set()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                owner.asked.append((dict(self.headers), body))
                order = owner.orders.pop(0) if owner.orders else 200
                if order == "slow":
                    return self._dawdle()
                status, headers = order if isinstance(order, tuple) else (order, {})
                if status == 200:
                    status = owner._take(self.headers, body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return None

            def _dawdle(self):
                try:
                    while True:
                        self.wfile.write(b"H")
                        time.sleep(0.05)
                except OSError:
                    self.close_connection = True

            def log_message(self, *words):
                """The test's own output says enough."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.url = f"https://127.0.0.1:{self._server.server_port}/hook?a=b"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _take(self, headers, body):
        if not is_ours(self.secret, headers, body):
            return 403
        if headers["webhook-id"] not in self._known:
            self._known.add(headers["webhook-id"])
            self.taken.append(json.loads(body))
        return 200

    def close(self):
        self._server.shutdown()
        self._server.server_close()
