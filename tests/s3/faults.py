"""An HTTP proxy before a storage that fails a share of all calls, by a seed.

Half of the faults come before the storage has heard of the call (refused, or hung up), half
after it has done what was asked and only the answer is lost.
"""

from __future__ import annotations

import contextlib
import http.client
import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.s3.rclone import Rclone

_BUSY = b"<Error><Code>SlowDown</Code><Message>Please reduce your rate.</Message></Error>"


class FaultyStorage(ThreadingHTTPServer):
    """``share`` of calls fail; ``failed`` counts them."""

    daemon_threads = True

    def __init__(self, behind: Rclone, share: float, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behind, self.share = behind, share
        self.calls = self.failed = 0
        self._random, self._lock = random.Random(seed), threading.Lock()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fault(self) -> str:
        with self._lock:
            self.calls += 1
            if self._random.random() >= self.share:
                return ""
            self.failed += 1
            return self._random.choice(("busy", "hang up", "lose", "lose"))

    def handle_error(self, *_: object) -> None:
        """A client that was hung up on hangs up too."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultyStorage

    def pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.server.fault()
        if fault == "busy":
            self._answer(503, {"Content-Type": "application/xml"}, _BUSY)
            return
        if fault == "hang up":
            self.close_connection = True
            return
        try:
            status, headers, answer = self._asked(body)
        except OSError:
            self.close_connection = True
            return
        if fault == "lose":
            self.close_connection = True
            return
        self._answer(status, headers, answer)

    def _asked(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        behind = http.client.HTTPConnection("127.0.0.1", self.server.behind.port, timeout=30)
        with contextlib.closing(behind):
            behind.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() != "expect":
                    behind.putheader(name, value)
            behind.endheaders(body)
            answer = behind.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        length = headers.pop("Content-Length", str(len(body)))
        for name, value in headers.items():
            if name.lower() not in {"transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", length)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent."""


for _verb in ("GET", "PUT", "POST", "DELETE", "HEAD"):
    setattr(_Handler, f"do_{_verb}", _Handler.pass_on)


@contextlib.contextmanager
def faulty(behind: Rclone, share: float, seed: int) -> Iterator[FaultyStorage]:
    server = FaultyStorage(behind, share, seed)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
