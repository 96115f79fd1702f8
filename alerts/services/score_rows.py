"""Hourly totals as arrays: who had how many sales and events in which hours of the week.

Pumps, numbers that are nobody's and training do not count. One store at a time, so that
memory stays flat however many stores a chain has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from django.db import connection

from alerts.scores.metrics import METRICS, SALES
from transactions.selectors.people import PERSON_JOIN

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

HOURS, CLASSES, PAYMENTS = 168, 2, 4
CELLS = (HOURS, CLASSES, PAYMENTS)
MEASURES: Final = (SALES, *METRICS.values())
_CELL: Final = """
    (extract(isodow FROM h.business_date)::int - 1) * 24 + h.hour AS hour,
    CASE r.register_class WHEN 'inside' THEN 0 ELSE 1 END AS class,
    CASE WHEN h.tender_class = '' THEN 0 WHEN h.tender_class = 'cash' THEN 1
         WHEN h.tender_class IN ('card', 'mobile', 'fleet') THEN 2 ELSE 3 END AS payment,
    array_position(%(measures)s::text[], h.measure::text) - 1 AS measure
"""
_FROM: Final = f"""
    FROM transactions_hourlytotal h
    LEFT JOIN stores_register r ON r.id = h.register_id
    {PERSON_JOIN.format("h")}
    WHERE h.measure = ANY(%(measures)s) AND h.business_date BETWEEN %(since)s AND %(until)s
      AND whose.id IS NOT NULL AND COALESCE(r.register_class, '') <> 'outside'
"""
_CHAIN: Final = f"SELECT {_CELL}, sum(h.count) {_FROM} GROUP BY 1, 2, 3, 4"
_STORE: Final = f"""
    SELECT COALESCE(held.person_id, 0), CASE WHEN held.person_id IS NULL THEN h.cashier_id
           ELSE 0 END, max(h.cashier_id), (%(until)s - h.business_date) / %(bucket)s AS week,
           {_CELL}, sum(h.count)
    {_FROM} AND h.store_id = %(store)s GROUP BY 1, 2, 4, 5, 6, 7, 8
"""
_STORES: Final = """
    SELECT DISTINCT store_id FROM transactions_hourlytotal
    WHERE measure = 'type:sale' AND business_date BETWEEN %(since)s AND %(until)s ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Window:
    """The business dates that count, in buckets counted back from the last one."""

    since: date
    until: date
    bucket: int
    """Days."""

    @property
    def buckets(self) -> int:
        return -(-((self.until - self.since).days + 1) // self.bucket)

    @property
    def params(self) -> dict[str, Any]:
        return {
            "since": self.since,
            "until": self.until,
            "bucket": self.bucket,
            "measures": list(MEASURES),
        }


@dataclass(frozen=True, slots=True)
class Cells:
    """``sales`` (hours, classes, payments) and ``events`` (metrics, hours, …) of the chain."""

    sales: NDArray[np.float64]
    events: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """Of one store's cashiers: ``who`` is (person or 0, last number) each; ``weeks`` (cashier,
    bucket, hour, class, payment) are sales, ``events`` (cashier, metric, hour, …), ``observed``
    (cashier, metric, bucket)."""

    store_id: int
    who: list[tuple[int, int]]
    weeks: NDArray[np.float64]
    events: NDArray[np.float64]
    observed: NDArray[np.float64]


def chain_cells(window: Window) -> Cells:
    rows = _rows(_CHAIN, window.params, 5)
    of_all = np.zeros((len(MEASURES), *CELLS))
    hour, kind, payment, measure, count = rows.T
    np.add.at(of_all, (measure, hour, kind, payment), count)
    return Cells(_with_any(of_all[0]), of_all[1:])


def stores_heard(window: Window) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_STORES, window.params)
        return [row[0] for row in cursor.fetchall()]


def store_counts(store_id: int, window: Window) -> StoreCounts | None:
    """None for a store without a cashier who counts."""
    rows = _rows(_STORE, {**window.params, "store": store_id}, 9)
    if not len(rows):
        return None
    people, index = np.unique(rows[:, :2], axis=0, return_inverse=True)
    index = index.reshape(-1)
    last = np.zeros(len(people), dtype=np.int64)
    np.maximum.at(last, index, rows[:, 2])
    week, hour, kind, payment, measure, count = rows[:, 3:].T
    of_all = np.zeros((len(people), len(MEASURES), window.buckets))
    np.add.at(of_all, (index, measure, week), count)
    weeks = np.zeros((len(people), window.buckets, *CELLS))
    is_sale = measure == 0
    np.add.at(weeks, tuple(a[is_sale] for a in (index, week, hour, kind, payment)), count[is_sale])
    events = np.zeros((len(people), len(METRICS), *CELLS))
    at = (index, measure - 1, hour, kind, payment)
    np.add.at(events, tuple(a[~is_sale] for a in at), count[~is_sale])
    who = [(int(person), int(number)) for person, number in zip(people[:, 0], last, strict=True)]
    return StoreCounts(store_id, who, _with_any(weeks), events, of_all[:, 1:])


def _with_any(sales: NDArray[np.float64]) -> NDArray[np.float64]:
    """Payment 0 stands for sales with any payment."""
    sales[..., 0] = sales.sum(axis=-1)
    return sales


def _rows(sql: str, params: dict[str, Any], width: int) -> NDArray[np.int64]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, width)
