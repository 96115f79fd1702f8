"""A TCP connection through a SOCKS5 proxy (RFC 1928), without log-in: the proxy is ours."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

_GREETING: Final = b"\x05\x01\x00"
_CONNECT: Final = b"\x05\x01\x00"
_IPV4, _IPV6 = b"\x01", b"\x04"
_BOUND_BYTES: Final = {1: 4, 4: 16}
_FAILURES: Final = {
    2: "not allowed by the proxy",
    3: "network unreachable",
    4: "host unreachable",
    5: "connection refused",
    6: "timed out",
}


def connect_through(proxy: str, address: str, port: int, timeout: float) -> socket.socket:
    """A socket that leads to ``address`` (a number, never a name) as the proxy sees it.

    Raises OSError, as a direct connection would.
    """
    host, _, proxy_port = proxy.rpartition(":")
    connection = socket.create_connection((host.strip("[]"), int(proxy_port)), timeout=timeout)
    try:
        connection.sendall(_GREETING)
        if _exactly(connection, 2) != b"\x05\x00":
            raise ConnectionError("the proxy wants a log-in")
        connection.sendall(_CONNECT + _packed(address) + port.to_bytes(2, "big"))
        _read_answer(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _packed(address: str) -> bytes:
    number = ipaddress.ip_address(address)
    return (_IPV4 if number.version == 4 else _IPV6) + number.packed


def _read_answer(connection: socket.socket) -> None:
    version, status, _, kind = _exactly(connection, 4)
    if version != 5 or kind not in _BOUND_BYTES:
        raise ConnectionError("the proxy does not speak SOCKS5")
    _exactly(connection, _BOUND_BYTES[kind] + 2)
    if status:
        raise ConnectionError(_FAILURES.get(status, f"the proxy answered {status}"))


def _exactly(connection: socket.socket, count: int) -> bytes:
    got = b""
    while len(got) < count:
        part = connection.recv(count - len(got))
        if not part:
            raise ConnectionError("the proxy hung up")
        got += part
    return got
