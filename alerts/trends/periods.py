"""Weeks and months of business dates. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Unit = Literal["week", "month"]
SHOWN: Final[dict[Unit, int]] = {"week": 13, "month": 12}
"""So many are shown, and as many before them behind."""


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to ``end``, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def period_of(unit: Unit, day: date) -> Period:
    """The whole week (from Monday) or month that ``day`` is in."""
    if unit == "week":
        start = day - timedelta(days=day.weekday())
        return Period(start, start + timedelta(days=6))
    start = day.replace(day=1)
    return Period(start, months_on(start, 1) - timedelta(days=1))


def months_on(first: date, months: int) -> date:
    """The first of the month so many months on."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def steps_on(unit: Unit, period: Period, steps: int) -> Period:
    if unit == "week":
        return period_of(unit, period.start + timedelta(days=7 * steps))
    return period_of(unit, months_on(period.start, steps))


def so_far(period: Period, last: date) -> Period:
    """No longer than something was heard."""
    return Period(period.start, max(period.start, min(period.end, last)))


def before(unit: Unit, period: Period) -> Period:
    """The period before, as many days of it as this one has had."""
    whole = steps_on(unit, period, -1)
    return Period(whole.start, min(whole.end, whole.start + timedelta(days=period.days - 1)))
