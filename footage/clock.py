"""Which stretch of real time belongs to a moment, when clocks disagree.

Register wall clock -> zone -> UTC by the register's clock -> minus the register's offset ->
real UTC -> plus the recorder's offset -> what the recorder calls that time.

An offset is positive when the device's clock is ahead of real time. Pure: no zone is
assumed, no clock is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from footage.window import UtcWindow, as_utc

if TYPE_CHECKING:
    from datetime import tzinfo

BEFORE_SECONDS = 60.0
AFTER_SECONDS = 120.0
SETTLE_SECONDS = 90.0
"""How long after a window's end a recorder may still be writing it to disk."""
IGNORED_BELOW_SECONDS = 2.0
WARNED_ABOVE_SECONDS = 120.0


class OffsetVerdict(StrEnum):
    IGNORED = "ignored"
    CORRECTED = "corrected"
    CORRECTED_WITH_WARNING = "corrected_with_warning"


@dataclass(frozen=True, slots=True)
class ClockOffset:
    """A device's clock against real time, in seconds; ``error`` is one side's bound."""

    seconds: float = 0.0
    error: float = 0.0

    @property
    def verdict(self) -> OffsetVerdict:
        size = abs(self.seconds)
        if size < IGNORED_BELOW_SECONDS:
            return OffsetVerdict.IGNORED
        if size <= WARNED_ABOVE_SECONDS:
            return OffsetVerdict.CORRECTED
        return OffsetVerdict.CORRECTED_WITH_WARNING

    @property
    def applied(self) -> timedelta:
        """The correction used: none for an offset below what measuring can tell."""
        if self.verdict is OffsetVerdict.IGNORED:
            return timedelta(0)
        return timedelta(seconds=self.seconds)


NO_OFFSET = ClockOffset()


def real_time(device_time: datetime, offset: ClockOffset = NO_OFFSET) -> datetime:
    """Real UTC of an instant (aware) that a device stamped."""
    return as_utc(device_time) - offset.applied


def device_time(real: datetime, offset: ClockOffset = NO_OFFSET) -> datetime:
    """What a device calls a real instant (aware), still as UTC."""
    return as_utc(real) + offset.applied


def window_of(
    moment: datetime,
    *,
    register: ClockOffset = NO_OFFSET,
    before: float = BEFORE_SECONDS,
    after: float = AFTER_SECONDS,
    margin: float = 0.0,
) -> UtcWindow:
    """Real time to fetch around ``moment``, an aware time by the register's clock.

    ``margin`` widens both sides, for recorders that cut loosely.
    """
    real = real_time(moment, register)
    return UtcWindow(
        real - timedelta(seconds=before + margin), real + timedelta(seconds=after + margin)
    )


def recorder_window(window: UtcWindow, recorder: ClockOffset) -> UtcWindow:
    """The same stretch as the recorder's own clock counts it."""
    return UtcWindow(device_time(window.start, recorder), device_time(window.end, recorder))


def earliest_fetch(window: UtcWindow, settle: float = SETTLE_SECONDS) -> datetime:
    """When the recorder can be expected to hold the whole window."""
    return window.end + timedelta(seconds=settle)


def combined_error(*errors: float) -> float:
    """Bound, in seconds, on a moment placed by several uncertain clocks: they may all err
    the same way."""
    return sum(abs(error) for error in errors)


def utc_candidates(wall: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Every UTC instant at which a clock in ``zone`` showed ``wall`` (naive).

    Two in the hour that occurs twice, earlier first. A time inside the spring gap, which
    no clock showed, is moved forward by the gap.
    """
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if second > first:
        return (first, second)
    return (first,)
