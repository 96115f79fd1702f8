"""When a summary is due: a time of day by a wall clock, right across its changes. Pure.

A time that the clocks skip is due when they go on, at the first moment after the gap; one
that they show twice is due the first time only.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from zoneinfo import ZoneInfo

LATEST: Final = timedelta(hours=12)
"""A summary that could not go out for so long is said to have been missed."""
LATE: Final = timedelta(minutes=30)
LOOKS_BACK: Final = timedelta(days=7)
NOON: Final = time(12)
JITTER_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Due:
    """``day`` is the business date that is told of."""

    day: date
    at: datetime

    def is_too_late(self, now: datetime) -> bool:
        return now - self.at >= LATEST

    def is_late(self, now: datetime) -> bool:
        return now - self.at >= LATE


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The UTC moment at which the wall clock of ``zone`` first shows ``at`` or later."""
    wall = datetime.combine(day, at)
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == wall:
        return first
    other = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _change(min(first, other), max(first, other), zone)


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment between the two at which the zone's clocks went on, to the second."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def told_of(day: date, at: time) -> date:
    """In the morning one reads of yesterday, from noon on of today."""
    return day - timedelta(days=1) if at < NOON else day


def due_between(
    after: datetime, until: datetime, *, at: time, days: Collection[int], zone: ZoneInfo
) -> list[Due]:
    """What fell due after ``after`` and up to ``until``, the oldest first; nothing that is
    longer ago than a week."""
    after = max(after, until - LOOKS_BACK)
    return [due for due in _dues(after, until, at, days, zone) if after < due.at <= until]


def next_due(after: datetime, *, at: time, days: Collection[int], zone: ZoneInfo) -> Due | None:
    """The first that falls due after a moment; None where no day is chosen."""
    found = _dues(after, after + timedelta(days=9), at, days, zone)
    return next((due for due in found if due.at > after), None)


def _dues(
    since: datetime, until: datetime, at: time, days: Collection[int], zone: ZoneInfo
) -> Iterator[Due]:
    day = since.astimezone(zone).date() - timedelta(days=1)
    last = until.astimezone(zone).date() + timedelta(days=1)
    while day <= last:
        if day.isoweekday() in days:
            yield Due(told_of(day, at), moment(day, at, zone))
        day += timedelta(days=1)


def jitter(chain: str) -> timedelta:
    """Each chain looks a little later by itself, so that not all of them do in one second."""
    return timedelta(seconds=zlib.crc32(chain.encode()) % JITTER_SECONDS)
