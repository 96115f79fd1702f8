"""Sources: the list, one with its history, setting one up, asking one now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import Action
from stores.access import MemberRequest, needs
from stores.models import Source, SourceKind
from stores.services.sources import add_source, change_source, fetch_now, switch_source
from transactions.selectors.sources import run_rows, source_row, source_rows, sources_of
from transactions.selectors.wording import short_time
from transactions.services.try_source import try_source
from transactions.source_forms import FORMS, SourceForm
from transactions.sources.base import Seen, SourceError
from transactions.sources.reasons import sentence

if TYPE_CHECKING:
    from stores.models import Store

NO_CHANGE, UNPROCESSABLE = 204, 422
FORM, PAGE = "transactions/sources/form.html", "transactions/sources/source.html"


@require_GET
@needs(Action.SEE_HEALTH)
def sources(request: MemberRequest) -> HttpResponse:
    """Every source of the stores one may see, the worrying ones first."""
    rows = source_rows(request.member)
    worries = [row for row in rows if row.state.is_worry]
    return render(request, "transactions/sources/sources.html", {"rows": rows, "worries": worries})


@require_GET
@needs(Action.SEE_HEALTH)
def source(request: MemberRequest, source_id: int) -> HttpResponse:
    """One source: how it is, and what every fetch came to."""
    return render(request, PAGE, _about(_visible(request, source_id)))


@require_GET
@needs(Action.SEE_HEALTH)
def state(request: MemberRequest, source_id: int) -> HttpResponse:
    """Its state and history; 204 while both are as at version ``v``."""
    context = _about(_visible(request, source_id))
    if request.GET.get("v") == context["row"].version:  # type: ignore[attr-defined]
        return HttpResponse(status=NO_CHANGE)
    return render(request, f"{PAGE}#state", context)


def _about(found: Source) -> dict[str, object]:
    return {"row": source_row(found), "source": found, "runs": run_rows(found)}


@require_POST
@needs(Action.MANAGE_SOURCES)
def fetch(request: MemberRequest, source_id: int) -> HttpResponse:
    """Ask it now."""
    found = _visible(request, source_id)
    if found.is_active and not found.is_live:
        fetch_now(source=found, user=request.user)
        found.refresh_from_db()
    if request.htmx:
        return render(request, f"{PAGE}#state", _about(found))
    return redirect("transactions:source", found.pk)


@require_POST
@needs(Action.MANAGE_SOURCES)
def switch(request: MemberRequest, source_id: int) -> HttpResponse:
    """On or off."""
    found = _visible(request, source_id)
    switch_source(source=found, on=request.POST.get("on") == "1", user=request.user)
    return redirect("transactions:source", found.pk)


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_SOURCES)
def add(request: MemberRequest) -> HttpResponse:
    """First which store and what kind, then the form of that kind."""
    stores = list(request.member.stores())
    words = request.POST or request.GET
    store = next((each for each in stores if each.code == words.get("store")), None)
    kind = words.get("kind", "")
    if store is None or kind not in FORMS:
        context = {"stores": stores, "kinds": SourceKind.choices, "chosen": words.get("store", "")}
        return render(request, "transactions/sources/choose.html", context)
    return _form(request, Source(store=store, kind=SourceKind(kind)))


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_SOURCES)
def edit(request: MemberRequest, source_id: int) -> HttpResponse:
    return _form(request, _visible(request, source_id))


def _form(request: MemberRequest, found: Source) -> HttpResponse:
    known = found if found.pk else None
    form = FORMS[found.kind](request.POST or None, source=known)
    context = {"form": form, "source": found, "is_new": known is None}
    if request.method == "GET":
        return render(request, FORM, context)
    if not form.is_valid():
        return _again(request, context, "#fields")
    seen, refused = _tried(found, form)
    if refused and request.POST.get("anyway") != "1":
        return _again(request, {**context, "refused": refused, "offer": True}, "#tested")
    try:
        with transaction.atomic():
            saved = _saved(request, found, form, seen)
    except IntegrityError:
        form.add_error("name", _("This store has a source of that name. Choose another."))
        return _again(request, context, "#fields")
    messages.success(request, _("Saved. The first fetch begins now."))
    return _go(request, reverse("transactions:source", args=[saved.pk]))


def _saved(request: MemberRequest, found: Source, form: SourceForm, seen: Seen | None) -> Source:
    wish = form.wish()
    if seen is not None and seen.host_key:
        wish = replace(wish, settings={**wish.settings, "host_key": seen.host_key})
    if found._state.adding:
        kind = SourceKind(found.kind)
        return add_source(store=found.store, kind=kind, wish=wish, user=request.user)
    fresh = sources_of(request.member).get(pk=found.pk)
    return change_source(source=fresh, wish=wish, user=request.user)


@require_POST
@needs(Action.MANAGE_SOURCES)
def test(request: MemberRequest) -> HttpResponse:
    """Connect as the form says, and tell what was seen; nothing is saved."""
    found = _meant(request)
    form = FORMS[found.kind](request.POST, source=found if found.pk else None)
    context: dict[str, object] = {"form": form, "source": found, "is_new": found.pk is None}
    if not form.is_valid():
        return _again(request, context, "#fields")
    seen, refused = _tried(found, form)
    if seen is not None:
        context |= {"seen": seen, "told": _told(seen, found.store)}
    return render(request, f"{FORM}#tested", {**context, "refused": refused})


def _meant(request: MemberRequest) -> Source:
    """The source that is being edited, or a new one of the store and kind in the form."""
    number = request.POST.get("source", "")
    if number.isdigit():
        return _visible(request, int(number))
    store = request.member.stores().filter(code=request.POST.get("store", "")).first()
    kind = request.POST.get("kind", "")
    if store is None or kind not in FORMS:
        raise Http404
    return Source(store=store, kind=SourceKind(kind))


def _tried(found: Source, form: SourceForm) -> tuple[Seen | None, str]:
    """What a test saw, or the sentence that says why it saw nothing."""
    try:
        return try_source(source=found, wish=form.wish()), ""
    except SourceError as error:
        return None, sentence(error.code, error.params, _)
    except ImproperlyConfigured:
        return None, _("Passwords cannot be kept here yet. Ask support to set the key for them.")


def _told(seen: Seen, store: Store) -> str:
    if not seen.files:
        return _("Connected. There is nothing to take yet.")
    if seen.newest and seen.newest_at:
        zone = store.zone
        words = {
            "n": seen.files,
            "name": seen.newest,
            "when": short_time(seen.newest_at, zone, seen.newest_at.astimezone(zone).date()),
        }
        return _("Connected. It holds %(n)s; the newest is “%(name)s” of %(when)s.") % words
    return _("Connected. It holds %(n)s.") % {"n": seen.files}


def _again(request: MemberRequest, context: dict[str, object], part: str) -> HttpResponse:
    """The form once more: only the part that changed, where the page asks for parts, so
    that what was typed (passwords, too) stays in the browser."""
    if not request.htmx:
        return render(request, FORM, context, status=UNPROCESSABLE)
    response = render(request, f"{FORM}{part}", context, status=UNPROCESSABLE)
    response["HX-Retarget"] = part
    response["HX-Reswap"] = "outerHTML"
    return response


def _go(request: MemberRequest, address: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=NO_CHANGE, headers={"HX-Redirect": address})
    return redirect(address)


def _visible(request: MemberRequest, source_id: int) -> Source:
    found = request.member.only(Source.objects.select_related("store")).filter(pk=source_id)
    source = found.first()
    if source is None:
        raise Http404
    return source
