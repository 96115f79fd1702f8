"""An ordinary day: who comes in, and what the shop's routine is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .acts import cash, fuel, sales
from .hours import busyness
from .profiles import OUTSIDE_CASHIER

if TYPE_CHECKING:
    import random
    from datetime import datetime

    from .desk import Act, Desk
    from .hours import BusinessDay, Shift

MINUTE = timedelta(minutes=1)
PUMP_SHARE = 0.35
_CLOSED_TRADE = 0.3
_BEYOND_CUSTOMERS = 30
"""Events of a day that no customer's arrival brings: routine, honest mistakes, theft."""
_EVENTS_PER_CUSTOMER = 1.025
_SETTLED_WITHIN = 45 * MINUTE
_WEEK = (0.96, 0.97, 0.98, 1.0, 1.05, 1.04, 0.97)
_TWO_STEP_PREPAY = 0.05
_ERRANDS: tuple[tuple[Act, float], ...] = (
    (sales.basket_sale, 77.0),
    (fuel.prepay_written_once, 4.0),
    (fuel.postpay_sale, 5.0),
    (sales.lottery_sale, 8.0),
    (cash.lottery_payout, 2.5),
    (sales.car_wash_sale, 1.5),
    (sales.loyal_employee_sale, 2.0),
)
_ACTS = [act for act, _ in _ERRANDS]
_WEIGHTS = [weight for _, weight in _ERRANDS]


def plan_customers(desk: Desk, day: BusinessDay, rng: random.Random) -> None:
    """Everybody who comes on one business date, along the day's curve."""
    wanted = day.profile.transactions_per_day * _WEEK[day.date.weekday()] * rng.gauss(1, 0.015)
    count = round((wanted - _BEYOND_CUSTOMERS) / _EVENTS_PER_CUSTOMER)
    minutes = int((day.end - day.start) / MINUTE) - 2
    instants = [day.start + (index + 1) * MINUTE for index in range(minutes)]
    weights = [
        busyness(day.profile, instant) * (1 if day.staffed(instant) else _CLOSED_TRADE)
        for instant in instants
    ]
    for instant in sorted(rng.choices(instants, weights, k=count)):
        at = instant + timedelta(seconds=rng.randrange(60))
        plan_customer(desk, rng, at, day.staffed(at), day.end)


def plan_customer(
    desk: Desk, rng: random.Random, at: datetime, staffed: list[Shift], until: datetime
) -> None:
    """One arrival: at a pump, or inside where somebody stands; all done before ``until``."""
    if not staffed or rng.random() < PUMP_SHARE:
        desk.plan(at, rng.choice(desk.profile.pumps).code, OUTSIDE_CASHIER, fuel.pay_at_pump)
        return
    shift = rng.choice(staffed)
    person = shift.cashier.code
    in_time = at + _SETTLED_WITHIN < min(until, shift.end)
    if in_time and rng.random() < _TWO_STEP_PREPAY:
        prepay = fuel.Prepay.at_random(rng)
        later = at + timedelta(seconds=rng.randint(*fuel.FUELLING_SECONDS))
        desk.plan(at, shift.register, person, prepay.sell)
        desk.plan(later, shift.register, person, prepay.settle)
        return
    act = rng.choices(_ACTS, _WEIGHTS)[0]
    if act is fuel.prepay_written_once and not in_time:
        act = sales.basket_sale
    desk.plan(at, shift.register, person, act)


def plan_routine(desk: Desk, day: BusinessDay, rng: random.Random) -> None:
    """Openings and closings, safe drops every three hours or so, vendors at the door."""
    for shift in day.shifts:
        person = shift.cashier.code
        if not shift.continues:
            desk.plan(shift.start, shift.register, person, cash.open_register)
        if shift.end < day.end:
            desk.plan(shift.end, shift.register, person, cash.close_shift)
        at = shift.start + rng.randint(100, 170) * MINUTE
        while at < shift.end - 20 * MINUTE:
            desk.plan(at, shift.register, person, cash.safe_drop)
            at += rng.randint(140, 210) * MINUTE
    for _ in range(rng.randint(1, 3)):
        shift, at = some_time(day, rng, 10)
        desk.plan(at, shift.register, shift.cashier.code, cash.paid_out)
    first = day.profile.inside[0].code
    closing = [shift for shift in day.shifts if shift.register == first and shift.end == day.end]
    desk.plan(day.end - MINUTE / 2, first, closing[0].cashier.code, cash.close_day)


def some_time(
    day: BusinessDay, rng: random.Random, minutes: int, shifts: list[Shift] | None = None
) -> tuple[Shift, datetime]:
    """A moment in a shift long enough for something that takes so many minutes."""
    room = timedelta(minutes=minutes + 20)
    fitting = [shift for shift in (shifts or day.shifts) if shift.end - shift.start > room]
    lengths = [(shift.end - shift.start).total_seconds() for shift in fitting]
    shift = rng.choices(fitting, lengths)[0]
    spare = (shift.end - shift.start - room).total_seconds()
    return shift, shift.start + 10 * MINUTE + timedelta(seconds=int(rng.uniform(0, spare)))
