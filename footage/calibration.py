"""A recorder's clock against real time, and what its written times mean.

Pure: whoever calls has asked the recorder; nothing here reads a clock or a network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING, Final

from footage.clock import ClockOffset, utc_candidates
from footage.posix_zone import PosixZone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from footage.recorders.base import ClockReading

    NewestEnd = Callable[[datetime, datetime], datetime | None]
    """The latest end among the recordings between two written (naive) times, at most the
    second; None where there is no recording."""

_RESOLUTION: Final = 1.0
"""Recorders show whole seconds, and the second shown may be nearly over."""
_DRIFT: Final = 4.0 / 86_400
"""Seconds a second by which a poor crystal wanders: half a minute in a week."""


def clock_offset(
    reading: ClockReading, zone: tzinfo, *, resolution: float = _RESOLUTION
) -> ClockOffset:
    """How far the clock is ahead; ``error`` bounds it on either side.

    The clock was read at some time between question and answer, and showed a time cut to
    ``resolution`` seconds.
    """
    half = timedelta(seconds=resolution / 2)
    real = middle_of(reading)
    ahead = device_instant(reading, zone) + half - real
    return ClockOffset(ahead.total_seconds(), reading.round_trip / 2 + resolution / 2)


def middle_of(reading: ClockReading) -> datetime:
    return reading.asked_at + (reading.answered_at - reading.asked_at) / 2


def device_instant(reading: ClockReading, zone: tzinfo) -> datetime:
    """What the clock showed, as UTC; in a doubled hour the reading next to real time."""
    real = middle_of(reading)
    return min(utc_candidates(reading.device_wall, zone), key=lambda at: abs(at - real))


def told_zone(reading: ClockReading) -> tzinfo | None:
    """The zone that the device itself says it keeps, where it can be understood."""
    try:
        return PosixZone(reading.zone_text)
    except ValueError:
        return None


def best_offset(offsets: Sequence[ClockOffset]) -> ClockOffset:
    """Of several readings taken together, the one that is surest."""
    return min(offsets, key=lambda offset: offset.error)


class WrittenTime(StrEnum):
    """What the times mean that a recorder writes with a ``Z``."""

    LOCAL = "local"
    UTC = "utc"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TimeBaseFinding:
    """``why``, where unknown: ``same`` (zone at or near UTC, nothing can tell), ``neither``
    (no recording ends now: does it record?) or ``both``."""

    base: WrittenTime
    why: str = ""
    newest: datetime | None = None
    """End of the newest recording as written, naive."""


SEARCHED: Final = timedelta(minutes=10)
_NEAR: Final = timedelta(minutes=3)
_AHEAD: Final = timedelta(hours=15)
"""Further east or west no place is: recordings up to here may be now in the other base."""


def find_time_base(
    reading: ClockReading,
    zone: tzinfo,
    newest_end: NewestEnd,
    *,
    near: timedelta = _NEAR,
) -> TimeBaseFinding:
    """Whether recordings are named by the wall clock or by UTC.

    A recorder is recording: its newest recording ends now. Under each of the two readings
    it is asked for the last ten minutes *and all that comes later*; a reading by which it
    holds footage of the future is wrong, and one by which nothing ends now proves nothing.
    ``zone``: the device's.
    """
    wall = reading.device_wall
    utc = device_instant(reading, zone).replace(tzinfo=None)
    if abs(wall - utc) <= 2 * near:
        return TimeBaseFinding(WrittenTime.UNKNOWN, "same")
    ends = {
        WrittenTime.LOCAL: newest_end(wall - SEARCHED, wall + _AHEAD),
        WrittenTime.UTC: newest_end(utc - SEARCHED, utc + _AHEAD),
    }
    now = {WrittenTime.LOCAL: wall, WrittenTime.UTC: utc}
    fitting = [base for base, end in ends.items() if end and abs(end - now[base]) <= near]
    if len(fitting) == 1:
        return TimeBaseFinding(fitting[0], newest=ends[fitting[0]])
    return TimeBaseFinding(WrittenTime.UNKNOWN, "both" if fitting else "neither")


@dataclass(frozen=True, slots=True)
class OffsetSample:
    at: datetime
    offset: ClockOffset


@dataclass(frozen=True, slots=True)
class ClockJump:
    """The clock was moved by ``seconds`` between two samples. ``looks_like_dst``: by an
    hour or half of one, as when a recorder's summer time is set wrongly."""

    after: datetime
    before: datetime
    seconds: float
    looks_like_dst: bool


_DST_STEPS: Final = (3600.0, 1800.0)
_DST_TOLERANCE: Final = 30.0
_HISTORY: Final = 5


def find_jumps(samples: Sequence[OffsetSample]) -> list[ClockJump]:
    """Where an offset changed by more than both errors and a bad crystal together explain.

    Each sample is held against the median of the few before it, so that one wrong reading
    counts once and a slow drift never adds up to a jump.
    """
    ordered = sorted(samples, key=lambda sample: sample.at)
    jumps: list[ClockJump] = []
    recent: list[OffsetSample] = []
    for sample in ordered:
        jump = _jump(recent, sample)
        if jump is not None:
            jumps.append(jump)
            recent = []
        recent = [*recent, sample][-_HISTORY:]
    return jumps


def _jump(recent: Sequence[OffsetSample], sample: OffsetSample) -> ClockJump | None:
    if not recent:
        return None
    usual = median(earlier.offset.seconds for earlier in recent)
    error = max(earlier.offset.error for earlier in recent) + sample.offset.error
    apart = (sample.at - recent[0].at).total_seconds()
    moved = sample.offset.seconds - usual
    if abs(moved) <= error + max(1.0, apart * _DRIFT):
        return None
    is_step = any(abs(abs(moved) - step) <= _DST_TOLERANCE for step in _DST_STEPS)
    return ClockJump(recent[-1].at.astimezone(UTC), sample.at.astimezone(UTC), moved, is_step)
