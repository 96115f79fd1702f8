"""Having kept files read again, after saying how many that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.roles import Action
from review.views.health import visible_store
from stores.access import MemberRequest, needs
from transactions.health.again import (
    FILE,
    PARTLY,
    READER,
    UNREAD,
    amount_of,
    files_to_read,
    readers_of,
)
from transactions.services.health import have_read_again

if TYPE_CHECKING:
    from django.http import QueryDict

    from stores.models import Store


@require_http_methods(["GET", "POST"])
@needs(Action.SET_UP_STORES)
def read_again(request: MemberRequest, store_id: int) -> HttpResponse:
    """What would be read again; on POST it is."""
    store = visible_store(request, store_id)
    if request.method == "POST":
        return _read(request, store)
    what, word = _wish(request.GET)
    chosen = files_to_read(store, what, word) if what else None
    amount = amount_of(chosen) if chosen is not None else None
    if what == FILE and (amount is None or not amount.files):
        raise Http404
    context = {
        "store": store,
        "what": what,
        "word": word,
        "amount": amount,
        "file": chosen.first() if chosen is not None and what == FILE else None,
        "unread": amount_of(files_to_read(store, UNREAD)),
        "partly": amount_of(files_to_read(store, PARTLY)),
        "readers": readers_of(store),
    }
    return render(request, "review/health/again.html", context)


def _read(request: MemberRequest, store: Store) -> HttpResponse:
    what, word = _wish(request.POST)
    count = have_read_again(store=store, files=files_to_read(store, what, word), by=request.user)
    if count:
        said = ngettext(
            "%(n)s file is being read again. New files go first.",
            "%(n)s files are being read again. New files go first.",
            count,
        )
        messages.success(request, said % {"n": f"{count:,}"})
    else:
        messages.info(request, _("There is no such file left to read again."))
    return redirect(reverse("review:store_health", args=[store.pk]) + "#files")


def _wish(sent: QueryDict) -> tuple[str, str]:
    what = sent.get("what", "")
    return (what if what in {UNREAD, PARTLY, READER, FILE} else ""), sent.get("word", "")[:80]
