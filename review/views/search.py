"""Historical search: the page, its next rows, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.roles import Action
from review.search import kept
from review.search.page import (
    chips,
    count_said,
    fields_of,
    groups,
    kept_rows,
    orders,
    recent_rows,
    results,
)
from review.search.reading import PAGING, ask, read_words
from stores.access import MemberRequest, needs
from transactions.search.sentences import problem_sentence
from transactions.search.writing import pairs, write_query
from transactions.selectors.paging import BadCursorError

if TYPE_CHECKING:
    from review.search.reading import Asked
    from transactions.search.reading import Reading


@require_GET
@never_cache
@needs(Action.SEE_TRANSACTIONS)
def search(request: MemberRequest) -> HttpResponse:
    """The page, at the one address of what was asked. As a partial: the rows that follow."""
    reading = read_words(request.GET)
    if (elsewhere := _one_address(request, reading)) is not None:
        return redirect(elsewhere)
    asked = ask(reading, request.member)
    words = {name: request.GET.get(name, "") for name in ("after", "before")}
    try:
        page = results(asked.search, **words)
    except BadCursorError as error:
        raise Http404 from error
    context = {"page": page, "address": asked.address}
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "review/search/search.html#more", context)
    if not any(words.values()):
        kept.remember(request.member, asked.address)
    return render(request, "review/search/search.html", {**context, **_around(request, asked)})


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def count(request: MemberRequest) -> HttpResponse:
    """How many there are, asked for by the page once it stands."""
    asked = ask(read_words(request.GET), request.member)
    context = {"count": count_said(asked.search)}
    return render(request, "review/search/search.html#count", context)


def _one_address(request: MemberRequest, reading: Reading) -> str | None:
    """Where a form's words, or those of one line, belong; None when they stand there, or
    when something in them is wrong and must be shown as it was written."""
    if request.htmx or reading.problems:
        return None
    shown = request.GET.copy()
    is_typed = "typed" in shown
    for name in PAGING:
        shown.pop(name, None)
    address = write_query(reading.query)
    if not is_typed and shown.urlencode() == address:
        return None
    return f"{reverse('review:search')}{'?' if address else ''}{address}"


def _around(request: MemberRequest, asked: Asked) -> dict[str, object]:
    """Everything on the page but its rows."""
    member, stores = request.member, asked.search.scope.stores
    one = stores[0].id if len(stores) == 1 and not asked.search.scope.is_all else None
    return {
        "chips": chips(asked),
        "problems": [problem_sentence(each) for each in asked.problems],
        "pairs": list(pairs(asked.query)),
        "fields": fields_of(asked.query),
        "groups": groups(asked),
        "orders": orders(asked.query),
        "saved": kept_rows(member, kept.visible_searches(member)),
        "recent": recent_rows(kept.recent_searches(member)),
        "filters": {"store": {"pk": one}},
        "query": asked.query,
    }
