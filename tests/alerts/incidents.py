"""The simulator's schemes, each on a day of its own, and on the next day what looks like it.

Nothing else happens on these days, so that whatever a rule finds there is the incident.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from lossprevention.simulator.desk import Counters, Desk, in_file_order
from lossprevention.simulator.incidents import Incident
from lossprevention.simulator.profiles import default_stores
from lossprevention.simulator.schemes import SCHEMES
from lossprevention.simulator.store_day import StoreDay
from lossprevention.simulator.writers.day_file import day_document

if TYPE_CHECKING:
    from lossprevention.simulator.incidents import Label

PROFILE = default_stores(1)[0]
NIGHT, MORNING = time(2, 10), time(10, 5)


@dataclass(frozen=True)
class Played:
    """One incident: its truth, and the day's journal."""

    label: Label
    document: bytes


def played(seed: int) -> list[Played]:
    """Every scheme, and every look-alike, over the last days."""
    counters = Counters.starting(PROFILE, seed)
    first = timezone.now().astimezone(PROFILE.zone).date() - timedelta(days=2 * len(SCHEMES) + 1)
    acts = [(name, honest) for name in SCHEMES for honest in (False, True)]
    return [
        _day(seed, counters, first + timedelta(days=place), name, honest)
        for place, (name, honest) in enumerate(acts)
    ]


def _day(seed: int, counters: Counters, day: date, name: str, honest: bool) -> Played:
    scheme = SCHEMES[name]
    desk = Desk(PROFILE, seed, counters, lambda _: day)
    at = datetime.combine(day, NIGHT if scheme.while_closed else MORNING, PROFILE.zone)
    rng = random.Random(f"{seed}:{name}:{honest}")
    cashier = rng.choice(PROFILE.staff)
    register = PROFILE.inside[0].code
    incident = Incident(name, honest, PROFILE, register, cashier, at, rng, desk)
    (scheme.look_alike if honest else scheme.commit)(incident)
    events = in_file_order(desk.ring_until())
    begin, end = at - timedelta(hours=1), at + timedelta(hours=12)
    store_day = StoreDay(PROFILE, day, begin, end, events, [incident.label()])
    return Played(incident.label(), b"".join(day_document(store_day)))
