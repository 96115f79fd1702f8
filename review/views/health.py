"""Data health: is each store watched, and if not, why and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.roles import Action
from alerts.selectors.told import failing_channels
from review.selectors.health.judged import store_rows
from review.selectors.health.page import BACK, health_page
from review.selectors.recorders import recorder_row
from stores.access import MemberRequest, needs
from stores.selectors.recorders import recorders_in_use

if TYPE_CHECKING:
    from stores.models import Store


@require_GET
@needs(Action.SEE_HEALTH)
def health(request: MemberRequest) -> HttpResponse:
    """All stores, what needs attention first."""
    context = {"rows": store_rows(request.member), "channels": failing_channels()}
    return render(request, "review/health/stores.html", context)


@require_GET
@needs(Action.SEE_HEALTH)
def store_health(request: MemberRequest, store_id: int) -> HttpResponse:
    """One store; ``back`` looks at the numbers and counts of earlier weeks."""
    store = visible_store(request, store_id)
    word = request.GET.get("back", "0")
    back = int(word) if word.isdecimal() and len(word) < 4 else 0
    return page_of(request, store, back=min(back, BACK))


def page_of(
    request: MemberRequest, store: Store, *, back: int = 0, wrong: str = "", status: int = 200
) -> HttpResponse:
    """``wrong`` says why something that was sent could not be done."""
    context = {
        "store": store,
        "page": health_page(store, back=back),
        "recorders": [recorder_row(each) for each in recorders_in_use(store.pk)],
        "wrong": wrong,
    }
    return render(request, "review/health/store.html", context, status=status)


def visible_store(request: MemberRequest, store_id: int) -> Store:
    """Raises Http404 for a store that the member may not see."""
    store = request.member.stores().filter(pk=store_id).first()
    if store is None:
        raise Http404
    return store
