"""Kept bytes of received files: written as bundles, read back one file at a time.

A bundle is one stored object holding many small files one after another, each
zlib-compressed on its own. Keys begin with the chain's uuid, never its schema name.
"""

from __future__ import annotations

import tempfile
import uuid
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import Chain
    from transactions.models import SourceFile

CHUNK = 256 * 1024
IN_MEMORY = 2 * 1024 * 1024


class BundleWriter:
    """Collects compressed files on the local disk, then stores them as one object."""

    def __init__(self, chain: Chain) -> None:
        day = timezone.now().strftime("%Y/%m/%d")
        self.key = f"chain/{chain.uuid}/journals/{day}/{uuid.uuid4().hex}.bundle"
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as we
        self._start = 0
        self._packer = zlib.compressobj(level=3)

    def begin(self) -> None:
        self._start = self._file.tell()
        self._packer = zlib.compressobj(level=3)

    def write(self, data: bytes) -> None:
        self._file.write(self._packer.compress(data))

    def end(self) -> tuple[int, int]:
        """Close the file begun last; answers its offset and length in the bundle."""
        self._file.write(self._packer.flush())
        return self._start, self._file.tell() - self._start

    def drop(self) -> None:
        """Forget the file begun last: nothing of it is kept."""
        self._file.seek(self._start)
        self._file.truncate()

    def store(self) -> None:
        """Write the object. Nothing is stored when no file was kept."""
        if self._file.tell() > 0:
            self._file.seek(0)
            default_storage.save(self.key, File(self._file))
        self.close()

    def close(self) -> None:
        self._file.close()


@contextmanager
def opened(source: SourceFile) -> Iterator[BinaryIO]:
    """The redacted bytes of one file, seekable: in memory when small, on disk when not."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as plain:
        if source.size > IN_MEMORY:
            plain.rollover()  # at once: when it is full, memory would hold it twice
        with default_storage.open(source.stored_key, "rb") as bundle:
            bundle.seek(source.stored_offset)
            plain.writelines(unpacked(bundle, source.stored_length))
        plain.seek(0)
        yield cast("BinaryIO", plain)


def unpacked(bundle: IO[bytes], length: int) -> Iterator[bytes]:
    """The file of this packed ``length`` that begins where ``bundle`` stands, in pieces of a
    ``CHUNK`` at most: a file of blanks may be a thousand times as long as it is packed."""
    unpacker = zlib.decompressobj()
    while length > 0:
        packed = bundle.read(min(CHUNK, length))
        if not packed:
            raise EOFError("The stored bundle is shorter than it was written.")
        length -= len(packed)
        while packed:
            yield unpacker.decompress(packed, CHUNK)
            packed = unpacker.unconsumed_tail
    yield unpacker.flush()
