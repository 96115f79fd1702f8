"""Short answers of the clip views: to htmx by an event, to a plain form by a redirect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from stores.access import MemberRequest

EVENT = "clips-changed"


def changed(request: MemberRequest) -> HttpResponse:
    """Something is under way now: the page may look again."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Trigger": EVENT})
    return HttpResponseRedirect(_way_back(request), status=303)


def sent_to(request: MemberRequest, address: str) -> HttpResponse:
    """The page of what was made."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)


def said(text: str, *, status: int) -> HttpResponse:
    """A sentence for the page to show."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _way_back(request: MemberRequest) -> str:
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours and target.startswith("/") else "/"
