"""A large kept file as a stream: unpacked by a thread, a little ahead of who reads it.

Nothing is written to the disk, and little is held: what lies behind is gone, and a reader
that goes back has the file unpacked anew. zlib works without the interpreter's lock, and the
thread touches no database.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from django.core.files.storage import default_storage

from transactions.services.overlap import ahead
from transactions.services.stored import CHUNK, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from _typeshed import WriteableBuffer

    from transactions.models import SourceFile


@contextmanager
def arriving(source: SourceFile) -> Iterator[BinaryIO]:
    """The redacted bytes of one file, seekable. What goes wrong with unpacking is raised by
    reading."""
    with default_storage.open(source.stored_key, "rb") as bundle:

        def pieces() -> Iterator[bytes]:
            bundle.seek(source.stored_offset)
            return unpacked(bundle, source.stored_length)

        arrival = _Arrival(pieces)
        try:
            yield cast("BinaryIO", io.BufferedReader(arrival, CHUNK))
        finally:
            arrival.stop()


class _Arrival(io.RawIOBase):
    """``pieces`` answers the file's bytes from their beginning, as often as it is asked."""

    def __init__(self, pieces: Callable[[], Iterator[bytes]]) -> None:
        super().__init__()
        self._from_beginning = pieces
        self._pieces: Generator[bytes] | None = None
        self._rest = memoryview(b"")
        """Of the piece in hand."""
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        room = memoryview(buffer).cast("B")
        while not self._rest and (piece := next(self._running(), None)) is not None:
            self._rest = memoryview(piece)
        size = min(len(room), len(self._rest))
        room[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        self._position += size
        return size

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_END:
            self._skip(None)
        start = 0 if whence == io.SEEK_SET else self._position
        target = max(start + offset, 0)
        if target < self._position:
            self.stop()
        self._skip(target - self._position)
        return self._position

    def tell(self) -> int:
        return self._position

    def stop(self) -> None:
        """Back to the beginning; nothing is unpacked until somebody reads."""
        if self._pieces is not None:
            self._pieces.close()
        self._pieces, self._rest, self._position = None, memoryview(b""), 0

    def _running(self) -> Generator[bytes]:
        if self._pieces is None:
            self._pieces = ahead(self._from_beginning())
        return self._pieces

    def _skip(self, size: int | None) -> None:
        """Read over so many bytes, or all there are."""
        room = bytearray(CHUNK)
        while size is None or size > 0:
            read = self.readinto(room if size is None else memoryview(room)[:size])
            if not read:
                return
            size = None if size is None else size - read
