"""How each store is heard without anybody's hand: sources that fetch, programs that push."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from stores.models import RunState, Source, SourceRun, Token, TokenScope
from transactions.health.judgment import QUIET_AFTER, SourceTrouble
from transactions.selectors.source_state import FAILING, STOPPED, Runs, state_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GRACE = timedelta(minutes=30)
"""Between the end of a fetch that was due and the moment its events should be here."""
STILL_PUSHES = timedelta(days=2)
"""A program that did not call for longer was taken away, or its source took its place."""


@dataclass(slots=True)
class Ears:
    """``quiet_after``: how long the store may be silent, as its sources were set up; None
    where nothing says so. ``pushed_at``: when a program of the store last sent by itself."""

    sources: int = 0
    pushed_at: datetime | None = None
    quiet_after: timedelta | None = None
    troubles: list[SourceTrouble] = field(default_factory=list)

    @property
    def can_hear(self) -> bool:
        return self.pushed_at is not None or self.sources > 0

    def may_be_silent(self, now: datetime) -> timedelta:
        """The most that the quickest way of hearing the store leaves between two events. A
        program that still sends is heard all day, however seldom a source is fetched."""
        usual = self.quiet_after or QUIET_AFTER
        if self.pushed_at is not None and now - self.pushed_at < STILL_PUSHES:
            return min(usual, QUIET_AFTER)
        return usual


def ears_of(store_ids: Sequence[int], now: datetime) -> Mapping[int, Ears]:
    """By store id; three statements. Every id has an entry."""
    ears: defaultdict[int, Ears] = defaultdict(Ears)
    sources = _sources(store_ids)
    runs = SourceRun.objects.in_bulk({pk for source in sources for pk in _run_ids(source) if pk})
    for source in sources:
        last, done = (runs.get(pk or 0) for pk in _run_ids(source))
        _add(ears[source.store_id], source, Runs(last, done), now)
    alive = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now))
    pushing = Token.objects.filter(alive, scope=TokenScope.PUSH, store__in=store_ids)
    used = pushing.exclude(last_use=None).values_list("store_id", "last_use__at")
    for store_id, at in used.order_by("last_use__at"):
        if store_id is not None:
            ears[store_id].pushed_at = at
    return ears


def _sources(store_ids: Sequence[int]) -> list[Source]:
    latest = SourceRun.objects.filter(source=OuterRef("pk")).order_by("-id")
    done = latest.filter(state=RunState.DONE)
    rows = Source.objects.filter(is_active=True, store__in=store_ids).select_related("store")
    return list(
        rows.annotate(
            last_run=Subquery(latest.values("pk")[:1]), done_run=Subquery(done.values("pk")[:1])
        ).order_by("pk")
    )


def _run_ids(source: Source) -> tuple[int | None, int | None]:
    return vars(source)["last_run"], vars(source)["done_run"]


def _add(ears: Ears, source: Source, runs: Runs, now: datetime) -> None:
    ears.sources += 1
    pause = _pause(source)
    ears.quiet_after = pause if ears.quiet_after is None else min(ears.quiet_after, pause)
    state = state_of(source, runs, now)
    if state.is_worry:
        code = "failing" if state.word in {FAILING, STOPPED} else "silent"
        since, params = state.since or source.created_at, dict(state.params)
        ears.troubles.append(SourceTrouble(source.name, code, since, state.code, params))


def _pause(source: Source) -> timedelta:
    """The longest that this source may leave between two files."""
    if source.silent_after_minutes:
        return timedelta(minutes=source.silent_after_minutes)
    if source.is_live:
        return QUIET_AFTER
    if source.every_minutes:
        return timedelta(minutes=source.every_minutes) + GRACE
    return timedelta(days=1) + GRACE
