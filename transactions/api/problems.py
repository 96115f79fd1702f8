"""Errors as problem details (RFC 9457), whoever raised them. Never a stack trace."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import structlog
from django.core.exceptions import PermissionDenied, SuspiciousOperation, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _
from psycopg2.errors import QueryCanceled
from rest_framework import exceptions

from transactions.api.problem_kinds import KINDS, OF_STATUS, URN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from rest_framework.request import Request

CONTENT_TYPE: Final = "application/problem+json"
AWAY_SECONDS: Final = 10
log = structlog.get_logger(__name__)


class ApiProblem(Exception):  # noqa: N818 - it is named after what RFC 9457 calls it
    """An error answer. ``kind`` is a key of KINDS, ``detail`` a sentence about this very
    case, ``more`` further members of the answer; ``wait`` whole seconds for Retry-After."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        more: Mapping[str, Any] | None = None,
        wait: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind, detail)
        self.kind, self.detail = kind, detail
        self.more = dict(more or {})
        self.headers = dict(headers or {})
        if wait is not None:
            self.headers["Retry-After"] = str(wait)

    @property
    def status(self) -> int:
        return KINDS[self.kind].status

    def body(self, path: str) -> dict[str, Any]:
        kind = KINDS[self.kind]
        request_id = structlog.contextvars.get_contextvars().get("request_id")
        return {
            "type": f"{URN}{self.kind}",
            "title": str(kind.title),
            "status": kind.status,
            "detail": self.detail or str(kind.title),
            "instance": path,
            "what_to_do": str(kind.what_to_do),
            **({"request_id": str(request_id)} if request_id else {}),
            **self.more,
        }


def handle(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """The framework's hook for everything that a view of the API raises."""
    request = context["request"]
    problem = problem_of(error)
    if problem.status >= 500:
        log.error("api_failed", kind=problem.kind, path=request.path, exc_info=error)
    return plain_response(problem, request)


def plain_response(problem: ApiProblem, request: HttpRequest | Request) -> JsonResponse:
    """The answer: always JSON, whatever form the client wanted the good answer in."""
    return JsonResponse(
        problem.body(request.path),
        status=problem.status,
        headers=problem.headers,
        content_type=CONTENT_TYPE,
    )


def problem_of(error: Exception) -> ApiProblem:
    """Any exception as the problem it is to the client."""
    match error:
        case ApiProblem():
            return error
        case Http404():
            return ApiProblem("not_found")
        case PermissionDenied():
            return ApiProblem("not_allowed")
        case exceptions.APIException():
            return _of_framework(error)
        case TooManyFilesSent():
            return ApiProblem("too_large", _("There are too many files in one request."))
        case SuspiciousOperation() | UnreadablePostError():
            return ApiProblem("malformed")
        case OperationalError() | InterfaceError():
            slow = isinstance(error.__cause__, QueryCanceled)
            return ApiProblem("took_too_long" if slow else "unavailable", wait=AWAY_SECONDS)
        case _:
            return ApiProblem("internal")


def _of_framework(error: exceptions.APIException) -> ApiProblem:
    kind = OF_STATUS.get(error.status_code, "internal")
    headers: dict[str, str] = {}
    if kind == "not_authenticated":
        headers["WWW-Authenticate"] = getattr(error, "auth_header", "Bearer")
    wait = getattr(error, "wait", None)
    detail = str(error.detail) if isinstance(error.detail, str) else ""
    if kind in {"rate_limited", "not_authenticated", "not_allowed", "not_found"}:
        detail = ""
    return ApiProblem(kind, detail, wait=math.ceil(wait) if wait else None, headers=headers)
