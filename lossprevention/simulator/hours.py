"""When a store is open, who stands at which register, and when its business date rolls.

All times that leave this module are aware UTC. A business date runs from the previous
evening's day close to its own: 22:50 or so, never midnight.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .profiles import CashierProfile, StoreProfile

ONE_DAY = timedelta(days=1)
_BUSY = (
    *(0.3, 0.2, 0.15, 0.2, 0.6, 2.2, 4.6, 6.6, 6.0, 4.5, 4.2, 5.6),
    *(6.9, 5.2, 4.4, 5.0, 6.3, 6.8, 5.6, 4.4, 3.6, 2.8, 2.0, 1.0),
)
"""How busy each local hour is: peaks in the morning, at lunch and after work."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A cashier at a register, from one instant to another."""

    register: str
    cashier: CashierProfile
    start: datetime
    end: datetime
    continues: bool = False
    """The same person went on over the day close: nobody opens the register anew."""

    def covers(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


@dataclass(frozen=True, slots=True)
class BusinessDay:
    """One business date of one store."""

    profile: StoreProfile
    date: date
    start: datetime
    end: datetime
    shifts: tuple[Shift, ...]

    def on_duty(self, register: str, instant: datetime) -> Shift | None:
        return next(
            (
                shift
                for shift in self.shifts
                if shift.register == register and shift.covers(instant)
            ),
            None,
        )

    def staffed(self, instant: datetime) -> list[Shift]:
        """Everybody who sells at an instant; nobody while the store is closed."""
        return [shift for shift in self.shifts if shift.covers(instant)]


def business_day(profile: StoreProfile, seed: int, day: date) -> BusinessDay:
    start = day_close(profile, seed, day - ONE_DAY)
    end = day_close(profile, seed, day)
    shifts = _shifts(profile, seed, day, start, end)
    return BusinessDay(profile, day, start, end, tuple(shifts))


def business_date_at(profile: StoreProfile, seed: int, instant: datetime) -> date:
    """The business date an instant falls in."""
    day = instant.astimezone(profile.zone).date()
    return day + ONE_DAY if instant >= day_close(profile, seed, day) else day


def day_close(profile: StoreProfile, seed: int, day: date) -> datetime:
    """When the business date is closed: some minutes around the store's usual time."""
    rng = random.Random(f"close:{seed}:{profile.code}:{day}")
    return local(profile, day, profile.day_close) + timedelta(seconds=rng.randint(-240, 300))


def local(profile: StoreProfile, day: date, at: time) -> datetime:
    """A store's wall clock as an aware UTC time."""
    return datetime.combine(day, at, tzinfo=profile.zone).astimezone(UTC)


def busyness(profile: StoreProfile, instant: datetime) -> float:
    """Relative rate of customers; glides from hour to hour."""
    clock = instant.astimezone(profile.zone)
    share = clock.minute / 60
    return _BUSY[clock.hour] * (1 - share) + _BUSY[(clock.hour + 1) % 24] * share


def share_of_day(profile: StoreProfile, instant: datetime) -> float:
    """The part of a day's customers that comes in the minute at an instant."""
    return busyness(profile, instant) / (sum(_BUSY) * 60)


def _shifts(
    profile: StoreProfile, seed: int, day: date, start: datetime, end: datetime
) -> list[Shift]:
    crew = _crew(profile, seed, day)
    evening_before = _crew(profile, seed, day - ONE_DAY)[1]
    first = profile.inside[0].code
    if profile.opens is None or profile.closes is None:
        morning, noon = local(profile, day, time(6)), local(profile, day, time(14))
        shifts = [Shift(first, crew[5], start, morning)]
    else:
        morning, noon = local(profile, day, profile.opens), local(profile, day, time(13))
        closes = local(profile, day - ONE_DAY, profile.closes)
        shifts = [Shift(first, evening_before, start, closes, continues=True)]
    shifts += [Shift(first, crew[0], morning, noon), Shift(first, crew[1], noon, end)]
    for register, people in zip(profile.inside[1:], (crew[2:4], crew[4:5]), strict=False):
        shifts += _day_shifts(profile, day, register.code, people)
    return shifts


def _day_shifts(
    profile: StoreProfile, day: date, register: str, people: list[CashierProfile]
) -> list[Shift]:
    """Two shifts from early to late, or one over the busy hours."""
    hours = (6, 14, 22) if len(people) == 2 else (11, 19)
    times = [local(profile, day, time(hour)) for hour in hours]
    return [
        Shift(register, person, start, end)
        for person, start, end in zip(people, times, times[1:], strict=False)
    ]


def _crew(profile: StoreProfile, seed: int, day: date) -> list[CashierProfile]:
    """Six of the staff in the order of their shifts; some are off every day."""
    rng = random.Random(f"crew:{seed}:{profile.code}:{day}")
    staff = list(profile.staff)
    rng.shuffle(staff)
    return [staff[index % len(staff)] for index in range(6)]
