"""What a day brings beyond sales: honest exceptions, thefts, and honest look-alikes."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from .acts import cash, exceptions, sales
from .basket import pick_dear
from .catalogue import cents_of
from .hours import ONE_DAY, local
from .incidents import Incident
from .planning import MINUTE, some_time
from .receipts import cents
from .schemes import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .desk import Act, Desk, Moment
    from .hours import BusinessDay
    from .journal import JournalEvent
    from .profiles import StoreProfile

_THIEF_AT_WORK = 0.75
_HONEST: tuple[tuple[Act, int, int], ...] = (
    (cash.no_sale, 3, 5),
    (sales.sale_with_cancelled_line, 4, 6),
    (exceptions.void, 2, 4),
    (sales.sale_without_age_check, 1, 2),
)
"""What goes wrong on any day, and how often."""


def plan_honest_exceptions(desk: Desk, day: BusinessDay, rng: random.Random) -> None:
    """What a manager sees every day and rightly approves."""
    for act, least, most in (*_HONEST, (_small_refund, 1, 2), (_small_favour, 0, 1)):
        for _ in range(rng.randint(least, most)):
            shift, at = some_time(day, rng, 10)
            desk.plan(at, shift.register, shift.cashier.code, act)
    if rng.random() < 0.25:
        shift, at = some_time(day, rng, 15)
        for ring in range(rng.randint(2, 4)):
            desk.plan(
                at + ring * 3 * MINUTE, shift.register, shift.cashier.code, sales.training_sale
            )


def plan_incidents(
    desk: Desk, day: BusinessDay, rng: random.Random, seed: int, schemes: Sequence[str]
) -> list[Incident]:
    """One to four thefts and one to three look-alikes, in turn over the days."""
    deck = _deck(day.profile, seed, schemes)
    if not deck:
        return []
    turn = day.date.toordinal()
    guilty = _deal(deck, turn, rng.randint(1, 4), rng)
    honest = _deal(deck, turn + len(deck) // 2, rng.randint(1, 3), rng)
    incidents = []
    for names, is_honest in ((guilty, False), (honest, True)):
        for name in names:
            incident = _incident(desk, day, rng, seed, name, honest=is_honest)
            scheme = SCHEMES[name]
            (scheme.look_alike if is_honest else scheme.commit)(incident)
            incidents.append(incident)
    return incidents


def thieves(profile: StoreProfile, seed: int) -> frozenset[str]:
    """The two cashiers of a store who do most of the stealing, by code."""
    rng = random.Random(f"thieves:{seed}:{profile.code}")
    return frozenset(cashier.code for cashier in rng.sample(profile.staff, 2))


def _deck(profile: StoreProfile, seed: int, schemes: Sequence[str]) -> list[str]:
    possible = [
        name
        for name in SCHEMES
        if name in schemes and not (SCHEMES[name].while_closed and profile.never_closes)
    ]
    random.Random(f"deck:{seed}:{profile.code}").shuffle(possible)
    return possible


def _deal(deck: list[str], turn: int, count: int, rng: random.Random) -> list[str]:
    """The scheme whose turn it is, so that none is missing for long, and some others."""
    first = deck[turn % len(deck)]
    rest = [name for name in deck if name != first]
    return [first, *rng.sample(rest, min(count - 1, len(rest)))]


def _incident(
    desk: Desk, day: BusinessDay, rng: random.Random, seed: int, name: str, *, honest: bool
) -> Incident:
    scheme = SCHEMES[name]
    if scheme.while_closed:
        return _night_incident(desk, day, rng, seed, name, honest=honest)
    crooks = thieves(day.profile, seed)
    shifts = [
        shift
        for shift in day.shifts
        if shift.cashier.code in crooks and shift.end - shift.start > timedelta(hours=2)
    ]
    wanted = shifts if not honest and rng.random() < _THIEF_AT_WORK else None
    shift, at = some_time(day, rng, scheme.lasts_minutes, wanted)
    return Incident(name, honest, day.profile, shift.register, shift.cashier, at, rng, desk)


def _night_incident(
    desk: Desk, day: BusinessDay, rng: random.Random, seed: int, name: str, *, honest: bool
) -> Incident:
    """Between an hour after closing and an hour before opening."""
    profile = day.profile
    if profile.opens is None or profile.closes is None:
        raise ValueError(f"{profile.name} never closes")
    closed = local(profile, day.date - ONE_DAY, profile.closes) + 60 * MINUTE
    opens = local(profile, day.date, profile.opens) - 60 * MINUTE
    at = closed + (opens - closed) * rng.random()
    crooks = [person for person in profile.staff if person.code in thieves(profile, seed)]
    register = profile.inside[0].code
    return Incident(name, honest, profile, register, rng.choice(crooks), at, rng, desk)


def _small_refund(moment: Moment) -> JournalEvent:
    return exceptions.refund(
        moment,
        [pick_dear(moment.rng)],
        cash=False,
        customer=True,
        approver=moment.profile.manager.code,
    )


def _small_favour(moment: Moment) -> JournalEvent:
    """A few cents off by hand, or the price of a bruised article corrected."""
    item = pick_dear(moment.rng)
    if moment.rng.random() < 0.5:
        return sales.discounted_sale(moment, item, Decimal("0.10"), "PRICE MATCH")
    lower = cents(item.price - cents_of(50))
    return sales.overridden_sale(moment, item, lower, "SHELF TAG", moment.profile.manager.code)
