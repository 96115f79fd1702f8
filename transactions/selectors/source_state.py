"""What a source is up to, worked out from its row and its last runs. No queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.dateparse import parse_datetime

from stores.models import RunState
from stores.schedule import last_due, open_time
from transactions.services.fetch_source import REFUSALS
from transactions.services.live_folders import LOOKED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stores.models import Source, SourceRun

GRACE: Final = timedelta(minutes=15)
"""A fetch may be this late before anybody is told."""
LOOKS_WITHIN: Final = timedelta(minutes=2)
OK, RUNNING, OFF = "ok", "running", "off"
FAILING, STOPPED, NOT_LOOKING, QUIET, MISSED = (
    "failing",
    "stopped",
    "not_looking",
    "quiet",
    "missed",
)
WORRIES: Final = frozenset({FAILING, STOPPED, NOT_LOOKING, QUIET, MISSED})


@dataclass(frozen=True, slots=True)
class SourceState:
    """One word for how it is, why (a reason of ``transactions.sources.reasons``), and since
    when."""

    word: str
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None

    @property
    def is_worry(self) -> bool:
        return self.word in WORRIES


@dataclass(frozen=True, slots=True)
class Runs:
    """Of one source: its last run, and the last one that went well."""

    last: SourceRun | None = None
    done: SourceRun | None = None


def state_of(source: Source, runs: Runs, now: datetime) -> SourceState:
    """The first that is true, the worst first."""
    if not source.is_active:
        return SourceState(OFF)
    last = runs.last
    since = runs.done.ended_at if runs.done else source.created_at
    if not source.is_live and source.next_run_at is None and source.failures >= REFUSALS:
        user = str(source.settings.get("username", ""))
        return SourceState(STOPPED, "stopped_after_refusals", {"user": user}, since)
    if last and last.state == RunState.RUNNING and not source.is_live and not _is_stuck(last, now):
        return SourceState(RUNNING, since=last.started_at)
    if source.failures and last and last.state == RunState.FAILED:
        return SourceState(FAILING, last.reason_code, last.reason_params, since)
    return _silence(source, runs, now) or SourceState(OK, since=source.heard_at)


def _is_stuck(run: SourceRun, now: datetime) -> bool:
    return now - run.started_at > GRACE


def _silence(source: Source, runs: Runs, now: datetime) -> SourceState | None:
    """Nothing failed, and yet it should have spoken."""
    if source.is_live:
        looked = parse_datetime(str(source.cursor.get(LOOKED, ""))) or source.created_at
        if now - looked > LOOKS_WITHIN:
            return SourceState(NOT_LOOKING, "not_looking", {}, looked)
    elif missed := _missed(source, runs, now):
        return SourceState(MISSED, "missed", {}, missed)
    return _quiet(source, now)


def _missed(source: Source, runs: Runs, now: datetime) -> datetime | None:
    """The due moment that no fetch followed; None when all were kept."""
    due = last_due(
        now - GRACE,
        times=source.times,
        every_minutes=source.every_minutes,
        zone=source.store.zone,
    )
    if due is None or due < source.created_at:
        return None
    done = runs.done.ended_at if runs.done else None
    return due if done is None or done < due else None


def _quiet(source: Source, now: datetime) -> SourceState | None:
    """Live sources are heard only while the store is open; others by the clock alone."""
    if source.silent_after_minutes is None:
        return None
    heard, store = source.heard_at or source.created_at, source.store
    hours = (store.opens_at, store.closes_at) if source.is_live else (None, None)
    silent = open_time(heard, now, opens=hours[0], closes=hours[1], zone=store.zone)
    if silent <= timedelta(minutes=source.silent_after_minutes):
        return None
    code = "quiet" if source.heard_at else "never"
    return SourceState(QUIET, code, {}, heard)
