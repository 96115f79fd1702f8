"""Bodies of requests: a file as it is, pushed events, and how long either may be."""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from transactions.api.problems import ApiProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rest_framework.request import Request

CHUNK: Final = 256 * 1024
IN_MEMORY: Final = 1024 * 1024
NAME_HEADER: Final = "X-Original-Name"
MB: Final = 1024 * 1024


class _Whole(BaseParser):
    """The body as one readable stream, kept in memory while it is small."""

    def parse(  # type: ignore[override]  # what the framework hands on unseen as ``data``
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> IO[bytes]:
        body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - outlives this
        while chunk := stream.read(CHUNK):
            body.write(chunk)
        body.seek(0)
        return body


class BytesFile(_Whole):
    media_type = "application/octet-stream"


class XmlFile(_Whole):
    media_type = "application/xml"


class TextXmlFile(_Whole):
    media_type = "text/xml"


class CsvFile(_Whole):
    media_type = "text/csv"


class TextFile(_Whole):
    media_type = "text/plain"


class HtmlFile(_Whole):
    media_type = "text/html"


class ZipFile(_Whole):
    media_type = "application/zip"


class ExcelFile(_Whole):
    media_type = "application/vnd.ms-excel"


class OpenXmlFile(_Whole):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class JsonBody(_Whole):
    media_type = "application/json"


class LinesBody(_Whole):
    media_type = "application/x-ndjson"


FILES: Final = (
    *(BytesFile, XmlFile, TextXmlFile, CsvFile, TextFile, HtmlFile),
    *(ZipFile, ExcelFile, OpenXmlFile),
)
EVENTS: Final = (JsonBody, LinesBody)


def check_length(request: Request, limit: int) -> int:
    """The body's length, before any of it is read. Raises ApiProblem when it is unknown,
    or more than ``limit`` bytes."""
    said = request.META.get("CONTENT_LENGTH") or ""
    if not said:
        if request.headers.get("Transfer-Encoding"):
            raise ApiProblem("length_required")
        return 0
    if not (said.isascii() and said.isdigit()):
        raise ApiProblem("malformed", _("“Content-Length” is not a number."))
    length = int(said)
    if length > limit:
        words = {"size": round(length / MB, 1), "limit": limit // MB}
        detail = _("The body has %(size)s MB; %(limit)s MB can be taken at once.") % words
        raise ApiProblem("too_large", detail, more={"limit_bytes": limit})
    return length


def whole_body(request: Request, length: int) -> IO[bytes]:
    """The parsed body. Raises ApiProblem when less arrived than was announced."""
    if length == 0:
        raise ApiProblem("malformed", _("The body is empty."))
    body = cast("IO[bytes]", request.data)
    arrived = body.seek(0, 2)
    body.seek(0)
    if arrived != length:
        raise ApiProblem("malformed", _("The body ended before all of it had arrived."))
    return body


def original_name(request: Request) -> str:
    """What the sender calls the file: percent-encoded where it is not plain ASCII."""
    name = unquote(request.headers.get(NAME_HEADER, ""), errors="replace")
    return "".join(filter(str.isprintable, name))[:255]
