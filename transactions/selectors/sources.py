"""Sources as people read them: how each is, what it gave, and which ones should have spoken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from stores.models import RunState, Source, SourceRun
from transactions.selectors.source_state import (
    OFF,
    RUNNING,
    Runs,
    SourceState,
    state_of,
)
from transactions.selectors.wording import ago, short_time
from transactions.sources.reasons import sentence

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from stores.access import Member

RUNS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with its state, ready to be shown. Times are in the store's zone."""

    source: Source
    state: SourceState
    sentence: str
    heard: str
    next: str
    schedule: str
    version: str

    @property
    def place(self) -> str:
        """Where it is: a folder, a server, an address without its query."""
        settings = self.source.settings
        url = str(settings.get("url", "")).partition("?")[0]
        return str(settings.get("host") or url or settings.get("path", ""))


@dataclass(frozen=True, slots=True)
class Silent:
    """A source that should have spoken: since when, why as far as known, and what to do."""

    source: Source
    state: SourceState
    since: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class RunRow:
    run: SourceRun
    when: str
    took: str
    sentence: str


def sources_of(member: Member) -> QuerySet[Source]:
    """The sources of the stores that ``member`` may see."""
    return member.only(Source.objects.select_related("store"))


def source_rows(member: Member) -> list[SourceRow]:
    """All of them, the worrying ones first."""
    rows = _rows(list(sources_of(member)))
    return sorted(rows, key=lambda row: (not row.state.is_worry, row.state.word == OFF))


def source_row(source: Source) -> SourceRow:
    return _rows([source])[0]


def silent_sources(member: Member) -> list[Silent]:
    """Sources that failed, were not asked, or gave nothing for longer than they should, of
    the stores that ``member`` may see."""
    rows = [row for row in source_rows(member) if row.state.is_worry]
    return [
        Silent(row.source, row.state, row.state.since or row.source.created_at, row.sentence)
        for row in rows
    ]


def _rows(sources: list[Source]) -> list[SourceRow]:
    now = timezone.now()
    runs = _runs(sources)
    return [_row(source, runs.get(source.pk, Runs()), now) for source in sources]


def _runs(sources: list[Source]) -> dict[int, Runs]:
    ids = [source.pk for source in sources]
    latest = (
        SourceRun.objects.filter(source__in=ids).order_by("source_id", "-id").distinct("source_id")
    )
    last = {run.source_id: run for run in latest}
    done = {run.source_id: run for run in latest.filter(state=RunState.DONE)}
    return {pk: Runs(last.get(pk), done.get(pk)) for pk in ids}


def _row(source: Source, runs: Runs, now: datetime) -> SourceRow:
    state, zone = state_of(source, runs, now), source.store.zone
    today = now.astimezone(zone).date()
    heard = ago((now - source.heard_at).total_seconds()) if source.heard_at else ""
    upcoming = source.next_run_at if state.word not in (OFF, RUNNING) else None
    if upcoming is not None and upcoming <= now:
        following = gettext("now")
    else:
        following = short_time(upcoming, zone, today) if upcoming else ""
    return SourceRow(
        source=source,
        state=state,
        sentence=_sentence(source, state, runs, now),
        heard=heard,
        next=following,
        schedule=_schedule(source),
        version=f"{state.word}-{runs.last.pk if runs.last else 0}"
        f"-{runs.last.taken if runs.last else 0}",
    )


def _sentence(source: Source, state: SourceState, runs: Runs, now: datetime) -> str:
    if state.word == OFF:
        return gettext("Switched off. Nothing is fetched.")
    if state.word == RUNNING:
        taken = runs.last.taken if runs.last else 0
        told = ngettext(
            "Fetching now, %(n)s new file so far.", "Fetching now, %(n)s new files so far.", taken
        )
        return told % {"n": taken}
    if state.is_worry:
        return sentence(state.code, state.params, gettext)
    if source.heard_at is None:
        return gettext("All is well; nothing new has come yet.")
    return gettext("All is well. Last new file %(ago)s.") % {
        "ago": ago((now - source.heard_at).total_seconds())
    }


def _schedule(source: Source) -> str:
    if source.is_live:
        return gettext("all the time")
    parts = []
    if source.times:
        parts.append(gettext("at %(times)s") % {"times": ", ".join(source.times)})
    if source.every_minutes:
        told = ngettext("every minute", "every %(n)s minutes", source.every_minutes)
        parts.append(told % {"n": source.every_minutes})
    return gettext(" and ").join(parts)


def run_rows(source: Source) -> list[RunRow]:
    """The last fetches, newest first."""
    zone, today = source.store.zone, timezone.now().astimezone(source.store.zone).date()
    return [
        RunRow(
            run=run,
            when=short_time(run.started_at, zone, today),
            took=_took(run),
            sentence=sentence(run.reason_code, run.reason_params, gettext),
        )
        for run in source.runs.select_related("asked_by")[:RUNS_SHOWN]
    ]


def _took(run: SourceRun) -> str:
    if run.ended_at is None:
        return ""
    seconds = (run.ended_at - run.started_at).total_seconds()
    if seconds < 90:
        return gettext("%(n)s s") % {"n": round(seconds)}
    if seconds < 5400:
        return gettext("%(n)s min") % {"n": round(seconds / 60)}
    return gettext("%(n)s h") % {"n": round(seconds / 3600)}
