"""When a source is due: set times in the store's zone, every so many minutes, after failures.

Pure functions of their arguments.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

LONGEST_BACK_OFF: Final = timedelta(hours=1)
_TIME: Final = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)$")


def parse_time(text: str) -> time | None:
    """``23:30`` as a time; None for anything else."""
    found = _TIME.match(text)
    return time(int(found[1]), int(found[2])) if found else None


def next_run(
    after: datetime, *, times: Sequence[str], every_minutes: int | None, zone: ZoneInfo
) -> datetime | None:
    """The first due moment later than ``after`` (UTC); None when nothing is scheduled.

    A time that the clocks skip in spring is due an hour later by the wall; one that they
    show twice in autumn is due the first time only.
    """
    due = [at for at in _moments(after, times, zone, days=range(-1, 3)) if at > after]
    if every_minutes:
        due.append(after + timedelta(minutes=every_minutes))
    return min(due, default=None)


def last_due(
    before: datetime, *, times: Sequence[str], every_minutes: int | None, zone: ZoneInfo
) -> datetime | None:
    """The latest due moment not later than ``before`` (UTC); None when nothing is scheduled."""
    due = [at for at in _moments(before, times, zone, days=range(-2, 2)) if at <= before]
    if every_minutes:
        due.append(before - timedelta(minutes=every_minutes))
    return max(due, default=None)


def _moments(
    around: datetime, times: Sequence[str], zone: ZoneInfo, *, days: Iterable[int]
) -> list[datetime]:
    """The set times on the days around a moment, in UTC."""
    today = around.astimezone(zone).date()
    wall = [at for at in map(parse_time, times) if at is not None]
    return [_instant(today + timedelta(days=shift), at, zone) for shift in days for at in wall]


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def back_off(failures: int, *, jitter: float) -> timedelta:
    """How long to wait after that many failures in a row: 1, 2, 4 … minutes up to an hour,
    a fifth more or less by ``jitter`` (0 to 1), so that sources do not come in step."""
    minutes = min(2 ** min(max(failures - 1, 0), 10), LONGEST_BACK_OFF.total_seconds() / 60)
    return timedelta(minutes=minutes * (0.8 + 0.4 * jitter))


def open_time(
    start: datetime, end: datetime, *, opens: time | None, closes: time | None, zone: ZoneInfo
) -> timedelta:
    """How much of the time from ``start`` to ``end`` the store was open. A store without
    hours never closes; hours that end before they begin run past midnight."""
    if opens is None or closes is None or opens == closes:
        return max(end - start, timedelta())
    start = max(start, end - timedelta(days=14))
    total, day = timedelta(), start.astimezone(zone).date() - timedelta(days=1)
    while day <= end.astimezone(zone).date():
        closing = day if closes > opens else day + timedelta(days=1)
        begin, finish = _instant(day, opens, zone), _instant(closing, closes, zone)
        total += max(min(end, finish) - max(start, begin), timedelta())
        day += timedelta(days=1)
    return total
