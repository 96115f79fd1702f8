"""Sessions are valid on every host, so that each request must prove membership anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import User
from accounts.tenancy import is_public
from stores import audit
from stores.access import member_of
from stores.models import AccessKind

if TYPE_CHECKING:
    from collections.abc import Callable

NOISE = ("/jsi18n/", "/autocomplete/")
"""What the admin's pages fetch by themselves says nothing that their page did not."""
OPEN_TO_ALL = ("/accounts/", "/static/", "/healthz", "/readyz", "/verify/", "/share/")


class MembershipMiddleware:
    """On a chain's host: members pass with ``request.member``; support staff pass to
    /admin/ only, and that is logged where the chain can see it; anybody else who is
    logged in gets 404. Who is not logged in meets the log-in page of the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.member = None  # type: ignore[attr-defined]
        user = request.user
        if not is_public() and isinstance(user, User):
            self._admit(request, user)
        return self.get_response(request)

    @staticmethod
    def _admit(request: HttpRequest, user: User) -> None:
        member = member_of(user, request.tenant)  # type: ignore[attr-defined]
        request.member = member  # type: ignore[attr-defined]
        if request.path.startswith(OPEN_TO_ALL):
            return
        if request.path.startswith("/admin/"):
            if not (user.is_staff and user.is_active):
                raise Http404
            _log_visit(request, user)
            return
        if member is None:
            raise Http404


def _log_visit(request: HttpRequest, user: User) -> None:
    """Pages that support staff opened and what they sent, where the chain can read it."""
    if request.method in {"GET", "HEAD"} and request.path.endswith(NOISE):
        return
    audit.record(AccessKind.SUPPORT_VISIT, user=user, path=request.path, method=request.method)
