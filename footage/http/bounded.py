"""A connection that ends when its time or its bytes are used up, however it dawdles."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

from footage.errors import BadAnswerError

if TYPE_CHECKING:
    import socket

    from footage.http.message import Bounds


class BoundedReader(io.RawIOBase):
    """Receives from ``connection``. Raises TimeoutError past the deadline and
    BadAnswerError past the allowed size, before more is read."""

    def __init__(self, connection: socket.socket, bounds: Bounds, deadline: float) -> None:
        super().__init__()
        self._connection = connection
        self._left = bounds.size
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._left <= 0:
            raise BadAnswerError("too_large")
        self._connection.settimeout(seconds_left(self._deadline))
        got = self._connection.recv_into(buffer, min(len(buffer), self._left))
        self._left -= got
        return got


class BoundedSocket:
    """As much of a socket as ``http.client`` wants to see."""

    def __init__(self, connection: socket.socket, bounds: Bounds, deadline: float) -> None:
        self._reader = BoundedReader(connection, bounds, deadline)

    def makefile(self, mode: str) -> io.BufferedReader:
        assert mode == "rb"  # noqa: S101 - http.client asks for nothing else
        return io.BufferedReader(self._reader)


def seconds_left(deadline: float) -> float:
    """Until ``deadline`` (of ``time.monotonic``). Raises TimeoutError when it is past."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
