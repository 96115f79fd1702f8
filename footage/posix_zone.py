"""The time zone that a recorder says it keeps, in POSIX's spelling.

``CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00``: the sign is inverted (one hour
*east* of Greenwich), ``CST`` is a fixed word whatever the place, and ``DST01:00:00`` is what
is added in summer.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import datetime, timedelta, tzinfo
from typing import Final

_TEXT: Final = re.compile(
    r"[A-Za-z]{3,8}(?P<sign>[+-]?)(?P<offset>\d{1,2}(?::\d{2}){0,2})"
    r"(?:DST(?P<shift>\d{1,2}(?::\d{2}){0,2}),(?P<starts>M[\d./:]+),(?P<ends>M[\d./:]+))?",
    re.ASCII,
)
_RULE: Final = re.compile(r"M(\d{1,2})\.(\d)\.(\d)(?:/(\d{1,2}(?::\d{2}){0,2}))?", re.ASCII)
_USUAL_TIME: Final = "02:00:00"
_FURTHEST: Final = timedelta(hours=15)


class PosixZone(tzinfo):
    """A zone as told by a device; ``zoneinfo`` semantics for ``fold``."""

    def __init__(self, text: str) -> None:
        """Raises ValueError for what is no such text."""
        match = _TEXT.fullmatch(text.strip())
        if match is None:
            message = f"not a POSIX time zone: {text[:60]!r}"
            raise ValueError(message)
        offset = _length(match["offset"])
        self.standard = offset if match["sign"] == "-" else -offset
        self.shift = _length(match["shift"]) if match["shift"] else timedelta(0)
        self._starts = _Rule(match["starts"]) if match["starts"] else None
        self._ends = _Rule(match["ends"]) if match["ends"] else None
        if abs(self.standard) > _FURTHEST or self.shift > timedelta(hours=3):
            message = f"not a time zone on earth: {text[:60]!r}"
            raise ValueError(message)

    def utcoffset(self, at: datetime | None) -> timedelta:
        return self.standard + self.dst(at)

    def dst(self, at: datetime | None) -> timedelta:
        if at is None or self._starts is None or self._ends is None:
            return timedelta(0)
        wall = at.replace(tzinfo=None)
        starts, ends = self._starts.in_year(wall.year), self._ends.in_year(wall.year)
        # The hour before the end is shown twice, the one after the start never; ``fold``
        # tells which offset to read them by.
        if at.fold:
            ends -= self.shift
        else:
            starts += self.shift
        is_summer = starts <= wall < ends if starts < ends else not ends <= wall < starts
        return self.shift if is_summer else timedelta(0)

    def tzname(self, at: datetime | None) -> str:
        return f"UTC{self.utcoffset(at) / timedelta(hours=1):+g}"

    def __repr__(self) -> str:
        return f"PosixZone({self.tzname(None)})"


class _Rule:
    """``M3.5.0/02:00:00``: the fifth (that is, last) Sunday of March at two."""

    def __init__(self, text: str) -> None:
        match = _RULE.fullmatch(text)
        if match is None or not 1 <= int(match[1]) <= 12 or not 1 <= int(match[2]) <= 5:
            message = f"not the rule of a time zone: {text[:40]!r}"
            raise ValueError(message)
        self._month, self._week, self._day = int(match[1]), int(match[2]), int(match[3]) % 7
        self._time = _length(match[4] or _USUAL_TIME)

    def in_year(self, year: int) -> datetime:
        """Naive: what the clock shows just before it is moved."""
        first_day, days = monthrange(year, self._month)
        day = 1 + (self._day - (first_day + 1)) % 7 + 7 * (self._week - 1)
        while day > days:
            day -= 7
        return datetime(year, self._month, day) + self._time  # noqa: DTZ001 - a wall clock


def _length(text: str) -> timedelta:
    hours, minutes, seconds = ([int(part) for part in text.split(":")] + [0, 0])[:3]
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)
