"""The page of a share, for somebody without an account: passcode, downloads, nothing else.

The link is the address alone, and the passcode is typed on the page: both come from outside
any session. Hence no CSRF token is asked for, which nothing here could forge anyway: who
has no passcode gets nothing, and who has it needs no other's browser. (The pages tell the
browser to send no referrer; Django's own check would then refuse every form.)
"""

from __future__ import annotations

import hashlib
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from clips.responses import Served, serve
from review.evidence import shares
from review.evidence.copy_rows import copy_name
from review.evidence.outside import outside_page
from review.evidence.visits import Visitor, note_visit
from review.models import MakingState, VisitKind

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from review.models import Share

COOKIE = "share"
SALT = "review.share"
OPEN_SECONDS = 2 * 3600
LINK_SECONDS = 300
NOT_FOUND, TOO_MANY, FORBIDDEN = 404, 429, 403
LONGEST_PASSCODE = 200


def outside(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Finds the share of the link; keeps the page out of search engines, caches and logs
    of other sites."""

    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        share = shares.open_share(token)
        if share is None:
            response = render(request, "share/closed.html", status=NOT_FOUND)
        else:
            response = view(request, share, token, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "private, no-store"
        return response

    update_wrapper(guarded, view)
    return guarded


@require_GET
@outside
def share(request: HttpRequest, share: Share, token: str) -> HttpResponse:
    """Asks for the passcode, or shows what there is to take."""
    note_visit(share, Visitor.of(request), VisitKind.OPENED)
    return _page(request, share, token)


@csrf_exempt
@require_POST
@outside
def unlock(request: HttpRequest, share: Share, token: str) -> HttpResponse:
    """One try; every wrong one is counted and noted."""
    tried = shares.try_passcode(share, request.POST.get("passcode", "")[:LONGEST_PASSCODE])
    visitor = Visitor.of(request)
    if tried.outcome == "right":
        note_visit(share, visitor, VisitKind.UNLOCKED)
        return _unlocked(share, token)
    if tried.outcome == "wrong" or tried.has_just_locked:
        note_visit(share, visitor, VisitKind.REFUSED)
    if tried.has_just_locked:
        note_visit(share, visitor, VisitKind.LOCKED)
    status = FORBIDDEN if tried.outcome == "wrong" else TOO_MANY
    return _page(request, share, token, tried=tried, status=status)


@require_safe
@outside
def package(request: HttpRequest, share: Share, token: str) -> HttpResponse:
    found = share.package
    if not share.holds_package or not _is_unlocked(request, share):
        raise Http404
    name = f"evidence-{found.uuid.hex[:8]}.zip"
    if request.method == "GET":
        visitor = Visitor.of(request)
        note_visit(share, visitor, VisitKind.TOOK_PACKAGE, what=name, sha256=found.sha256)
    return _file(request, Served(found.stored_key, "application/zip", LINK_SECONDS, name))


@require_safe
@outside
def copy(request: HttpRequest, share: Share, token: str, copy_uuid: uuid.UUID) -> HttpResponse:
    """A masked video: shown in the page, or with ``?keep`` as a file."""
    rows = share.copies.select_related("clip").filter(uuid=copy_uuid, state=MakingState.READY)
    found = rows.first() if _is_unlocked(request, share) else None
    if found is None:
        raise Http404
    name = copy_name(found)
    if request.method == "GET":
        visitor = Visitor.of(request)
        note_visit(share, visitor, VisitKind.TOOK_COPY, what=name, sha256=found.sha256)
    keep = name if "keep" in request.GET else ""
    return _file(request, Served(found.stored_key, "video/mp4", LINK_SECONDS, keep))


def _file(request: HttpRequest, served: Served) -> HttpResponse:
    return cast("HttpResponse", serve(request, served))


def _page(
    request: HttpRequest,
    share: Share,
    token: str,
    *,
    tried: shares.Tried | None = None,
    status: int | None = None,
) -> HttpResponse:
    page = outside_page(share, token, is_open=_is_unlocked(request, share), tried=tried)
    return render(request, "share/share.html", {"page": page}, status=status)


def _unlocked(share: Share, token: str) -> HttpResponse:
    """A cookie of this link only, for two hours."""
    address = reverse("review:share", args=[token])
    response = redirect(address)
    response.set_cookie(
        COOKIE,
        TimestampSigner(salt=SALT).sign(_proof(share)),
        max_age=OPEN_SECONDS,
        path=address,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )
    return response


def _is_unlocked(request: HttpRequest, share: Share) -> bool:
    try:
        said = TimestampSigner(salt=SALT).unsign(
            request.COOKIES.get(COOKIE, ""), max_age=OPEN_SECONDS
        )
    except BadSignature:
        return False
    share.refresh_from_db(fields=["passcode"])
    return constant_time_compare(said, _proof(share))


def _proof(share: Share) -> str:
    """Changes with the passcode, so that a new one ends what the old one opened."""
    code = hashlib.sha256(share.passcode.encode()).hexdigest()[:32]
    return f"{share.digest[:16]}.{code}"
