"""Stored objects to browsers: in ranges from the local disk, by a presigned address from S3.

A player seeks by asking for bytes from the middle; without 206 Safari plays nothing and
Chrome cannot seek. Whatever the size of the file, one piece of it is in memory.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import structlog
from django.core.files.storage import default_storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.utils.http import content_disposition_header

from clips import objects
from clips.byte_ranges import ByteRange, UnsatisfiableRangeError, wanted_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from _typeshed import WriteableBuffer

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Served:
    """One object and how a browser is to take it."""

    key: str
    content_type: str
    seconds: int
    """How long the link that led here is still good, and so how long it may be kept."""
    download_as: str = ""
    """File name; empty to show it in the page."""

    @property
    def disposition(self) -> str:
        header = content_disposition_header(bool(self.download_as), self.download_as)
        return header or "inline"

    @property
    def etag(self) -> str:
        """Objects never change under their key."""
        return f'"{hashlib.sha256(self.key.encode()).hexdigest()[:32]}"'

    @property
    def cache_control(self) -> str:
        return f"private, max-age={self.seconds}"


class FileSlice(io.RawIOBase):
    """Part of an open file, as a file of its own.

    A server that takes over files (WSGI's ``file_wrapper``) sends it by itself, so that a
    paused player, which reads no further, holds no thread. Everybody else reads pieces.
    """

    def __init__(self, file: io.FileIO, part: ByteRange) -> None:
        self._file = file
        self._part = part
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._part.length}
        self._at = max(0, origin[whence] + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)[: max(0, self._part.length - self._at)]
        self._file.seek(self._part.first + self._at)
        count = self._file.readinto(view) or 0
        self._at += count
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class SliceResponse(HttpResponseBase):
    """A :class:`FileSlice` as an answer, handed to the server whole where it takes files.

    Not Django's FileResponse: the log's middleware wraps every StreamingHttpResponse in a
    generator, and then each player that pauses would hold one of the server's threads.
    """

    streaming = True
    is_async = False
    block_size = objects.CHUNK

    def __init__(self, part: FileSlice, *, status: int) -> None:
        super().__init__(status=status)
        self.file_to_stream: FileSlice | None = part
        self._pieces: Iterator[bytes] = iter(partial(part.read, self.block_size), b"")
        self._close_part = part.close  # the server puts our own close in its place

    @property
    def streaming_content(self) -> Iterator[bytes]:
        return self._pieces

    @streaming_content.setter
    def streaming_content(self, pieces: Iterable[bytes]) -> None:
        """Whoever wraps the pieces must see them all pass."""
        self.file_to_stream = None
        self._pieces = iter(pieces)

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        self._close_part()
        super().close()


def serve(request: HttpRequest, served: Served) -> HttpResponseBase:
    """The object, a range of it, or the way to it. Raises Http404 when it is gone."""
    path = objects.local_path(served.key)
    response = _redirect(served) if path is None else _from_disk(request, served, path)
    response["Cache-Control"] = served.cache_control
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _redirect(served: Served) -> HttpResponseBase:
    address = default_storage.url(
        served.key,
        parameters={
            "ResponseContentType": served.content_type,
            "ResponseContentDisposition": served.disposition,
            "ResponseCacheControl": served.cache_control,
        },
        expire=served.seconds,
    )  # type: ignore[call-arg]
    return HttpResponseRedirect(address)


def _from_disk(request: HttpRequest, served: Served, path: Path) -> HttpResponseBase:
    try:
        file = path.open("rb", buffering=0)
    except FileNotFoundError as missing:
        log.error("object_missing", key=served.key)
        raise Http404 from missing
    size = path.stat().st_size
    if request.headers.get("If-None-Match") in {served.etag, "*"}:
        file.close()
        return _with_validators(HttpResponse(status=304), served)
    try:
        part = _part(request, served, size)
    except UnsatisfiableRangeError:
        file.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return _with_validators(response, served)
    return _body(request, served, file, part, size)


def _part(request: HttpRequest, served: Served, size: int) -> ByteRange | None:
    """The range to send; a condition on another version of the file voids the range."""
    header = request.headers.get("Range", "")
    if request.method != "GET" or request.headers.get("If-Range", served.etag) != served.etag:
        return None
    return wanted_range(header, size)


def _body(
    request: HttpRequest, served: Served, file: io.FileIO, part: ByteRange | None, size: int
) -> HttpResponseBase:
    whole = ByteRange(0, size - 1)
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse()
    else:
        response = SliceResponse(FileSlice(file, part or whole), status=206 if part else 200)
    if part:
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    response["Content-Type"] = served.content_type
    response["Content-Length"] = str((part or whole).length)
    response["Content-Disposition"] = served.disposition
    return _with_validators(response, served)


def _with_validators(response: HttpResponseBase, served: Served) -> HttpResponseBase:
    response["ETag"] = served.etag
    response["Accept-Ranges"] = "bytes"
    return response
