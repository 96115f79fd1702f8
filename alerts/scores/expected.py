"""How many events a cashier would have had with the peers' rates on the same shifts.

Cells are hour of the week x register class, and the kind of payment. An event with a payment
is counted per sale with that payment; one without (a no sale, say) per sale of any. Payment 0
stands for "any": its sales are all sales, its events those that nobody paid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from alerts.scores.special import Array

WORTH_EVENTS: Final = 5.0
"""An hour's rate is pulled to that of the whole week as if so many events had been seen."""
HALF: Final = 0.5
"""What nobody did may still happen: half an event is added to what peers had."""
ANY: Final = 0


def rates(sales: Array, events: Array) -> Array:
    """Per metric, hour, class and payment: events per sale.

    ``sales`` is (hours, classes, payments), ``events`` (metrics, hours, classes, payments).
    """
    of_week = events.sum(axis=1)
    of_week[:, :, ANY] += HALF * _share(sales)
    week_sales = sales.sum(axis=0)
    usual = np.divide(of_week, week_sales, out=np.zeros_like(of_week), where=week_sales > 0)
    usual = usual[:, None]
    pulled: Array = usual * (events + WORTH_EVENTS) / (usual * sales + WORTH_EVENTS)
    return pulled


def _share(sales: Array) -> Array:
    """Of the classes in all sales."""
    by_class: Array = sales[:, :, ANY].sum(axis=0)
    return by_class / max(float(by_class.sum()), 1.0)


def expected_of(
    chain_sales: Array, chain_events: Array, sales: Array, events: Array, weeks: Array
) -> Array:
    """(metrics, weeks) for one cashier with the rates of all others.

    ``sales`` and ``events`` are the cashier's own, shaped like the chain's; ``weeks`` has
    the cashier's sales of each week in front: (weeks, hours, classes, payments).
    """
    peers = rates(chain_sales - sales, chain_events - events)
    flat = peers.reshape(peers.shape[0], -1)
    return np.asarray(flat @ weeks.reshape(weeks.shape[0], -1).T)


def as_the_weeks_were(observed: Array, expected: Array, worth: float = 10.0) -> Array:
    """``expected`` put right by how the others fared in the same week: a promotion or a new
    habit of the whole chain is nobody's own. Both are (cashiers, metrics, weeks)."""
    others = observed.sum(axis=0) - observed
    others_expected = expected.sum(axis=0) - expected
    return np.asarray(expected * (others + worth) / (others_expected + worth))
