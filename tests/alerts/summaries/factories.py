"""Days and weeks of a store, as hourly totals, flagged transactions and trouble."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from stores.models import Cashier, Register
from tests.review.factories import flagged
from transactions.models import HourlyTotal

DAY = date(2026, 11, 30)
"""A Monday."""
MORNING = datetime(2026, 12, 1, 11, 30, tzinfo=UTC)
"""Half past six in New York, the day after."""
EVENING = datetime(2026, 12, 1, 2, 44, tzinfo=UTC)
"""Sixteen to ten in the evening of that Monday, in New York."""


def cashier(store, code="7", name="Ann"):
    return Cashier.objects.get_or_create(store=store, code=code, defaults={"name": name})[0]


def counted(store, day, *, sales=400, register="1", who=None, **flags):
    """Totals of one day at one register: ``counted(store, DAY, refund=4)``."""
    till = Register.objects.get(store=store, code=register)
    measures = {"type:sale": sales, **{f"flag:{flag}": count for flag, count in flags.items()}}
    HourlyTotal.objects.bulk_create(
        HourlyTotal(
            store=store,
            register=till,
            cashier=who,
            business_date=day,
            hour=21,
            measure=measure,
            count=count,
            amount=Decimal(count) * (-20 if measure == "flag:refund" else 5),
        )
        for measure, count in measures.items()
        if count
    )


def weeks(store, *, back=8, who=None, last=DAY, pattern=(0, 1, 2), **flags):
    """Every day before ``last`` of that many weeks, refunds going round in ``pattern``."""
    for days in range(1, back * 7 + 1):
        counted(
            store,
            last - timedelta(days=days),
            who=who,
            **{"refund": pattern[days % len(pattern)], **flags},
        )


def to_look_at(store, *, at=EVENING, risk=80, amount="-82.00", day=DAY, **fields):
    return flagged(
        store,
        at=at,
        risk=risk,
        amount=Decimal(amount),
        business_date=day,
        **{"event_type": "refund", **fields},
    )


def busy_day(store, *, who=None):
    """Eight ordinary weeks, then a Monday with four refunds, three of them to look at."""
    who = who or cashier(store)
    weeks(store, who=who)
    counted(store, DAY, who=who, refund=4, no_sale=3)
    return [
        to_look_at(store, risk=risk, amount=amount, cashier=who, at=EVENING - timedelta(hours=n))
        for n, (risk, amount) in enumerate(((87, "-82.00"), (60, "-20.00"), (55, "-12.50")))
    ]
