"""What is asked and what is answered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Request:
    """``target``: path and query, as sent. ``headers`` never hold the log-in of anybody
    but the recorder they go to."""

    method: str
    target: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        text = "".join((self.method, self.target, *self.headers, *self.headers.values()))
        if not self.target.startswith("/") or set(text) & set("\r\n\0") or " " in self.target:
            message = "a request that would break the protocol"
            raise ValueError(message)

    def with_header(self, name: str, value: str) -> Request:
        return replace(self, headers={**self.headers, name: value})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one exchange may cost us."""

    seconds: float = 20.0
    """From the first byte sent to the last received."""
    size: int = 2 * 1024 * 1024
    """Bytes received, headers included."""


@dataclass(frozen=True, slots=True)
class Sink:
    """A file that the body of a good answer (status 200) goes into instead of memory."""

    path: Path
    on_bytes: Callable[[int], None] | None = None
    """Called with the bytes received so far."""
    cancelled: Cancelled | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """``headers``: lower-case names, in order, repeated ones kept. ``stored``: bytes in the
    sink."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    stored: int | None = None
    certificate: str = ""
    """SHA-256 of the certificate shown, in hex; empty without TLS."""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    @property
    def media_type(self) -> str:
        return self.header("content-type").partition(";")[0].strip().lower()


class Transport(Protocol):
    """One exchange with one place: a socket, a recording of one, or a replay."""

    def exchange(self, request: Request, bounds: Bounds, sink: Sink | None = None) -> Answer: ...
