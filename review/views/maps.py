"""Set-up of a store: its maps, each proposed from the data and confirmed by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from review.selectors.maps import KINDS, map_page
from review.selectors.setup import setup_page, totals_page
from review.services import maps
from stores.access import MemberRequest, needs
from stores.services.maps import MapError, say_formula
from stores.services.people import PeopleError
from transactions.models import SourceFile
from transactions.selectors.proposals.rereading import stale_files
from transactions.services.health import have_read_again

if TYPE_CHECKING:
    from django.http import QueryDict

    from stores.models import Store

UNPROCESSABLE = 422


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def stores(request: MemberRequest) -> HttpResponse:
    """The member's stores; with one there is nothing to choose."""
    mine = list(request.member.stores())
    if len(mine) == 1:
        return redirect("review:setup_store", mine[0].pk)
    return render(request, "review/maps/stores.html", {"stores": mine})


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def setup_store(request: MemberRequest, store_id: int) -> HttpResponse:
    store = visible_store(request, store_id)
    context = {"store": store, "page": setup_page(store)}
    return render(request, "review/maps/store.html", context)


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def show(request: MemberRequest, store_id: int, kind: str) -> HttpResponse:
    store = visible_store(request, store_id)
    context = {"store": store, "page": map_page(KINDS[kind], store)}
    return render(request, "review/maps/map.html", context)


@require_POST
@needs(Action.SET_UP_STORES)
def confirm(request: MemberRequest, store_id: int, kind: str) -> HttpResponse:
    """Keep what the rows that were sent say; as a partial, the map as it is then."""
    store = visible_store(request, store_id)
    try:
        chosen = _chosen(request.POST)
        maps.confirm(kind=kind, store=store, chosen=chosen, by=request.user)
    except (MapError, PeopleError) as refused:
        return _refused(request, store, kind, str(refused))
    said = ngettext("%(n)s confirmed.", "%(n)s confirmed.", len(chosen)) % {"n": len(chosen)}
    if not request.htmx:
        messages.success(request, said)
        return redirect(f"review:map_{kind}", store.pk)
    store.refresh_from_db()
    context = {"store": store, "page": map_page(KINDS[kind], store), "done": said}
    return render(request, "review/maps/map.html#map", context)


def _chosen(sent: QueryDict) -> dict[str, str]:
    """Code to value, row by row. Raises MapError for rows that do not pair up."""
    codes, values = sent.getlist("code"), sent.getlist("value")
    if len(codes) != len(values) or len(set(codes)) != len(codes):
        raise MapError(_("This page is too old to act on. Reload it and try again."))
    return dict(zip(codes, values, strict=True))


def _refused(request: MemberRequest, store: Store, kind: str, wrong: str) -> HttpResponse:
    """The page with what is in the way; nothing was written."""
    context = {"store": store, "page": map_page(KINDS[kind], store), "wrong": wrong}
    part = "#map" if request.htmx else ""
    response = render(request, f"review/maps/map.html{part}", context, status=UNPROCESSABLE)
    response["HX-Retarget"] = "#map"
    response["HX-Reswap"] = "outerHTML"
    return response


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def totals(request: MemberRequest, store_id: int) -> HttpResponse:
    return _totals(request, visible_store(request, store_id))


@require_POST
@needs(Action.SET_UP_STORES)
def confirm_totals(request: MemberRequest, store_id: int) -> HttpResponse:
    store = visible_store(request, store_id)
    formula = request.POST.get("formula", "")
    changes = formula != store.totals_formula
    try:
        say_formula(store=store, formula=formula, rereads=changes, by=request.user)
    except MapError as refused:
        return _totals(request, store, wrong=str(refused), status=UNPROCESSABLE)
    messages.success(request, _("Confirmed."))
    return redirect("review:map_totals", store.pk)


@require_POST
@needs(Action.SET_UP_STORES)
def read_again(request: MemberRequest, store_id: int) -> HttpResponse:
    """Have the files read anew whose events mean something else now."""
    store = visible_store(request, store_id)
    files = SourceFile.objects.filter(pk__in=stale_files(store))
    count = have_read_again(store=store, files=files, by=request.user)
    said = ngettext("%(n)s file is read again.", "%(n)s files are read again.", count)
    messages.success(request, said % {"n": count})
    return redirect("review:setup_store", store.pk)


def _totals(
    request: MemberRequest, store: Store, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"store": store, "page": totals_page(store), **more}
    return render(request, "review/maps/totals.html", context, status=status)


def visible_store(request: MemberRequest, store_id: int) -> Store:
    """Raises Http404 for a store that the member may not see."""
    store = request.member.stores().filter(pk=store_id).first()
    if store is None:
        raise Http404
    return store
