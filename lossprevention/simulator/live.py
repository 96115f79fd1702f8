"""A store that goes on selling while you watch, and now and then misbehaves.

What happens in a minute depends on the seed and that minute only, so that however
often the store is asked, the same files come out in the same order.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from .desk import Counters, Desk, in_file_order
from .hours import BusinessDay, Shift, business_date_at, business_day, share_of_day
from .incidents import Incident
from .mischief import thieves
from .planning import MINUTE, plan_customer, plan_routine
from .schemes import SCHEMES
from .writers.passport import file_name, journal_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from .incidents import Label
    from .journal import JournalEvent
    from .profiles import StoreProfile

_QUIETEST = 1 / 1800
"""Share of a day's customers per minute below which a store that never sleeps cannot fall."""
_LOOK_ALIKE_SHARE = 0.3
_STAY = timedelta(hours=1)
_SECOND = timedelta(seconds=1)


class LiveStore:
    """One store, from ``since`` (aware) on.

    ``counters`` continues the numbers of days simulated before. ``pace`` multiplies the
    customers; ``mischief_minutes`` is the mean time between incidents (0: none ever).
    ``always_open`` keeps somebody selling at register 1 through the night.
    """

    def __init__(
        self,
        profile: StoreProfile,
        seed: int,
        *,
        since: datetime,
        counters: Counters | None = None,
        pace: float = 1.0,
        mischief_minutes: float = 5.0,
        schemes: Sequence[str] = tuple(SCHEMES),
        always_open: bool = True,
        version: str = "3.4",
    ) -> None:
        if since.tzinfo is None:
            raise ValueError("a live store needs a time zone on its clock")
        self.profile = profile
        self.counters = counters or Counters.starting(profile, seed)
        self._seed = seed
        self._pace = pace
        self._mischief = 1 / mischief_minutes if mischief_minutes else 0.0
        self._schemes = [name for name in schemes if not SCHEMES[name].while_closed]
        self._always_open = always_open
        self._version = version
        self._since = since
        self._next_minute = since.replace(second=0, microsecond=0) + MINUTE
        self._days: dict[date, BusinessDay] = {}
        self._pending: list[JournalEvent] = []
        self._incidents: list[Incident] = []
        self._desk = Desk(profile, seed, self.counters, self._business_date)

    def poll(self, now: datetime) -> Iterator[tuple[str, bytes]]:
        """Name and content of every journal file written since the last call."""
        for event in self.events(now):
            content = journal_file(self.profile, event, self._version)
            yield file_name(self.profile, event, self._version), content

    def events(self, now: datetime) -> list[JournalEvent]:
        """The same as events; each comes once, whichever way it is asked for."""
        while self._next_minute <= now:
            self._play(self._next_minute)
            self._next_minute += MINUTE
        done = in_file_order(event for event in self._pending if event.ended <= now)
        self._pending = [event for event in self._pending if event.ended > now]
        for event in done:
            event.file_no = self.counters.next_file()
        return done

    def finish(self, now: datetime) -> list[JournalEvent]:
        """The rest, with what is under way at ``now`` cut short: its numbers are given out,
        and would be missing for ever where another store goes on from here."""
        done = self.events(now)
        for event in self._pending:
            _cut_short(event, now.replace(microsecond=0))
        return done + self.events(now)

    def take_labels(self) -> list[Label]:
        """The truth about the incidents completed since the last call."""
        done = [incident for incident in self._incidents if incident.happened]
        self._incidents = [incident for incident in self._incidents if not incident.happened]
        return [incident.label() for incident in done]

    def _play(self, minute: datetime) -> None:
        rng = random.Random(f"live:{self._seed}:{self.profile.code}:{minute.isoformat()}")
        day = self._day(minute)
        staffed = self._staffed(day, minute)
        share = share_of_day(self.profile, minute)
        if self._always_open:
            share = max(share, _QUIETEST)
        expected = self.profile.transactions_per_day * share * self._pace
        for _ in range(_poisson(rng, expected)):
            at = minute + timedelta(seconds=rng.randrange(60))
            free = [shift for shift in staffed if not self._desk.busy_at(shift.register, at)]
            plan_customer(self._desk, rng, at, free, day.end)
        if staffed and self._schemes and rng.random() < self._mischief:
            self._misbehave(rng, staffed, minute + timedelta(seconds=rng.randrange(60)))
        self._pending += self._desk.ring_until(minute + MINUTE - timedelta(seconds=1))

    def _misbehave(self, rng: random.Random, staffed: list[Shift], at: datetime) -> None:
        name = rng.choice(self._schemes)
        honest = rng.random() < _LOOK_ALIKE_SHARE
        crooks = thieves(self.profile, self._seed)
        guilty = [shift for shift in staffed if shift.cashier.code in crooks]
        shift = rng.choice(staffed if honest or not guilty else guilty)
        incident = Incident(
            name, honest, self.profile, shift.register, shift.cashier, at, rng, self._desk
        )
        (SCHEMES[name].look_alike if honest else SCHEMES[name].commit)(incident)
        self._incidents.append(incident)

    def _staffed(self, day: BusinessDay, minute: datetime) -> list[Shift]:
        staffed = day.staffed(minute)
        if staffed or not self._always_open:
            return staffed
        night_owl = self.profile.staff[-1]
        return [Shift(self.profile.inside[0].code, night_owl, minute, minute + _STAY)]

    def _day(self, minute: datetime) -> BusinessDay:
        """The business day of a minute; the first time, its routine is planned too."""
        date_ = self._business_date(minute)
        if date_ not in self._days:
            self._days = {date_: business_day(self.profile, self._seed, date_)}
            rng = random.Random(f"routine:{self._seed}:{self.profile.code}:{date_}")
            plan_routine(self._desk, self._days[date_], rng)
            self._desk.forget_before(self._since)
        return self._days[date_]

    def _business_date(self, instant: datetime) -> date:
        return business_date_at(self.profile, self._seed, instant)


def _cut_short(event: JournalEvent, now: datetime) -> None:
    """Over by ``now``, its receipt printed a second before that."""
    event.ended = min(event.ended, now)
    event.started = min(event.started, now - 2 * _SECOND)
    if event.receipt is not None:
        event.receipt = min(event.receipt, now - _SECOND)


def _poisson(rng: random.Random, expected: float) -> int:
    """How many of many unlikely arrivals come."""
    count, elapsed = 0, rng.expovariate(1)
    while elapsed < expected:
        count += 1
        elapsed += rng.expovariate(1)
    return count
