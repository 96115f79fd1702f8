"""What is normal: a store's hours, the stores that are like it, how past items were tagged."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from django.db import connection

from alerts.models import StoreNormal
from alerts.risk.amounts import STEPS_SQL
from transactions.models import ReviewStatus

if TYPE_CHECKING:
    from datetime import date

    from alerts.services.score_rows import Window

KEPT_LIKE: Final = 40
"""More than are compared with, since a member may see only some of them."""
MOST_TIMES: Final = 2.0
"""A like store sells at least half and at most twice as much."""
LEAST_OVERLAP: Final = 0.75
"""Of the day's sales, the share that falls in the same hours."""
_HOURS: Final = """
    SELECT store_id, hour, sum(count), count(DISTINCT business_date)
    FROM transactions_hourlytotal
    WHERE measure = 'type:sale' AND business_date BETWEEN %(since)s AND %(until)s
    GROUP BY 1, 2
"""
_TAGS: Final = f"""
    SELECT v.primary_flag || '|' || {STEPS_SQL.format("t.amount")},
           count(*) FILTER (WHERE v.status = ANY(%(serious)s)), count(*)
    FROM transactions_review v JOIN transactions_transaction t ON t.id = v.transaction_id
    WHERE v.status <> 'new' AND t.business_date BETWEEN %(since)s AND %(until)s
    GROUP BY 1
"""


def save_normals(window: Window) -> int:
    """In place of what was there, in the caller's transaction. Answers how many sales."""
    hours = _sales_by_hour(window)
    StoreNormal.objects.all().delete()
    StoreNormal.objects.bulk_create(
        StoreNormal(store_id=store, sales_by_hour=by_hour, sales_a_day=a_day, like=[])
        for store, (by_hour, a_day) in hours.items()
    )
    rows = list(StoreNormal.objects.all())
    for row in rows:
        row.like = like_stores(row, rows)
    StoreNormal.objects.bulk_update(rows, ["like"], batch_size=500)
    return sum(sum(row.sales_by_hour) for row in rows)


def like_stores(row: StoreNormal, others: list[StoreNormal]) -> list[int]:
    """Stores that sell half to twice as much, at least three quarters of it in the same hours
    of the day; those whose hours agree best first."""
    found = [
        (overlap(row, other), other.store_id)
        for other in others
        if other.store_id != row.store_id and _is_near(row.sales_a_day, other.sales_a_day)
    ]
    found = [each for each in found if each[0] >= LEAST_OVERLAP]
    return [store for _share, store in sorted(found, key=lambda x: (-x[0], x[1]))][:KEPT_LIKE]


def overlap(one: StoreNormal, other: StoreNormal) -> float:
    mine, theirs = sum(one.sales_by_hour) or 1, sum(other.sales_by_hour) or 1
    pairs = zip(one.sales_by_hour, other.sales_by_hour, strict=True)
    return sum(min(a / mine, b / theirs) for a, b in pairs)


def _is_near(one: float, other: float) -> bool:
    return one <= other * MOST_TIMES and other <= one * MOST_TIMES


def past_tags(since: date, until: date) -> dict[str, list[int]]:
    """Per flag and step of the amount: how many were tagged Investigate or Escalate, of all
    that somebody decided."""
    serious = [ReviewStatus.INVESTIGATE.value, ReviewStatus.ESCALATE.value]
    with connection.cursor() as cursor:
        cursor.execute(_TAGS, {"since": since, "until": until, "serious": serious})
        return {key: [high, decided] for key, high, decided in cursor.fetchall()}


def _sales_by_hour(window: Window) -> dict[int, tuple[list[int], float]]:
    hours: defaultdict[int, list[int]] = defaultdict(lambda: [0] * 24)
    days: defaultdict[int, int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute(_HOURS, {"since": window.since, "until": window.until})
        for store, hour, count, seen in cursor.fetchall():
            hours[store][hour] = int(count)
            days[store] = max(days[store], seen)
    return {store: (row, sum(row) / max(days[store], 1)) for store, row in hours.items()}
