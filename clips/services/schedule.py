"""When a clip is fetched, in what order, and how long it is waited for. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from footage.clock import SETTLE_SECONDS
from footage.window import UtcWindow

if TYPE_CHECKING:
    from collections.abc import Mapping

BEFORE = timedelta(seconds=60)
AFTER = timedelta(seconds=120)

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_MINUTES = 10_000_000
"""Nineteen years of minutes: the part of a priority that says newest first."""
BY_HAND = 200
"""Risk of what somebody waits for: above any that a flag can give."""

_STEPS = (
    (timedelta(0), timedelta(seconds=30)),
    (timedelta(seconds=30), timedelta(minutes=2)),
    (timedelta(minutes=2, seconds=30), timedelta(minutes=10)),
    (timedelta(minutes=12), timedelta(hours=1)),
)
PATIENCE = timedelta(days=7)
"""How long an absent recorder or storage is waited for: most recorders overwrite later."""
_SHORT_PATIENCE: Mapping[str, timedelta] = {
    # These occupy the recorder each time they are tried.
    "truncated": timedelta(hours=6),
    "cut_timed_out": timedelta(hours=6),
}
PARTIAL_PATIENCE = timedelta(hours=2)
"""How long the rest of a clip is asked for that was not yet written when it was made."""
STILL_COMING = frozenset({"still_recording", "gap_not_yet_recorded"})


def window_of(moment: datetime) -> UtcWindow:
    """One minute before to two minutes after a true moment."""
    return UtcWindow(moment - BEFORE, moment + AFTER)


def due_at(window_end: datetime, settle: float = SETTLE_SECONDS) -> datetime:
    """The first time it makes sense to ask, on a whole second so that jobs group."""
    due = window_end + timedelta(seconds=settle)
    return due.replace(microsecond=0) + timedelta(seconds=1 if due.microsecond else 0)


def priority(risk: int, moment: datetime) -> int:
    """Greater is served first: by risk, then the newest."""
    minutes = (moment - _EPOCH) // timedelta(minutes=1)
    return max(0, min(risk, BY_HAND)) * _MINUTES + max(0, min(minutes, _MINUTES - 1))


def next_try(since: datetime, now: datetime) -> datetime:
    """30 s, 2 min, 10 min, then hourly, by how long it has been waited ``since``."""
    waited = max(now - since, timedelta(0))
    step = next(step for start, step in reversed(_STEPS) if waited >= start)
    return now + step


def is_hopeless(code: str, since: datetime, now: datetime) -> bool:
    """True when waiting for what ``code`` says has gone on for too long."""
    return now - since > _SHORT_PATIENCE.get(code, PATIENCE)
