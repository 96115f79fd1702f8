"""Sending files, and seeing what became of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view, parser_classes, permission_classes
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from transactions.api import examples
from transactions.api.answers import (
    FileSerializer,
    FilesPage,
    TakenSerializer,
    UnreadPage,
    UnreadSerializer,
    WholeFileSerializer,
)
from transactions.api.authentication import IsCaller, PushersPostReadersGet, caller
from transactions.api.describing import KEY, answers
from transactions.api.file_queries import files_page, patiently, unread_page, visible_files
from transactions.api.idempotency import Answer, answer_once, fingerprint, key_of
from transactions.api.parameters import FilesParameters, ProblemsParameters, asked, bad_cursor
from transactions.api.parsers import (
    CHUNK,
    FILES,
    NAME_HEADER,
    check_length,
    original_name,
    whole_body,
)
from transactions.api.problems import ApiProblem
from transactions.api.rendering import file_body, findings_of
from transactions.api.sending import send_files
from transactions.models import SourceFile
from transactions.selectors.paging import BadCursorError
from transactions.services.receive import Incoming

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rest_framework.request import Request

BINARY: Final = {"type": "string", "format": "binary"}
FORM: Final = {
    "type": "object",
    "properties": {"files": {"type": "array", "items": BINARY}},
    "required": ["files"],
}


@extend_schema(
    methods=["GET"],
    operation_id="list_files",
    summary="List files",
    description="Newest first. A token that sends sees what it sent itself.",
    parameters=[FilesParameters],
    responses=answers({200: FilesPage}, "bad_parameter"),
)
@extend_schema(
    methods=["POST"],
    operation_id="send_files",
    summary="Send files",
    description=(
        "Journals, reports and spreadsheets as the register or back office wrote them; ZIP "
        "archives are opened. Several as a form, or one as the body itself, with its name in "
        "`X-Original-Name`. Card numbers are masked before anything is stored. The answer is "
        "given when the files are stored for good; they are read within seconds. The same bytes "
        "again are recognised: their state is `duplicate`, and `duplicate_of` says of which."
    ),
    parameters=[
        KEY,
        OpenApiParameter(
            NAME_HEADER,
            str,
            OpenApiParameter.HEADER,
            description=(
                "The file's own name, percent-encoded where it is not ASCII, when the body is the "
                "file itself. A journal's name may carry its time: send it as it is."
            ),
        ),
    ],
    request={"multipart/form-data": FORM, **{each.media_type: BINARY for each in FILES}},
    responses=answers(
        {200: TakenSerializer, 202: TakenSerializer, 207: TakenSerializer},
        *("malformed", "not_allowed", "in_progress", "length_required", "too_large"),
        *("unsupported_media_type", "key_reused", "nothing_taken"),
    ),
    examples=[examples.TAKEN, examples.KNOWN],
)
@api_view(["GET", "POST"])
@permission_classes([PushersPostReadersGet])
@parser_classes([MultiPartParser, *FILES])
def files(request: Request) -> Response:
    """Send files, or list them."""
    if request.method == "POST":
        return _send(request)
    rows, following = _page(request, FilesParameters)
    return Response({"results": FileSerializer(rows, many=True).data, "next": following})


def _send(request: Request) -> Response:
    length = check_length(request, settings.MAX_UPLOAD_BYTES)
    sent = _sent(request, length)
    key = key_of(request)
    answer = answer_once(
        token=caller(request).token,
        key=key,
        fingerprint=fingerprint(request, _contents(sent)) if key else "",
        work=lambda: send_files(caller(request).token, sent),
    )
    return respond(answer)


def respond(answer: Answer) -> Response:
    return Response(answer.body, status=answer.status, headers=answer.headers)


def _sent(request: Request, length: int) -> list[Incoming]:
    if not (request.content_type or "").startswith("multipart/"):
        return [Incoming(original_name(request), whole_body(request, length))]
    if request.POST:
        fields = ", ".join(sorted(request.POST)[:5])
        detail = _("A form here holds files only; there is also: %(fields)s.")
        raise ApiProblem("malformed", detail % {"fields": fields})
    found = [file for name in request.FILES for file in request.FILES.getlist(name)]
    if not found:
        raise ApiProblem("malformed", _("There is no file in the form."))
    return [Incoming(file.name or "", file) for file in found]


def _contents(sent: Sequence[Incoming]) -> Iterator[bytes]:
    """Names and hashes; the streams then stand at their beginning again."""
    for each in sent:
        digest = hashlib.sha256()
        while chunk := each.stream.read(CHUNK):
            digest.update(chunk)
        each.stream.seek(0)  # type: ignore[attr-defined]
        yield each.name.encode(errors="replace")
        yield digest.digest()


def _page(request: Request, parameters: Any) -> tuple[list[dict[str, Any]], str | None]:
    values = asked(request, parameters)
    find = files_page if parameters is FilesParameters else unread_page
    try:
        with patiently():
            rows, following = find(caller(request), values)
    except BadCursorError as error:
        raise bad_cursor(error) from error
    if parameters is FilesParameters:
        return [file_body(row) for row in rows], following
    return [{"file": file_body(row), "findings": findings_of(row)} for row in rows], following


@extend_schema(
    operation_id="get_file",
    summary="One file",
    description="Its state and counts, and everything in it that could not be understood.",
    responses=answers({200: WholeFileSerializer}, "not_found"),
)
@api_view(["GET"])
@permission_classes([IsCaller])
def file(request: Request, file_id: int) -> Response:
    """One file, with what could not be understood in it."""
    try:
        row = visible_files(caller(request)).get(pk=file_id)
    except SourceFile.DoesNotExist as missing:
        raise Http404 from missing
    body = {**file_body(row), "findings": findings_of(row)}
    return Response(WholeFileSerializer(body).data)


@extend_schema(
    operation_id="list_problems",
    summary="What could not be read",
    description=(
        "Files that could not be read, or not all of them, or that wait for somebody to confirm "
        "what their columns mean; newest first. A token that sends sees its own."
    ),
    parameters=[ProblemsParameters],
    responses=answers({200: UnreadPage}, "bad_parameter"),
)
@api_view(["GET"])
@permission_classes([IsCaller])
def problems(request: Request) -> Response:
    """Files with something that could not be read."""
    rows, following = _page(request, ProblemsParameters)
    return Response({"results": UnreadSerializer(rows, many=True).data, "next": following})
