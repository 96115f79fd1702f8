"""Files handed over: opened, redacted and bundled, before the database hears of them.

Card numbers are masked before the first byte is written anywhere but a request's own
temporary file. A binary spreadsheet becomes the text of its rows first. What cannot be
scanned is not kept: its name, size and hash are.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from transactions.formats.archives import ArchiveLimits, iter_members
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.containers import is_workbook
from transactions.formats.tabular.conversion import binary_container
from transactions.services.incoming import Incoming, Joined, Kept, Readable, spool
from transactions.services.keep_grid import keep_grid
from transactions.services.keep_text import keep_text
from transactions.services.stored import CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from transactions.services.stored import BundleWriter

__all__ = ["LARGE", "Incoming", "Kept", "Readable", "keep_all"]

HEAD = 4096
LARGE = 1024 * 1024
"""From here on a file is hashed before anything else, so that one that was sent before
costs no more than that."""


class _Seekable(Readable, Protocol):
    def seekable(self) -> bool: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...

    def tell(self) -> int: ...


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
    whole = Incoming(incoming.name, Joined(head, incoming.stream))
    if is_workbook(head):
        yield from _kept_of_packed(bundle, whole, is_member=False)
    else:
        yield keep_text(bundle, whole, is_large=known is not None)


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


def _kept_of_packed(bundle: BundleWriter, incoming: Incoming, *, is_member: bool) -> Iterator[Kept]:
    """A spreadsheet, or the members of a ZIP archive. What cannot be opened, the file itself
    perhaps, comes as refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "packed"
        try:
            whole = Kept(incoming.name, *spool(path, incoming.stream))
        except UnreadableFileError as unreadable:
            yield Kept(incoming.name, _no_bytes(incoming.name), 0, refused=unreadable)
            return
        try:
            container = binary_container(path)
            if container is None and not is_member:
                yield from _kept_of_members(bundle, path)
                return
            if container is None:
                raise UnreadableFileError("zip_inside")
            keep_grid(bundle, path, container, whole)
        except UnreadableFileError as unreadable:
            whole.refused = unreadable
        yield whole


def _kept_of_members(bundle: BundleWriter, path: Path) -> Iterator[Kept]:
    for member in iter_members(path, ArchiveLimits()):
        if member.problem is not None:
            yield Kept(member.name, _no_bytes(member.name), 0, refused=member.problem)
            continue
        with member.open() as stream:
            try:
                head = stream.read(HEAD)
            except UnreadableFileError as unreadable:
                yield Kept(member.name, _no_bytes(member.name), 0, refused=unreadable)
                continue
            incoming = Incoming(member.name, Joined(head, stream))
            if is_workbook(head):
                yield from _kept_of_packed(bundle, incoming, is_member=True)
            else:
                yield keep_text(bundle, incoming)


def _no_bytes(name: str) -> str:
    return hashlib.sha256(b"not opened:" + name.encode(errors="replace")).hexdigest()
