"""Summaries as their pages show them: what comes when, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from alerts.models import RunState, SummaryKind, SummaryRun, SummarySchedule
from alerts.summaries import phrases
from alerts.summaries.recipients import action_for, readers_of
from alerts.summaries.schedules import due_next, every_schedule, first_zone, zone_of
from transactions.selectors.wording import short_time

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from django.db.models import QuerySet

    from stores.access import Member

MOST_RUNS: Final = 60


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """``next`` is "" for one that is off."""

    name: str
    kind: str
    next: str
    zone: str
    to: str
    preview_href: str
    settings_href: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class RunRow:
    day: str
    kind: str
    of: str
    subject: str
    state: str
    state_word: str
    when: str
    to: str
    href: str


def schedule_rows(member: Member) -> list[ScheduleRow]:
    """Of all stores together, then of those that the member may see."""
    now = timezone.now()
    schedules = [each for each in every_schedule() if _may_see(member, each)]
    return [_schedule(each, member, now) for each in schedules]


def _may_see(member: Member, schedule: SummarySchedule) -> bool:
    if not member.may(action_for(schedule.kind)):
        return False
    if schedule.store_id is None or member.store_ids is None:
        return True
    return schedule.store_id in member.store_ids


def _schedule(schedule: SummarySchedule, member: Member, now: datetime) -> ScheduleRow:
    zone = zone_of(schedule)
    due = due_next(schedule, now)
    store = schedule.store
    return ScheduleRow(
        name=name_of(schedule),
        kind=schedule.kind,
        next=short_time(due.at, zone, now.astimezone(zone).date()) if due else "",
        zone=zone.key,
        to=_people(sum(len(users) for users in readers_of(schedule, member.chain).values())),
        preview_href=_preview(schedule.kind, store.code if store else ""),
        settings_href=settings_href(schedule),
        is_on=schedule.is_on,
    )


def name_of(schedule: SummarySchedule) -> str:
    if schedule.store is not None:
        return schedule.store.name or schedule.store.code
    if schedule.kind == SummaryKind.WEEKLY:
        return gettext("All stores, the week like for like")
    return gettext("All stores, the day")


def settings_href(schedule: SummarySchedule) -> str:
    if schedule.store_id is not None:
        return reverse("summaries:store_settings", args=[schedule.store_id])
    return reverse(f"summaries:{schedule.kind}_settings")


def _preview(kind: str, store: str) -> str:
    words = f"?store={store}" if store else f"?kind={kind}" if kind != SummaryKind.DAILY else ""
    return reverse("summaries:preview") + words


def _people(count: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": count}


def run_rows(member: Member, store: str = "") -> list[RunRow]:
    """The latest, as far as the member may see every store that they are of."""
    runs = visible_runs(member).select_related("store").defer("facts")
    if store:
        runs = runs.filter(store__code=store)
    shared = first_zone()
    return [_run(run, run.store.zone if run.store else shared) for run in runs[:MOST_RUNS]]


def visible_runs(member: Member) -> QuerySet[SummaryRun]:
    kinds = [kind for kind in SummaryKind.values if member.may(action_for(kind))]
    runs = SummaryRun.objects.filter(kind__in=kinds)
    if member.store_ids is None:
        return runs
    ids = sorted(member.store_ids)
    return runs.filter(Q(store=None) | Q(store__in=ids), stores__contained_by=ids)


def _run(run: SummaryRun, zone: ZoneInfo) -> RunRow:
    today = timezone.now().astimezone(zone).date()
    is_there = run.state != RunState.MISSED
    return RunRow(
        day=phrases.short_day(run.business_date),
        kind=run.get_kind_display(),
        of=(run.store.name or run.store.code) if run.store else gettext("All stores"),
        subject=run.subject,
        state=run.state,
        state_word=run.get_state_display(),
        when=short_time(run.made_at, zone, today),
        to=_people(run.recipients) if run.recipients else "",
        href=reverse("summaries:summary", args=[run.pk]) if is_there else "",
    )
