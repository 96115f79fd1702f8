"""A chain of two like stores with a quarter behind it, rolled up and scored."""

from __future__ import annotations

import numpy as np

from alerts.models import StaleDay
from alerts.services import scoring
from alerts.services.rollup import note_forgotten_days, roll_up
from stores.models import Cashier, Store
from tests.alerts.scores.hours import cashiers, worked
from transactions.models import HourlyTotal

USUAL = {"flag:refund": 6.0, "flag:no_sale": 8.0}


def build(stores: list[Store], *, days: int = 91, people: int = 4) -> Cashier:
    """The first cashier of the first store refunds six times as often as all others."""
    rng, rows = np.random.default_rng(11), []
    for place in stores:
        for cashier in cashiers(place, people):
            often = cashier.code == "c1" and place == stores[0]
            events = {**USUAL, "flag:refund": 36.0} if often else USUAL
            rows += worked(rng, cashier, events=events, days=days)
    HourlyTotal.objects.bulk_create(rows, batch_size=5000)
    rolled_up()
    scoring.score_chain()
    return Cashier.objects.get(store=stores[0], code="c1")


def rolled_up() -> None:
    note_forgotten_days()
    roll_up(list(StaleDay.objects.values_list("store_id", flat=True).distinct()))
