"""Summaries in the browser, word for word as they are mailed: today's, and past ones."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from alerts.channels.sms.segments import one_segment
from alerts.models import SummaryKind, SummaryRun
from alerts.selectors.summaries import run_rows, schedule_rows, visible_runs
from alerts.summaries import digest, look
from alerts.summaries.due import told_of
from alerts.summaries.letter import as_text
from alerts.summaries.links import Links
from alerts.summaries.mail import letter_of_run, picture_of, shown
from alerts.summaries.make import gathered
from alerts.summaries.outbox import send_now
from alerts.summaries.recipients import action_for
from alerts.summaries.schedules import schedule_of, zone_of
from stores.access import MemberRequest, needs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stores.models import Store

OLDEST = timedelta(days=400)


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def summaries(request: MemberRequest) -> HttpResponse:
    """What comes when, and the latest that were made."""
    store = _store(request, request.GET)
    context = {
        "schedules": schedule_rows(request.member),
        "runs": run_rows(request.member, store.code if store else ""),
        "may_change": request.member.may(Action.CHANGE_SETTINGS),
    }
    return render(request, "alerts/summaries/list.html", context)


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def preview(request: MemberRequest) -> HttpResponse:
    """As it would be mailed now; not kept."""
    run = _made(request, request.GET)
    stores = list(request.member.stores())
    extra = {
        "stores": stores,
        "chosen": request.GET.get("store", ""),
        "kind": run.kind,
        "has_week": request.member.may(action_for(SummaryKind.WEEKLY)),
        "day": run.business_date.isoformat(),
    }
    return _page(request, run, extra)


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def run(request: MemberRequest, run_id: int) -> HttpResponse:
    return _page(request, _kept(request, run_id), {})


@require_POST
@needs(Action.SEE_TRANSACTIONS)
def send_preview(request: MemberRequest) -> HttpResponse:
    """To oneself, whatever one has opted out of: a mail asked for by hand."""
    made = _made(request, request.POST)
    _send(request, made)
    return redirect("summaries:summaries")


@require_POST
@needs(Action.SEE_TRANSACTIONS)
def send_run(request: MemberRequest, run_id: int) -> HttpResponse:
    _send(request, _kept(request, run_id))
    return redirect("summaries:summary", run_id)


def _send(request: MemberRequest, made: SummaryRun) -> None:
    """Asked for twice within a minute is asked for once."""
    stamp = f"{made.kind}-{made.store_id or 0}-{made.business_date}-{timezone.now():%Y%m%d%H%M}"
    send_now(request.member.chain, request.user, made, stamp=stamp)
    messages.success(request, _("On its way to %(address)s.") % {"address": request.user.email})


def _kept(request: MemberRequest, run_id: int) -> SummaryRun:
    """Raises Http404 for one of stores that are not all the member's, or that has no words."""
    found = visible_runs(request.member).filter(pk=run_id).first()
    if found is None or not found.facts:
        raise Http404
    return found


def _made(request: MemberRequest, words: Mapping[str, str]) -> SummaryRun:
    """A run that is not stored: of one store, or of all that the member may see."""
    store = _store(request, words)
    weekly = words.get("kind") == SummaryKind.WEEKLY and store is None
    kind = SummaryKind.WEEKLY if weekly else SummaryKind.DAILY
    request.member.check(action_for(kind))
    schedule = schedule_of(kind, store)
    now = timezone.now()
    today = now.astimezone(zone_of(schedule)).date()
    day = _day(words.get("day", ""), today) or told_of(today, schedule.at)
    stores = [store] if store else list(request.member.stores())
    return SummaryRun(
        kind=kind,
        store=store,
        stores=[each.pk for each in stores],
        business_date=day,
        due_at=now,
        facts=gathered(kind, stores, day, now),
        parts=schedule.parts,
    )


def _store(request: MemberRequest, words: Mapping[str, str]) -> Store | None:
    """Raises Http404 for a store that is not the member's."""
    code = words.get("store", "")
    if not code:
        return None
    found = request.member.stores().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _day(word: str, today: date) -> date | None:
    try:
        day = parse_date(word)
    except ValueError:
        return None
    return day if day and today - OLDEST <= day <= today else None


def _page(request: MemberRequest, made: SummaryRun, extra: Mapping[str, object]) -> HttpResponse:
    letter = letter_of_run(made, Links())
    picture = picture_of(made.facts) if letter.picture else b""
    context = {
        **shown(letter, f"data:image/png;base64,{base64.b64encode(picture).decode()}"),
        **extra,
        "run": made,
        "by_class": True,
        "rules": look.page_rules(),
        "text": as_text(letter),
        "message": one_segment(digest.words(made.facts)) if made.kind == SummaryKind.DAILY else "",
    }
    return render(request, "alerts/summaries/read.html", context)
