"""Files handed over: opened, redacted and bundled, before the database hears of them.

Card numbers are masked before the first byte is written anywhere but a request's own
temporary file. What cannot be scanned for them is not kept: its name, size and hash are.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from transactions.formats import sniff
from transactions.formats.archives import ArchiveLimits, iter_members
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.redaction import Redactor
from transactions.services.stored import CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from transactions.services.stored import BundleWriter

HEAD = 4096
LARGE = 1024 * 1024
"""From here on a file is hashed before anything else, so that one that was sent before
costs no more than that."""
UNSCANNABLE = {"pdf", "spreadsheet", "binary", "compressed", "picture", "zip_inside"}


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Seekable(Readable, Protocol):
    def seekable(self) -> bool: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...

    def tell(self) -> int: ...


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


def keep_all(
    bundle: BundleWriter, files: Iterable[Incoming], was_kept: Callable[[str], bool]
) -> list[Kept]:
    """Each file, and each file of a ZIP. ``was_kept`` knows the sha256 of earlier ones; it
    is asked about large files only."""
    return [kept for incoming in files for kept in _kept(bundle, incoming, was_kept)]


def _kept(
    bundle: BundleWriter, incoming: Incoming, was_kept: Callable[[str], bool]
) -> Iterator[Kept]:
    stream = _seekable(incoming.stream)
    known = _hashed_if_large(stream) if stream is not None else None
    if known is not None and was_kept(known.sha256):
        yield Kept(incoming.name, known.sha256, known.size, is_again=True)
        return
    head = incoming.stream.read(HEAD)
    whole = Incoming(incoming.name, _Joined(head, incoming.stream))
    if head.startswith(b"PK\x03\x04"):
        yield from _kept_of_zip(bundle, whole)
    else:
        yield _keep(bundle, whole)


def _seekable(stream: Readable) -> _Seekable | None:
    seekable = getattr(stream, "seekable", None)
    return cast("_Seekable", stream) if seekable is not None and seekable() else None


@dataclass(frozen=True, slots=True)
class _Hashed:
    sha256: str
    size: int


def _hashed_if_large(stream: _Seekable) -> _Hashed | None:
    """The hash of what is left of the stream, which then stands where it stood."""
    start = stream.tell()
    size = stream.seek(0, os.SEEK_END) - start
    stream.seek(start)
    if size < LARGE:
        return None
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    stream.seek(start)
    return _Hashed(digest.hexdigest(), size)


def _kept_of_zip(bundle: BundleWriter, incoming: Incoming) -> Iterator[Kept]:
    """The members; those that cannot be opened, or the archive itself, come as refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.zip"
        digest, size = _spool(path, incoming.stream)
        try:
            for member in iter_members(path, ArchiveLimits()):
                if member.problem is not None:
                    yield Kept(member.name, _no_bytes(member.name), 0, refused=member.problem)
                else:
                    with member.open() as stream:
                        yield _keep(bundle, Incoming(member.name, stream))
        except UnreadableFileError as unreadable:
            yield Kept(incoming.name, digest, size, refused=unreadable)


def _no_bytes(name: str) -> str:
    return hashlib.sha256(b"not opened:" + name.encode(errors="replace")).hexdigest()


def _spool(path: Path, stream: Readable) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as target:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return digest.hexdigest(), size


class _Joined:
    """A stream whose first bytes were already looked at."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int = -1, /) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._rest.read(size)


def _keep(bundle: BundleWriter, incoming: Incoming) -> Kept:
    """Hashed anew while it is read: somebody may still be writing to a large file that was
    hashed before, and the hash must be of what is kept."""
    scan, digest = _Scan(incoming), hashlib.sha256()
    bundle.begin()
    for received, clean in scan.pieces():
        digest.update(received)
        bundle.write(clean)
    kept = Kept(incoming.name, digest.hexdigest(), scan.size, scan.redacted, refused=scan.refused)
    if kept.refused is None and kept.size == 0:
        kept.refused = UnreadableFileError("empty")
    if kept.refused is None:
        kept.offset, kept.length = bundle.end()
    else:
        bundle.drop()
    return kept


class _Scan:
    """One pass over a file: how large it is, and why it cannot be kept."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming
        self._redactor = Redactor()
        self.size = 0
        self.refused: UnreadableFileError | None = None

    @property
    def redacted(self) -> int:
        return self._redactor.redacted

    def pieces(self) -> Iterator[tuple[bytes, bytes]]:
        """Bytes as received (for the hash) and bytes that may be kept. A refused file is
        read to its end all the same."""
        while chunk := self._read():
            clean = self._clean(chunk)
            self.size += len(chunk)
            yield chunk, clean
        if self.refused is None:
            try:
                yield b"", self._redactor.finish()
            except UnreadableFileError as unreadable:
                self.refused = unreadable

    def _read(self) -> bytes:
        """A stream that broke is at its end."""
        try:
            return self._incoming.stream.read(CHUNK)
        except UnreadableFileError as unreadable:
            self.refused = self.refused or unreadable
            return b""

    def _clean(self, chunk: bytes) -> bytes:
        if self.refused is not None:
            return b""
        try:
            if self.size == 0:
                _check_scannable(chunk, self._incoming.name)
            return self._redactor.feed(chunk)
        except UnreadableFileError as unreadable:
            self.refused = unreadable
            return b""


def _check_scannable(head: bytes, name: str) -> None:
    """Compressed and binary contents may hide a card number: they are not kept."""
    try:
        sniff(head, name)
    except UnreadableFileError as unreadable:
        if unreadable.code in UNSCANNABLE:
            raise
