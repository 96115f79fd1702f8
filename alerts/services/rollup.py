"""Daily totals follow the hourly ones: which days changed, and making them anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from accounts.tenancy import current_chain
from jobs.models import Lane
from jobs.services import enqueue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROLL_UP = "roll_up_days"
AFTER = timedelta(seconds=30)
"""What comes in meanwhile is rolled up together."""

_NOTE = """
    INSERT INTO alerts_staleday (store_id, business_date)
    SELECT DISTINCT t.store_id, t.business_date
    FROM transactions_touched AS touched JOIN transactions_transaction t
      ON t.store_id = touched.store_id AND t.occurred_at BETWEEN touched.since AND touched.until
    WHERE touched.store_id = ANY(%(stores)s)
    ON CONFLICT DO NOTHING
"""
# A day that a roll-up is just taking away is waited for, and then added anew.
_FORGOTTEN = """
    INSERT INTO alerts_staleday (store_id, business_date)
    SELECT store_id, business_date FROM transactions_hourlytotal WHERE measure LIKE 'type:%%'
    EXCEPT SELECT store_id, business_date FROM alerts_daytotal
    ON CONFLICT DO NOTHING
    RETURNING store_id
"""
_TAKE = """
    DELETE FROM alerts_staleday WHERE store_id = ANY(%(stores)s) RETURNING store_id, business_date
"""
_DAYS = "unnest(%(of)s::bigint[], %(days)s::date[]) AS stale(store_id, business_date)"
_CLEAR = f"""
    DELETE FROM alerts_daytotal d USING {_DAYS}
    WHERE d.store_id = stale.store_id AND d.business_date = stale.business_date
"""
_FILL = f"""
    INSERT INTO alerts_daytotal
        (store_id, register_id, cashier_id, business_date, measure, count, amount)
    SELECT h.store_id, h.register_id, h.cashier_id, h.business_date, h.measure,
           sum(h.count), sum(h.amount)
    FROM {_DAYS} JOIN transactions_hourlytotal h USING (store_id, business_date)
    GROUP BY 1, 2, 3, 4, 5
"""


def note_stale_days(store_ids: Sequence[int]) -> None:
    """Of these stores' touched spans, before anybody takes these: their business dates are
    to be rolled up, in half a minute. Rows are only ever added here, so that none is lost to
    a roll-up that runs at the same time."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {"stores": list(store_ids)})
        if cursor.rowcount:
            _ask(store_ids)


def note_forgotten_days() -> int:
    """Days that have hourly totals and no daily ones: from before there were daily ones."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGOTTEN)
        stores = {row[0] for row in cursor.fetchall()}
    _ask(sorted(stores))
    return len(stores)


def roll_up(store_ids: Sequence[int]) -> Mapping[int, int]:
    """Make the stale days of these stores anew, in the caller's transaction. Answers how many
    of each store."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"stores": list(store_ids)})
        days = sorted(set(cursor.fetchall()))
        if not days:
            return {}
        params = {"of": [day[0] for day in days], "days": [day[1] for day in days]}
        cursor.execute(_CLEAR, params)
        cursor.execute(_FILL, params)
    return {store: sum(day[0] == store for day in days) for store in store_ids}


def _ask(store_ids: Sequence[int]) -> None:
    enqueue(
        chain=current_chain().schema_name,
        kind=ROLL_UP,
        keys=[str(store_id) for store_id in store_ids],
        lane=Lane.LIVE,
        priority=-5,
        run_after=timezone.now() + AFTER,
    )
