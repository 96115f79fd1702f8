"""Whole days of whole stores, the same for the same arguments."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .desk import Counters, Desk, in_file_order
from .hours import ONE_DAY, business_day
from .mischief import plan_honest_exceptions, plan_incidents
from .planning import plan_customers, plan_routine
from .schemes import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from .hours import BusinessDay
    from .incidents import Label
    from .journal import JournalEvent
    from .profiles import StoreProfile


@dataclass(frozen=True, slots=True)
class StoreDay:
    """One business date of one store: its events in file order, and the truth about it."""

    profile: StoreProfile
    date: date
    start: datetime
    end: datetime
    """Aware UTC: from the previous day close to this one."""
    events: list[JournalEvent]
    labels: list[Label]

    @property
    def flagged(self) -> list[JournalEvent]:
        return [event for event in self.events if event.expected_flags]


def generate(
    *,
    seed: int,
    stores: Sequence[StoreProfile],
    days: int,
    start_date: date,
    zone: ZoneInfo | None = None,
    schemes: Sequence[str] = tuple(SCHEMES),
    counters: dict[str, Counters] | None = None,
    until: datetime | None = None,
) -> Iterator[StoreDay]:
    """Store days in order of date, then store, made one at a time.

    ``zone`` puts all stores into one zone. ``schemes`` names the thefts (and their honest
    look-alikes) that may happen; none means ordinary days. ``counters`` (store code to
    counters) is used and kept up to date, so that numbers can go on afterwards. What
    begins after ``until`` (aware) is left out, for a day that is not over yet.
    """
    running = {} if counters is None else counters
    places = [replace(store, zone=zone) if zone else store for store in stores]
    for offset in range(days):
        for profile in places:
            if profile.code not in running:
                running[profile.code] = Counters.starting(profile, seed)
            day = business_day(profile, seed, start_date + offset * ONE_DAY)
            if until is None or day.start < until:
                yield _store_day(day, seed, schemes, running[profile.code], until)


def _store_day(
    day: BusinessDay,
    seed: int,
    schemes: Sequence[str],
    counters: Counters,
    until: datetime | None,
) -> StoreDay:
    profile, date_ = day.profile, day.date
    rng = random.Random(f"day:{seed}:{profile.code}:{date_}")
    desk = Desk(profile, seed, counters, lambda _: date_)
    plan_routine(desk, day, rng)
    plan_customers(desk, day, rng)
    plan_honest_exceptions(desk, day, rng)
    incidents = plan_incidents(desk, day, rng, seed, schemes)
    events = in_file_order(desk.ring_until(until))
    for event in events:
        event.file_no = counters.next_file()
    labels = [incident.label() for incident in incidents if incident.happened]
    labels.sort(key=lambda label: label.occurred_from)
    return StoreDay(profile, date_, day.start, day.end, events, labels)
