"""What a hostile or broken device does instead of answering, for an emulator's ``hijacks``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Sends for ever, as fast as it is read."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n")
    with_rest = b"\0" * 65536
    while True:
        handler.wfile.write(with_rest)


def endless_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def endless_chunks(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        handler.wfile.write(b"400\r\n" + b"x" * 0x400 + b"\r\n")


def huge(handler: BaseHTTPRequestHandler) -> None:
    """Announces ten gigabytes."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")
    handler.wfile.write(b"x" * 1000)


def slow(handler: BaseHTTPRequestHandler) -> None:
    """Slowloris: a byte now and then, never an end."""
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 10_000:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.05)


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(5)


def says(raw: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: handler.wfile.write(raw)


def answers(body: bytes, media_type: str = "application/xml", status: int = 200):
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}"
    return says(head.encode() + b"\r\n\r\n" + body)
