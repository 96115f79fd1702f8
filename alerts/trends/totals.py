"""The sums that trends are made of: a fixed number of statements, whatever is asked for.

Pumps are left out on both sides: their sales give nobody the chance to refund.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection

from alerts.scores.metrics import METRICS, SALES
from alerts.trends.periods import steps_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from alerts.trends.choices import Choices

_INSIDE = """
    LEFT JOIN stores_register r ON r.id = d.register_id
    WHERE COALESCE(r.register_class, '') <> 'outside'
"""
_WHERE = """
    AND (%(stores)s::bigint[] IS NULL OR d.store_id = ANY(%(stores)s))
    AND (%(register)s::bigint IS NULL OR d.register_id = %(register)s)
    AND (%(cashier)s::bigint IS NULL OR d.cashier_id = %(cashier)s)
"""
_SERIES = f"""
    SELECT date_trunc(%(unit)s, d.business_date)::date, d.measure, sum(d.count), sum(d.amount)
    FROM alerts_daytotal d {_INSIDE} {_WHERE}
      AND d.measure = ANY(%(measures)s) AND d.business_date BETWEEN %(since)s AND %(until)s
    GROUP BY 1, 2
"""
_IS_NOW = "d.business_date >= %(since)s"
_TWO = """
    AND (d.business_date BETWEEN %(since)s AND %(until)s
         OR d.business_date BETWEEN %(was_since)s AND %(was_until)s)
"""
_PARTS = f"""
    SELECT {_IS_NOW}, d.measure, d.store_id, d.register_id, d.cashier_id,
           GROUPING(d.store_id), GROUPING(d.register_id), GROUPING(d.cashier_id),
           sum(d.count), sum(d.amount)
    FROM alerts_daytotal d {_INSIDE} AND d.measure = ANY(%(measures)s) {_TWO}
      AND (%(stores)s::bigint[] IS NULL OR d.store_id = ANY(%(stores)s))
    GROUP BY GROUPING SETS ((1, 2, 3), (1, 2, 4), (1, 2, 5))
"""
_TYPES = f"""
    SELECT {_IS_NOW}, d.measure, sum(d.count), sum(d.amount)
    FROM alerts_daytotal d {_INSIDE} {_WHERE} AND d.measure = ANY(%(measures)s) {_TWO}
    GROUP BY 1, 2
"""
_HOURS = f"""
    SELECT extract(isodow FROM d.business_date)::int - 1, d.hour, d.measure, sum(d.count),
           min(d.business_date), max(d.business_date)
    FROM transactions_hourlytotal d {_INSIDE} {_WHERE}
      AND d.measure = ANY(%(measures)s) AND d.business_date BETWEEN %(since)s AND %(until)s
    GROUP BY 1, 2, 3
"""


@dataclass(slots=True)
class Sum:
    """Of one measure and of the sales beside it."""

    count: int = 0
    amount: Decimal = Decimal(0)
    sales: int = 0

    @property
    def rate(self) -> float | None:
        """Per 1,000 sales; None without a sale."""
        return 1000 * self.count / self.sales if self.sales else None

    def add(self, measure: str, count: int, amount: Decimal) -> None:
        if measure == SALES:
            self.sales += int(count)
        else:
            self.count += int(count)
            self.amount += amount


@dataclass(slots=True)
class NowAndBefore:
    now: Sum
    before: Sum

    @classmethod
    def empty(cls) -> NowAndBefore:
        return cls(Sum(), Sum())

    def of(self, is_now: bool) -> Sum:
        return self.now if is_now else self.before


Parts = dict[str, dict[int | None, NowAndBefore]]
"""``store``, ``register`` and ``cashier`` to the sums of each."""


def series(choices: Choices) -> Mapping[date, Sum]:
    """Per week or month: those shown and as many before them."""
    shown = choices.shown
    first = steps_on(choices.unit, shown[0], -len(shown))
    found: defaultdict[date, Sum] = defaultdict(Sum)
    window = {"since": first.start, "until": shown[-1].end, "unit": choices.unit}
    for start, measure, count, amount in _rows(_SERIES, choices, window):
        found[start].add(measure, count, amount)
    return found


def parts(choices: Choices) -> Parts:
    """By store (all that may be seen), register and cashier, now and the period before."""
    found: Parts = {name: defaultdict(NowAndBefore.empty) for name in ("store", "register")}
    found["cashier"] = defaultdict(NowAndBefore.empty)
    stores = choices.seen_ids
    for is_now, measure, store, register, cashier, *rest in _rows(
        _PARTS, choices, {"stores": stores}
    ):
        no_store, no_register, _no_cashier, count, amount = rest
        name, key = ("store", store) if not no_store else ("register", register)
        if no_store and no_register:
            name, key = "cashier", cashier
        found[name][key].of(is_now).add(measure, count, amount)
    return found


def types(choices: Choices) -> Mapping[str, NowAndBefore]:
    """Per metric, now and the period before, all with the same sales."""
    found = {metric: NowAndBefore.empty() for metric in METRICS}
    by_measure = {measure: metric for metric, measure in METRICS.items()}
    measures = {"measures": [SALES, *METRICS.values()]}
    for is_now, measure, count, amount in _rows(_TYPES, choices, measures):
        for metric in found if measure == SALES else (by_measure[measure],):
            found[metric].of(is_now).add(measure, count, amount)
    return found


@dataclass(slots=True)
class Cell(Sum):
    """An hour of the week; ``first`` and ``last`` are the dates that the events are of."""

    first: date | None = None
    last: date | None = None


def hours(choices: Choices) -> Mapping[tuple[int, int], Cell]:
    """(weekday, hour) of the period to its sums; hours of the store's clock."""
    found: defaultdict[tuple[int, int], Cell] = defaultdict(Cell)
    for day, hour, measure, count, first, last in _rows(_HOURS, choices, {}):
        cell = found[day, hour]
        cell.add(measure, count, Decimal(0))
        if measure != SALES:
            cell.first, cell.last = first, last
    return found


def _rows(sql: str, choices: Choices, changed: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    was = choices.before
    params = {
        "stores": choices.store_ids,
        "register": choices.register.pk if choices.register else None,
        "cashier": choices.cashier.pk if choices.cashier else None,
        "measures": [SALES, choices.measure],
        "since": choices.period.start,
        "until": choices.period.end,
        "was_since": was.start,
        "was_until": was.end,
        **changed,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        yield from cursor.fetchall()
