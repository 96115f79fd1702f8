"""One transaction: look, decide, write a note, go on to the next."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from review.filters import Filters, read_filters
from review.selectors.frame import frame_of, heard_ago
from review.selectors.rail import rail_of
from review.selectors.transaction import transaction_page, video_part, visible_transaction
from review.services.visits import note_visit
from stores.access import MemberRequest, needs
from transactions.models import Review, ReviewStatus, Transaction
from transactions.services import reviews

NO_CHANGE = 204
CONFLICT = 409
UNPROCESSABLE = 422
PAGE = "review/transaction.html"


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def transaction(request: MemberRequest, transaction_id: int) -> HttpResponse:
    """The page; as a partial, its working part alone."""
    about = _visible(request, transaction_id)
    filters = read_filters(request.GET, request.member)
    whole = not request.htmx or request.htmx.history_restore_request
    return _page(request, about, filters, part="" if whole else "#desk")


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def clips(request: MemberRequest, transaction_id: int) -> HttpResponse:
    """The video part alone; 204 while the clips are as they were at version ``v``."""
    about = _visible(request, transaction_id)
    page = video_part(about, request.member)
    if request.GET.get("v") == page.player.version:
        return HttpResponse(status=NO_CHANGE)
    return render(request, f"{PAGE}#player", {"page": page})


@require_POST
@needs(Action.DECIDE)
def decide(request: MemberRequest, transaction_id: int) -> HttpResponse:
    """Decide, then show the next one of the list; 409 when somebody was faster."""
    about = _visible(request, transaction_id)
    filters = read_filters(request.GET, request.member)
    status, version = request.POST.get("status", ""), request.POST.get("version", "")
    if status not in ReviewStatus.values or not version.isdecimal():
        return HttpResponseBadRequest()
    rail = rail_of(about, getattr(about, "review", None), filters)
    try:
        review = reviews.decide(
            member=request.member,
            transaction_id=transaction_id,
            status=status,
            version=int(version),
        )
    except reviews.ReviewConflictError as conflict:
        return _conflict(request, about, filters, conflict, wanted=status)
    except ValueError:
        return HttpResponseBadRequest()
    except Review.DoesNotExist as missing:
        raise Http404 from missing
    if not request.htmx:
        return redirect(rail.next or reverse("review:queue") + filters.address)
    undo = {"transaction_id": transaction_id, "review": review}
    if rail.next_id is None:
        return _queue_is_done(request, filters, undo)
    return _moved_on(request, rail.next_id, filters, undo)


@require_POST
@needs(Action.DECIDE)
def undo(request: MemberRequest, transaction_id: int) -> HttpResponse:
    """Take the last decision back and show that transaction again."""
    about = _visible(request, transaction_id)
    filters = read_filters(request.GET, request.member)
    version = request.POST.get("version", "")
    if not version.isdecimal():
        return HttpResponseBadRequest()
    try:
        reviews.undo(member=request.member, transaction_id=transaction_id, version=int(version))
    except reviews.ReviewConflictError as conflict:
        return _conflict(request, about, filters, conflict, wanted="")
    except reviews.NothingToUndoError:
        return HttpResponse(status=CONFLICT)
    except Review.DoesNotExist as missing:
        raise Http404 from missing
    if not request.htmx:
        return redirect(_address(transaction_id, filters))
    return _moved_on(request, transaction_id, filters, None)


@require_POST
@needs(Action.WRITE_NOTES)
def note(request: MemberRequest, transaction_id: int) -> HttpResponse:
    """Add a note and show notes and trail anew."""
    about = _visible(request, transaction_id)
    filters = read_filters(request.GET, request.member)
    try:
        reviews.add_note(
            member=request.member,
            transaction_id=transaction_id,
            text=request.POST.get("text", ""),
        )
    except reviews.EmptyNoteError:
        if request.htmx:
            return HttpResponse(status=UNPROCESSABLE)
    if not request.htmx:
        return redirect(_address(transaction_id, filters))
    page = transaction_page(about, request.member, filters)
    return render(request, f"{PAGE}#story", {"page": page, "filters": filters, "wrote": True})


def _visible(request: MemberRequest, transaction_id: int) -> Transaction:
    try:
        return visible_transaction(request.member, transaction_id)
    except Transaction.DoesNotExist as missing:
        raise Http404 from missing


def _page(
    request: MemberRequest,
    about: Transaction,
    filters: Filters,
    *,
    part: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    note_visit(member=request.member, transaction_id=about.pk)
    page = transaction_page(about, request.member, filters)
    context = {"page": page, "filters": filters, **more}
    return render(request, f"{PAGE}{part}", context, status=status)


def _moved_on(
    request: MemberRequest, transaction_id: int, filters: Filters, undo: dict[str, Any] | None
) -> HttpResponse:
    """Another transaction slides in where one was, and the header counts anew."""
    response = _page(
        request,
        _visible(request, transaction_id),
        filters,
        part="#moved",
        undo=undo,
        frame=frame_of(request.member),
    )
    response["HX-Push-Url"] = _address(transaction_id, filters)
    return response


def _queue_is_done(request: MemberRequest, filters: Filters, undo: dict[str, Any]) -> HttpResponse:
    context = {"filters": filters, "undo": undo, "frame": frame_of(request.member)}
    response = render(request, "review/transaction/done.html", context)
    response["HX-Push-Url"] = reverse("review:queue") + filters.address
    return response


def _conflict(
    request: MemberRequest,
    about: Transaction,
    filters: Filters,
    conflict: reviews.ReviewConflictError,
    *,
    wanted: str,
) -> HttpResponse:
    """What the other person decided, in place of the buttons; nothing was written."""
    context = {
        "conflict": {
            "who": str(conflict.who or ""),
            "status": conflict.review.get_status_display(),
            "ago": heard_ago(conflict.at),
            "wanted": ReviewStatus(wanted).label if wanted in ReviewStatus.values else "",
        },
        "page": transaction_page(_visible(request, about.pk), request.member, filters),
        "filters": filters,
    }
    part = "#decision" if request.htmx else ""
    response = render(request, f"{PAGE}{part}", context, status=CONFLICT)
    response["HX-Retarget"] = "#decision"
    response["HX-Reswap"] = "outerHTML"
    return response


def _address(transaction_id: int, filters: Filters) -> str:
    return reverse("review:transaction", args=[transaction_id]) + filters.address
