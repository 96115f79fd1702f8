"""When a clip is fetched, in what order, and how long it is waited for. Pure."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from footage.clock import SETTLE_SECONDS
from footage.window import UtcWindow

if TYPE_CHECKING:
    from collections.abc import Mapping

BEFORE = timedelta(seconds=60)
AFTER = timedelta(seconds=120)

BY_HAND = 200
"""Risk of what somebody waits for: before all that is fetched by itself."""
INVESTIGATED = 100
"""Risk of what a look-back orders: as much as the worst that a flag can give."""

USUAL_HORIZON = timedelta(days=14)
"""How long footage is taken to be kept where nobody has asked the recorder yet."""
HALVED_EVERY = timedelta(days=7)
"""Of two equal risks the one overwritten this much sooner weighs twice as much."""

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_DAY_MINUTES = 24 * 60
_MOST_DOUBLINGS = 1000
_STEPS_A_DOUBLING = 128
_FIRST_BY_HAND = 2_000_000_000
_MOST_MINUTES = 100_000_000

_STEPS = (
    (timedelta(0), timedelta(seconds=30)),
    (timedelta(seconds=30), timedelta(minutes=2)),
    (timedelta(minutes=2, seconds=30), timedelta(minutes=10)),
    (timedelta(minutes=12), timedelta(hours=1)),
)
PATIENCE = timedelta(days=7)
"""How long an absent recorder or storage is waited for: most recorders overwrite later."""
_OTHER_PATIENCE: Mapping[str, timedelta] = {
    # These occupy the recorder each time they are tried.
    "truncated": timedelta(hours=6),
    "cut_timed_out": timedelta(hours=6),
    # These ask nothing of the recorder: it says itself when it is too late.
    "daily_limit": timedelta(days=90),
    "recorder_blocked": timedelta(days=90),
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


def priority(risk: int, moment: datetime, expires_at: datetime | None = None) -> int:
    """Greater is served first: by risk times urgency; the newest first among equals.

    Urgency is ``2 ** -(time left / HALVED_EVERY)``. The time left of all shrinks alike, so
    that the order of two never changes while they wait, and a number that is written once
    stays right: it holds the logarithm of the product, less what is the same for all.
    """
    if risk >= BY_HAND:
        minutes = (moment - _EPOCH) // timedelta(minutes=1)
        return _FIRST_BY_HAND + max(0, min(minutes, _MOST_MINUTES))
    lost = (expires_at or moment + USUAL_HORIZON) - _EPOCH
    day, minute = divmod(max(0, lost // timedelta(minutes=1)), _DAY_MINUTES)
    doublings = math.log2(max(risk, 1)) - day / (HALVED_EVERY / timedelta(days=1))
    step = round((_MOST_DOUBLINGS + doublings) * _STEPS_A_DOUBLING)
    return max(0, step) * _DAY_MINUTES + minute


def overwritten_at(
    start: datetime, oldest: datetime | None, asked_at: datetime | None
) -> datetime | None:
    """When a recorder whose oldest footage was ``oldest`` when asked will have overwritten
    ``start``; None where it was never asked. It keeps on recording at the same rate."""
    if oldest is None or asked_at is None or oldest >= asked_at:
        return None
    return start + (asked_at - oldest)


def next_try(since: datetime, now: datetime) -> datetime:
    """30 s, 2 min, 10 min, then hourly, by how long it has been waited ``since``."""
    waited = max(now - since, timedelta(0))
    step = next(step for start, step in reversed(_STEPS) if waited >= start)
    return now + step


def is_hopeless(code: str, since: datetime, now: datetime) -> bool:
    """True when waiting for what ``code`` says has gone on for too long."""
    return now - since > _OTHER_PATIENCE.get(code, PATIENCE)
