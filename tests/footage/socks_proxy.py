"""A small SOCKS5 proxy (RFC 1928, CONNECT without log-in) that leads to one store.

Like ``tailscaled`` per site, it maps the private addresses of its store to where the
store's machines really are, here sockets on loopback.
"""

from __future__ import annotations

import ipaddress
import socket
import socketserver
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[str, int]


class StoreProxy(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, machines: dict[Place, Place], answer: bytes | None = None) -> None:
        """``answer``: what to say to every greeting instead of speaking SOCKS5."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.machines = machines
        self.answer = answer
        self.asked: list[Place] = []

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(socketserver.BaseRequestHandler):
    server: StoreProxy

    def handle(self) -> None:
        _, methods = self._take(2)
        self._take(methods)
        if self.server.answer is not None:
            self.request.sendall(self.server.answer)
            return
        self.request.sendall(b"\x05\x00")
        _, command, _, kind = self._take(4)
        address = str(ipaddress.ip_address(bytes(self._take({1: 4, 4: 16}[kind]))))
        port = int.from_bytes(self._take(2), "big")
        self.server.asked.append((address, port))
        real = self.server.machines.get((address, port))
        if command != 1 or real is None:
            self.request.sendall(b"\x05\x04\x00\x01" + bytes(6))
            return
        with socket.create_connection(real, timeout=10) as onward:
            self.request.sendall(b"\x05\x00\x00\x01" + bytes(6))
            back = threading.Thread(target=_pump, args=(onward, self.request), daemon=True)
            back.start()
            _pump(self.request, onward)
            back.join(10)

    def _take(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            part = self.request.recv(count - len(got))
            if not part:
                raise ConnectionError
            got += part
        return got

    def finish(self) -> None:
        self.request.close()


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


@contextmanager
def store_proxy(machines: dict[Place, Place], answer: bytes | None = None) -> Iterator[StoreProxy]:
    with StoreProxy(machines, answer) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join(10)
