"""Silence is counted in opening hours only: a store that sleeps is not silent. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

LONGEST = timedelta(days=8)
"""Nobody needs to know more exactly how long a store was silent than "over a week"."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Local opening hours. Both None, or equal, for a store that never closes; ``closes``
    before ``opens`` for one that is open over midnight."""

    zone: ZoneInfo
    opens: time | None = None
    closes: time | None = None

    @property
    def never_closes(self) -> bool:
        return self.opens is None or self.closes is None or self.opens == self.closes


def open_time(since: datetime, until: datetime, hours: Hours) -> timedelta:
    """How much of the time between two aware moments the store was open; at most
    ``LONGEST``. Real time: an hour that the clock skips or repeats counts as it passed."""
    until = until.astimezone(UTC)
    since = max(since.astimezone(UTC), until - LONGEST)
    if hours.never_closes:
        return max(until - since, timedelta())
    total = timedelta()
    day = since.astimezone(hours.zone).date() - timedelta(days=1)
    while day <= until.astimezone(hours.zone).date():
        opened, closed = _opening(day, hours)
        total += max(min(closed, until) - max(opened, since), timedelta())
        day += timedelta(days=1)
    return total


def _opening(day: date, hours: Hours) -> tuple[datetime, datetime]:
    """The opening that begins on this local day, in UTC."""
    assert hours.opens is not None and hours.closes is not None  # noqa: S101
    last = day if hours.opens < hours.closes else day + timedelta(days=1)
    opened = datetime.combine(day, hours.opens, hours.zone)
    closed = datetime.combine(last, hours.closes, hours.zone)
    return opened.astimezone(UTC), closed.astimezone(UTC)
