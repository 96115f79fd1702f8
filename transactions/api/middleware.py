"""Around everything that ``/api/`` answers: a place for each request, and errors as
problem details also where no view of the API was reached."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from django.conf import settings

from transactions.api.gate import Gate
from transactions.api.problem_kinds import OF_STATUS
from transactions.api.problems import CONTENT_TYPE, ApiProblem, plain_response

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

PREFIX: Final = "/api/"
KEPT_HEADERS: Final = ("Allow", "Retry-After", "WWW-Authenticate")


class ApiMiddleware:
    """Above all others, so that a surplus request costs neither database nor body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.gate = Gate(
            whole=settings.API_REQUESTS_AT_ONCE, each=settings.API_REQUESTS_AT_ONCE_PER_TOKEN
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        with self.gate.passing(_caller(request)) as may_pass:
            if not may_pass:
                return plain_response(ApiProblem("too_many_at_once", wait=1), request)
            return _as_problem(self.get_response(request), request)


def _caller(request: HttpRequest) -> str:
    """Whose request it is, before anybody knows whether the token is a good one."""
    said = request.headers.get("Authorization") or request.META.get("REMOTE_ADDR", "")
    return hashlib.sha256(said.encode(errors="surrogateescape")).hexdigest()


def _as_problem(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    if response.status_code < 400 or response.get("Content-Type", "").startswith(CONTENT_TYPE):
        return response
    kept = {name: response[name] for name in KEPT_HEADERS if name in response}
    kind = OF_STATUS.get(response.status_code)
    if kind is None:
        kind = "internal" if response.status_code >= 500 else "malformed"
    return plain_response(ApiProblem(kind, headers=kept), request)
