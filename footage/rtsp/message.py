"""RTSP on the wire (RFC 2326): messages and interleaved frames, read within bounds.

What a recorder sends is not trusted: an endless header, a body of gigabytes or a trickle of
single bytes ends in an error, never in memory or time without end.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import socket

_MOST_HEAD: Final = 32 * 1024
_MOST_BODY: Final = 256 * 1024
_READ_AT_ONCE: Final = 64 * 1024


class MalformedError(Exception):
    """The other side does not speak RTSP, or speaks too much of it."""


class HungUpError(Exception):
    """The other side closed the connection."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One RTP or RTCP packet out of the connection; even channels carry RTP."""

    channel: int
    packet: bytes

    def packed(self) -> bytes:
        return b"$%c%b%b" % (self.channel, len(self.packet).to_bytes(2, "big"), self.packet)


@dataclass(frozen=True, slots=True)
class Message:
    """A request or a response. ``first_line`` without its line end."""

    first_line: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def status(self) -> int:
        """0 for what is not a response."""
        words = self.first_line.split(" ", 2)
        if words[0].startswith("RTSP/") and len(words) > 1 and words[1].isdecimal():
            return int(words[1][:3])
        return 0

    def every(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name.lower()]

    def header(self, name: str) -> str:
        return next(iter(self.every(name)), "")

    def packed(self) -> bytes:
        lines = [self.first_line, *(f"{name}: {value}" for name, value in self.headers)]
        if self.body:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode("utf-8") + self.body


class Wire:
    """Messages and frames over one connection. ``timeout`` in seconds is for each call."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._unread = bytearray()

    def send(self, data: bytes, timeout: float) -> None:
        """Raises TimeoutError, OSError."""
        self._connection.settimeout(timeout)
        self._connection.sendall(data)

    def read(self, timeout: float) -> Message | Frame:
        """The next whole one. After a TimeoutError reading may go on where it stopped.

        Raises TimeoutError, HungUpError, MalformedError.
        """
        deadline = time.monotonic() + timeout
        while True:
            found = self._whole()
            if found is not None:
                return found
            self._receive(deadline - time.monotonic())

    def _receive(self, left: float) -> None:
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        try:
            part = self._connection.recv(_READ_AT_ONCE)
        except TimeoutError:
            raise
        except OSError as error:
            raise HungUpError from error
        if not part:
            raise HungUpError
        self._unread += part

    def _whole(self) -> Message | Frame | None:
        if self._unread[:1] == b"$":
            return self._whole_frame()
        return self._whole_message()

    def _whole_frame(self) -> Frame | None:
        unread = self._unread
        end = 4 + int.from_bytes(unread[2:4], "big")
        if len(unread) < 4 or len(unread) < end:
            return None
        frame = Frame(unread[1], bytes(unread[4:end]))
        del unread[:end]
        return frame

    def _whole_message(self) -> Message | None:
        while self._unread[:2] == b"\r\n":  # some end a body with a line of its own
            del self._unread[:2]
        end = self._unread.find(b"\r\n\r\n")
        if end > _MOST_HEAD or (end < 0 and len(self._unread) > _MOST_HEAD):
            raise MalformedError
        if end < 0:
            return None
        first_line, headers = _head(bytes(self._unread[:end]))
        length = _body_length(headers)
        if len(self._unread) < end + 4 + length:
            return None
        body = bytes(self._unread[end + 4 : end + 4 + length])
        del self._unread[: end + 4 + length]
        return Message(first_line, headers, body)


def _head(data: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    first_line, *lines = data.decode("utf-8", "replace").split("\r\n")
    if "RTSP/1.0" not in first_line:
        raise MalformedError
    pairs = (line.partition(":") for line in lines)
    return first_line, tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)


def _body_length(headers: tuple[tuple[str, str], ...]) -> int:
    text = next((value for name, value in headers if name == "content-length"), "0")
    if not text.isdecimal() or int(text) > _MOST_BODY:
        raise MalformedError
    return int(text)
