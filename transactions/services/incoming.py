"""Files as they are handed over, and what became of each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from transactions.services.stored import CHUNK

if TYPE_CHECKING:
    from pathlib import Path

    from transactions.formats.canonical import UnreadableFileError


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file handed over: its name, and where its bytes are."""

    name: str
    stream: Readable


@dataclass(slots=True)
class Kept:
    """What became of one incoming file."""

    name: str
    sha256: str
    size: int
    redacted: int = 0
    offset: int = 0
    length: int = 0
    refused: UnreadableFileError | None = None
    is_again: bool = False
    """Kept before, and therefore not now."""


class Joined:
    """A stream whose first bytes were already looked at."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int = -1, /) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._rest.read(size)


def spool(path: Path, stream: Readable) -> tuple[str, int]:
    """Write all of ``stream`` to ``path``; answers its sha256 and size."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as target:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return digest.hexdigest(), size
