"""A store's own settings: its name, its time zone, its hours."""

from __future__ import annotations

import zoneinfo
from datetime import time
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles import Action
from review.views.maps import visible_store
from stores.access import MemberRequest, needs
from stores.services.places import change_store
from stores.services.stores import StoreError

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from stores.models import Store

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@needs(Action.CHANGE_SETTINGS)
def settings(request: MemberRequest, store_id: int) -> HttpResponse:
    """The form; a new time zone is asked about once more, since it moves what is shown."""
    store = visible_store(request, store_id)
    if request.method == "GET":
        return _page(request, store, _stored(store))
    sent = {name: request.POST.get(name, "").strip() for name in _stored(store)}
    if sent["timezone"] != store.timezone and "sure" not in request.POST:
        return _page(request, store, sent, asks=True, status=UNPROCESSABLE)
    try:
        change_store(
            store=store,
            name=sent["name"],
            timezone_name=sent["timezone"],
            opens_at=_hour(request.POST, "opens_at"),
            closes_at=_hour(request.POST, "closes_at"),
            by=request.user,
        )
    except StoreError as refused:
        return _page(request, store, sent, wrong=str(refused), status=UNPROCESSABLE)
    messages.success(request, _("Saved."))
    return redirect("review:setup_store", store.pk)


def _stored(store: Store) -> dict[str, str]:
    return {
        "name": store.name,
        "timezone": store.timezone,
        "opens_at": f"{store.opens_at:%H:%M}" if store.opens_at else "",
        "closes_at": f"{store.closes_at:%H:%M}" if store.closes_at else "",
    }


def _hour(sent: QueryDict, name: str) -> time | None:
    """Raises StoreError for what is no time of day."""
    word = sent.get(name, "").strip()
    if not word:
        return None
    try:
        hour = time.fromisoformat(word)
    except ValueError as error:
        raise StoreError(_("Write hours as 06:30.")) from error
    if hour.tzinfo is not None:
        raise StoreError(_("Write hours as 06:30."))
    return hour


def _page(
    request: MemberRequest,
    store: Store,
    values: dict[str, str],
    *,
    wrong: str = "",
    asks: bool = False,
    status: int = 200,
) -> HttpResponse:
    names = zoneinfo.available_timezones() | {values["timezone"]}
    context = {
        "store": store,
        "values": values,
        "zones": sorted(names, key=lambda name: (not name.startswith(("America/", "US/")), name)),
        "wrong": wrong,
        "asks": asks,
    }
    return render(request, "review/maps/settings.html", context, status=status)
