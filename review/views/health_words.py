"""What people say on a data-health page: why numbers are missing, what is read rightly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.roles import Action
from review.selectors.health.missing import token_of
from review.views.health import page_of, visible_store
from stores.access import MemberRequest, needs
from transactions.health.gaps import missing_numbers
from transactions.services.health import ExplanationError, explain_gap, settle_unfamiliar

if TYPE_CHECKING:
    from django.http import HttpResponse

    from stores.models import Store
    from transactions.health.counters import Gap

MOST_IDS = 200
UNPROCESSABLE = 422


@require_POST
@needs(Action.SET_UP_STORES)
def explain(request: MemberRequest, store_id: int) -> HttpResponse:
    """Write why numbers are missing; says so when they came in meanwhile."""
    store = visible_store(request, store_id)
    gap = _open_gap(store, request.POST.get("gap", ""))
    if gap is None:
        messages.info(request, _("These numbers came in meanwhile, or somebody explained them."))
        return _back(store, "gaps")
    try:
        explain_gap(store=store, gap=gap, text=request.POST.get("text", ""), by=request.user)
    except ExplanationError as refused:
        return page_of(request, store, wrong=str(refused), status=UNPROCESSABLE)
    messages.success(request, _("Written down. These numbers are no longer listed as missing."))
    return _back(store, "gaps")


@require_POST
@needs(Action.SET_UP_STORES)
def settle(request: MemberRequest, store_id: int) -> HttpResponse:
    """Take unfamiliar parts off the list, or put them back."""
    store = visible_store(request, store_id)
    ids = [int(each) for each in request.POST.getlist("id") if each.isdecimal() and len(each) < 19]
    is_right = request.POST.get("right") != "no"
    count = settle_unfamiliar(store=store, ids=ids[:MOST_IDS], is_right=is_right, by=request.user)
    if count and is_right:
        said = ngettext(
            "%(n)s is read rightly, and no longer listed.",
            "%(n)s are read rightly, and no longer listed.",
            count,
        )
        messages.success(request, said % {"n": count})
    return _back(store, "unfamiliar")


def _open_gap(store: Store, token: str) -> Gap | None:
    """The gap of that name, if its numbers are still missing and unexplained."""
    day = token.partition(".")[0]
    try:
        since = date.fromisoformat(day)
    except ValueError:
        return None
    found = missing_numbers(store, since=since, until=since)
    return next((gap for gap in found.open_gaps if token_of(gap) == token), None)


def _back(store: Store, part: str) -> HttpResponse:
    return redirect(reverse("review:store_health", args=[store.pk]) + f"#{part}")
