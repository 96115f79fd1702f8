"""A large kept file that can be read from its beginning while the rest is still unpacked.

A thread unpacks into a temporary file; it touches no database, and zlib works without the
interpreter's lock. Whoever reads waits only for bytes that are not there yet.
"""

from __future__ import annotations

import io
import tempfile
import threading
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from django.core.files.storage import default_storage

from transactions.services.stored import CHUNK, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed import WriteableBuffer

    from transactions.models import SourceFile


@contextmanager
def arriving(source: SourceFile) -> Iterator[BinaryIO]:
    """The redacted bytes of one file, seekable, on disk. What goes wrong with unpacking is
    raised by reading."""
    with default_storage.open(source.stored_key, "rb") as bundle, tempfile.TemporaryFile() as plain:
        bundle.seek(source.stored_offset)
        arrival = _Arrival(unpacked(bundle, source.stored_length), plain)
        try:
            yield cast("BinaryIO", io.BufferedReader(arrival, CHUNK))
        finally:
            arrival.stop()


class _Arrival(io.RawIOBase):
    """``file`` as far as ``pieces`` were written to it."""

    def __init__(self, pieces: Iterable[bytes], file: IO[bytes]) -> None:
        super().__init__()
        self._pieces, self._file = pieces, file
        self._position = self._size = 0
        self._error: BaseException | None = None
        self._is_whole = self._is_unwanted = False
        self._moved = threading.Condition()
        self._thread = threading.Thread(target=self._unpack, name="unpack", daemon=True)
        self._thread.start()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        room = memoryview(buffer).cast("B")
        with self._moved:
            self._moved.wait_for(lambda: self._is_whole or self._size > self._position)
            if self._error is not None:
                raise self._error
            self._file.seek(self._position)
            data = self._file.read(min(len(room), max(self._size - self._position, 0)))
        room[: len(data)] = data
        self._position += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position}.get(whence)
        if start is None:
            with self._moved:
                self._moved.wait_for(lambda: self._is_whole)
                start = self._size
        self._position = max(start + offset, 0)
        return self._position

    def stop(self) -> None:
        self._is_unwanted = True
        self._thread.join()

    def _unpack(self) -> None:
        try:
            for piece in self._pieces:
                with self._moved:
                    self._file.seek(self._size)
                    self._file.write(piece)
                    self._size += len(piece)
                    self._moved.notify_all()
                if self._is_unwanted:
                    break
        except BaseException as error:  # noqa: BLE001 - raised where it is read
            self._error = error
        with self._moved:
            self._is_whole = True
            self._moved.notify_all()
