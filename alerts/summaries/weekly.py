"""The facts of a week, like for like: which stores and cashiers stand out among similar."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from alerts.summaries import standing
from alerts.summaries.likeness import Outlier, Week, outliers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from stores.models import Store

DAYS: Final = 30
"""Of the picture."""
VOLUME_DAYS: Final = 28
MOST: Final = 7
COMPARED: Final = (
    *("refund", "void", "no_sale", "suspended", "cancellation", "manual_discount"),
    *("price_override", "override", "age_bypass", "unexplained_discount"),
)
_TOTALS: Final = """
    SELECT store_id, business_date, measure, sum(count)::int
    FROM transactions_hourlytotal
    WHERE store_id = ANY(%(stores)s) AND business_date BETWEEN %(since)s AND %(day)s
      AND measure = ANY(%(measures)s)
    GROUP BY store_id, business_date, measure
"""
Counts = dict[str, Counter["date"]]


def gather(stores: Sequence[Store], day: date, now: datetime) -> dict[str, Any]:
    """Of the week that ends with ``day``. Stores are compared with each other only: who may
    see some of them learns nothing of the others."""
    counts = _read([store.pk for store in stores], day)
    weeks = [_week(store.pk, counts[store.pk], day) for store in stores]
    found = outliers(weeks)[:MOST]
    by_id = {store.pk: store for store in stores}
    return {
        "version": 1,
        "day": day.isoformat(),
        "made": now.isoformat(),
        "stores": [
            {"id": store.pk, "code": store.code, "name": store.name, "zone": store.timezone}
            for store in sorted(stores, key=lambda store: store.code)
        ],
        "compared": sum(bool(week.sales) for week in weeks),
        "sales": sum(week.sales for week in weeks),
        "flagged": sum(sum(week.counts.values()) for week in weeks),
        "outliers": [_fact(each, by_id[each.store_id]) for each in found],
        "cashiers": standing.cashiers([store.pk for store in stores], day),
        "picture": _picture(found[0] if found else None, counts, day),
    }


def _read(ids: list[int], day: date) -> Mapping[int, Counts]:
    found: defaultdict[int, Counts] = defaultdict(lambda: defaultdict(Counter))
    params: dict[str, Any] = {
        "stores": ids,
        "since": day - timedelta(days=DAYS - 1),
        "day": day,
        "measures": ["type:sale", *(f"flag:{flag}" for flag in COMPARED)],
    }
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, params)
        for store_id, of, measure, count in cursor.fetchall():
            found[store_id][measure.partition(":")[2]][of] += count
    return found


def _week(store_id: int, counts: Counts, day: date) -> Week:
    return Week(
        store_id=store_id,
        volume=_sum(counts.get("sale"), day, VOLUME_DAYS),
        sales=_sum(counts.get("sale"), day, 7),
        counts={flag: _sum(counts.get(flag), day, 7) for flag in COMPARED if flag in counts},
    )


def _sum(counts: Counter[date] | None, day: date, days: int) -> int:
    if counts is None:
        return 0
    return sum(counts[day - timedelta(days=back)] for back in range(days))


def _fact(each: Outlier, store: Store) -> dict[str, Any]:
    return {
        "store": {"id": store.pk, "code": store.code, "name": store.name},
        "flag": each.what,
        "count": each.count,
        "sales": each.sales,
        "expected": round(each.expected, 1),
        "low": round(each.low, 1),
        "high": round(each.high, 1),
        "peers": len(each.peers),
        "chance": each.chance,
    }


def _picture(first: Outlier | None, counts: Mapping[int, Counts], day: date) -> dict[str, Any]:
    """Of the store that stands out most, with what its peers had behind it; else of all."""
    dates = [day - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    if first is not None:
        mine = counts[first.store_id]
        bars = [mine[first.what][of] if _heard(mine, of) else None for of in dates]
        return {"bars": bars, "low": first.low / 7, "high": first.high / 7}
    every = [
        sum(each[flag][of] for each in counts.values() for flag in COMPARED if flag in each)
        if any(_heard(each, of) for each in counts.values())
        else None
        for of in dates
    ]
    return {"bars": every, "low": None, "high": None}


def _heard(counts: Counts, of: date) -> bool:
    return any(of in each for each in counts.values())
