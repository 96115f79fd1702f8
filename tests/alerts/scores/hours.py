"""Hourly totals of invented cashiers, as ingest would have counted them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from stores.models import Cashier, Register, Store
from transactions.models import HourlyTotal

if TYPE_CHECKING:
    import numpy as np

LAST = date(2026, 3, 29)
DAYS = 91
SHIFT = (8, 11, 14)


def cashiers(store: Store, count: int, first: int = 1) -> list[Cashier]:
    return [
        Cashier.objects.create(store=store, code=f"c{number}")
        for number in range(first, first + count)
    ]


def worked(
    rng: np.random.Generator,
    cashier: Cashier,
    *,
    events: dict[str, float],
    days: int = DAYS,
    a_day: float = 40.0,
    register: str = "1",
) -> list[HourlyTotal]:
    """Days of shifts with so many sales, and events per 1,000 of them, unsaved. A third of the
    sales is paid in cash, and so are refunds."""
    till = Register.objects.get(store=cashier.store, code=register)
    rows = []
    for back in range(days):
        for hour in SHIFT:
            sales = int(rng.poisson(a_day / len(SHIFT)))
            cash = int(rng.binomial(sales, 1 / 3))
            counts = [("type:sale", "cash", cash), ("type:sale", "card", sales - cash)]
            for measure, rate in events.items():
                tender = "cash" if measure == "flag:refund" else ""
                counts.append((measure, tender, int(rng.poisson(sales * rate / 1000))))
            rows += [
                HourlyTotal(
                    store=cashier.store,
                    register=till,
                    cashier=cashier,
                    business_date=LAST - timedelta(days=back),
                    hour=hour,
                    measure=measure,
                    tender_class=tender,
                    count=count,
                    amount=Decimal(count * 10),
                )
                for measure, tender, count in counts
                if count
            ]
    return rows
