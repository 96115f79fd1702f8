"""The data-health page of one store, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from review.selectors.health.counts import CountsPart, counts_part
from review.selectors.health.heard import HeardPart, heard_part
from review.selectors.health.judged import Head, head_of
from review.selectors.health.missing import MissingPart, missing_part
from review.selectors.health.strange import SeenPart, StrangeRow, seen_part, strange_rows
from transactions.health.arrivals import files_by_state, lag_of
from transactions.health.gaps import missing_numbers, window
from transactions.health.judgment import Some
from transactions.health.reconcile import reconciled
from transactions.health.watching import watched_stores, with_findings
from transactions.models import FileState

if TYPE_CHECKING:
    from stores.models import Store
    from transactions.health.arrivals import Lag
    from transactions.health.gaps import Missing
    from transactions.health.reconcile import Reconciled
    from transactions.health.watching import Watched

BACK = 53
"""Spans of two weeks that one can look back."""


@dataclass(frozen=True, slots=True)
class FilesOfState:
    state: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class HealthPage:
    head: Head
    heard: HeardPart
    files: list[FilesOfState]
    missing: MissingPart
    counts: CountsPart
    strange: list[StrangeRow]
    settled: list[StrangeRow]
    seen: SeenPart
    implausible: int
    undecided: int
    zone: str
    earlier: int
    later: int | None


def health_page(store: Store, *, back: int = 0) -> HealthPage:
    """``back`` is how many spans of two weeks before the last one numbers and counts are
    shown of; the sentence at the head is always of now."""
    since, until = window(store, back)
    missing = missing_numbers(store, since=since, until=until)
    counts = reconciled(store, since=since, until=until)
    lag = lag_of(store)
    watched = watched_stores([store.pk])
    watched = [_fresh(each, missing, counts, lag) for each in watched] if not back else watched
    (now,) = watched
    return HealthPage(
        head=head_of(now.judgment, store.zone),
        heard=heard_part(store, lag),
        files=_files(store),
        missing=missing_part(missing, store.zone),
        counts=counts_part(counts, store.zone),
        strange=strange_rows(store),
        settled=strange_rows(store, settled=True),
        seen=seen_part(store),
        implausible=lag.implausible,
        undecided=now.signs.undecided,
        zone=store.timezone,
        earlier=min(back + 1, BACK),
        later=back - 1 if back else None,
    )


def _fresh(watched: Watched, missing: Missing, counts: Reconciled, lag: Lag) -> Watched:
    """What the page has just found out counts for its sentence, rather than what is kept."""
    gaps = missing.settled_gaps
    differing = [row for row in counts.differing if missing.is_closed(row.control.day)]
    return with_findings(
        watched,
        missing=Some(sum(gap.count for gap in gaps), min((gap.day for gap in gaps), default=None)),
        blind_to=tuple(str(metric) for metric in counts.blind_to),
        differing=Some(len(differing), min((row.control.day for row in differing), default=None)),
        implausible=lag.implausible,
        lag_p95=lag.p95,
    )


def _files(store: Store) -> list[FilesOfState]:
    counted = files_by_state(store)
    return [
        FilesOfState(state, str(FileState(state).label), count)
        for state, count in counted.items()
        if count or state in {FileState.INGESTED, FileState.QUARANTINED}
    ]
