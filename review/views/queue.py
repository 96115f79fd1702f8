"""The exception queue, and what keeps it alive while one reads."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.roles import Action
from review.filters import FLAG_CHOICES, read_filters, read_place
from review.selectors.frame import count_word, frame_of, version
from review.selectors.queue import queue_page
from stores.access import MemberRequest, needs
from transactions.models import STATUS_SUBTITLES, ReviewStatus, Transaction
from transactions.selectors import queue as places

NO_CHANGE = 204


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def queue(request: MemberRequest) -> HttpResponse:
    """The list. As a partial: ``list`` after a change of filters, ``more`` for the rows
    that follow."""
    filters = read_filters(request.GET, request.member)
    place = read_place(request.GET)
    context = {
        "filters": filters,
        "page": queue_page(filters, place),
        "statuses": [
            (status, STATUS_SUBTITLES[status], filters.with_status(status).address or "?")
            for status in ReviewStatus
        ],
        "orders": {
            "risk": filters.with_order("risk").address or "?",
            "newest": filters.with_order("newest").address,
        },
        "flags": FLAG_CHOICES,
        "newest_id": _newest_id() if place is None else 0,
    }
    return render(request, f"review/queue.html{_part(request, place is None)}", context)


def _newest_id() -> int:
    """What comes in later has a greater one: from here the page counts what is new."""
    return Transaction.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _part(request: MemberRequest, is_first: bool) -> str:
    if not request.htmx or request.htmx.history_restore_request:
        return ""
    return "#list" if is_first else "#more"


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def pulse(request: MemberRequest) -> HttpResponse:
    """The header, and how many came in that the reader's list does not show; 204 when
    nothing changed since version ``v``."""
    frame = frame_of(request.member)
    context: dict[str, object] = {"frame": frame}
    seen = request.GET.get("seen", "")
    arrived = 0
    if seen.isdecimal() and len(seen) < 19:
        filters = read_filters(request.GET, request.member)
        arrived = places.count(filters.queue, newer_than_id=int(seen), limit=99)
        context |= {
            "arrived": count_word(arrived) if arrived < 100 else "99+",
            "arrived_count": arrived,
            "list_address": filters.address or "?",
        }
    now = version(frame.version, arrived)
    if request.GET.get("v") == now:
        return HttpResponse(status=NO_CHANGE)
    return render(request, "review/pulse.html", {**context, "version": now})
