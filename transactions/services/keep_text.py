"""One file of text kept: hashed as received, stored as redacted, in one pass."""

from __future__ import annotations

import hashlib
from contextlib import closing
from typing import TYPE_CHECKING, Final

from transactions.formats import sniff
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.redaction import Redactor
from transactions.services.incoming import Kept
from transactions.services.overlap import ahead
from transactions.services.stored import CHUNK

if TYPE_CHECKING:
    from collections.abc import Generator

    from transactions.services.incoming import Incoming
    from transactions.services.stored import BundleWriter

UNSCANNABLE: Final = frozenset(
    {"pdf", "spreadsheet", "web_archive", "binary", "compressed", "picture", "zip_inside"}
)


def keep_text(bundle: BundleWriter, incoming: Incoming, *, is_large: bool = False) -> Kept:
    """Hashed anew while it is read: somebody may still be writing to a large file that was
    hashed before, and the hash must be of what is kept.

    ``is_large``: worth a thread of its own that reads and masks. Hashing and packing leave
    the interpreter to it.
    """
    scan, digest = _Scan(incoming), hashlib.sha256()
    bundle.begin()
    with closing(ahead(scan.pieces()) if is_large else scan.pieces()) as pieces:
        for received, clean in pieces:
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

    def pieces(self) -> Generator[tuple[bytes, bytes]]:
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
