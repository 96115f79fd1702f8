"""Stored files into a package, piece by piece, and whether they are still what was noted."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage

from clips import objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from review.evidence.archive import Listed, PackageWriter


class StoredFiles:
    """Adds stored objects; tells ``on_bytes`` how many bytes have passed."""

    def __init__(self, writer: PackageWriter, on_bytes: Callable[[int], None]) -> None:
        self._writer = writer
        self._on_bytes = on_bytes

    def add(self, path: str, key: str) -> Listed | None:
        """None when the object is not kept any more. Raises StorageAwayError."""
        size = size_of(key) if key else None
        if size is None:
            return None
        try:
            return self._writer.add_pieces(path, size, self._pieces(key))
        except FileNotFoundError as error:  # it went between the two questions: try again
            raise objects.StorageAwayError(type(error).__name__) from error

    def _pieces(self, key: str) -> Iterator[bytes]:
        with default_storage.open(key, "rb") as file:
            while piece := file.read(objects.CHUNK):
                yield piece
                self._on_bytes(len(piece))


def size_of(key: str) -> int | None:
    """Bytes of a stored object, None where there is none. Raises StorageAwayError."""
    try:
        return int(default_storage.size(key))
    except FileNotFoundError:
        return None
    except objects.AWAY as error:
        if _is_missing(error):
            return None
        raise objects.StorageAwayError(type(error).__name__) from error


def _is_missing(error: Exception) -> bool:
    """S3 says so by a status."""
    told = getattr(error, "response", {})
    status = told.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return bool(status == HTTPStatus.NOT_FOUND)
