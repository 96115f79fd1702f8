"""Twilio's message API as far as we use it, on loopback: checks the log-in and the form, and
fails in the documented ways on order."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

ACCOUNT, TOKEN, FROM = "AC" + "1" * 32, "twilio-token", "+12125550100"


class TwilioServer:
    """``orders`` are used up one for each request: "ok", (status, error number[, Retry-After])
    or "lost" (taken, and the line is cut before the answer). ``taken`` are the forms of
    messages that would now be on their way."""

    def __init__(self):
        self.orders, self.taken, self.asked = [], [], 0
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                owner.asked += 1
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: each[0] for name, each in parse_qs(body).items()}
                order = owner.orders.pop(0) if owner.orders else "ok"
                if self.headers.get("Authorization") != owner.log_in:
                    return self._answer(401, {"code": 20003, "status": 401})
                if self.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
                    return self._answer(404, {"code": 20404, "status": 404})
                if isinstance(order, tuple):
                    status, number, *wait = order
                    headers = {"Retry-After": wait[0]} if wait else {}
                    return self._answer(status, {"code": number, "status": status}, headers)
                owner.taken.append(form)
                if order == "lost":
                    self.close_connection = True
                    return None
                sid = f"SM{len(owner.taken):032}"
                return self._answer(201, {"sid": sid, "status": "queued"})

            def _answer(self, status, told, headers=None):
                body = json.dumps(told).encode()
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words):
                """The test's own output says enough."""

        pair = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        self.log_in = f"Basic {pair}"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
