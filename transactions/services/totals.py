"""Hourly totals: new rows are added to them, changed days are counted anew.

Both happen in the commit that writes the rows, under the store's lock, so that a total is
never ahead of its rows nor behind them. Only counted rows count. A training row counts as
the flag ``training_sale`` and as nothing else. Amounts too absurd for a till add nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from transactions.services.store_lock import lock_store

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from stores.models import Store

_KEY = "business_date, register_id, hour, measure, cashier_id, tender_class"
CONTRIBUTIONS = f"""
    SELECT {_KEY}, count(*) AS count,
           COALESCE(sum(amount) FILTER (WHERE abs(amount) < 100000000), 0) AS amount
    FROM (
        SELECT m.business_date, m.register_id, m.cashier_id, m.tender_class, m.amount,
               extract(hour FROM m.occurred_at AT TIME ZONE %(zone)s)::smallint AS hour,
               said.measure
        FROM {{rows}} m CROSS JOIN LATERAL (
            SELECT 'type:' || m.event_type AS measure WHERE m.is_training IS NOT TRUE
            UNION ALL
            SELECT 'flag:' || flag FROM unnest(m.flags) AS flag
            WHERE m.is_training IS NOT TRUE OR flag = 'training_sale'
        ) AS said
    ) AS each_measure
    GROUP BY {_KEY}
"""
ADD = f"""
    INSERT INTO transactions_hourlytotal AS h (store_id, {_KEY}, count, amount)
    SELECT %(store)s, {_KEY}, count, amount FROM ({CONTRIBUTIONS}) AS added
    ORDER BY {_KEY}
    ON CONFLICT (store_id, business_date, register_id, hour, measure, cashier_id, tender_class)
    DO UPDATE SET count = h.count + EXCLUDED.count, amount = h.amount + EXCLUDED.amount
"""

_RECOUNT = """
    WITH counted AS (
        SELECT business_date, register_id, cashier_id, tender_class, amount, occurred_at,
               event_type, flags, is_training
        FROM transactions_transaction
        WHERE store_id = %(store)s AND business_date = ANY(%(dates)s) AND standing = ''
    ), now AS MATERIALIZED ({contributions}), gone AS (
        DELETE FROM transactions_hourlytotal WHERE id IN (
            SELECT h.id FROM transactions_hourlytotal h LEFT JOIN now n
                ON n.business_date = h.business_date AND n.hour = h.hour
               AND n.measure = h.measure AND n.tender_class = h.tender_class
               AND COALESCE(n.register_id, -1) = COALESCE(h.register_id, -1)
               AND COALESCE(n.cashier_id, -1) = COALESCE(h.cashier_id, -1)
            WHERE h.store_id = %(store)s AND h.business_date = ANY(%(dates)s)
              AND n.measure IS NULL)
    )
    INSERT INTO transactions_hourlytotal AS h (store_id, {key}, count, amount)
    SELECT %(store)s, {key}, count, amount FROM now
    ON CONFLICT (store_id, business_date, register_id, hour, measure, cashier_id, tender_class)
    DO UPDATE SET count = EXCLUDED.count, amount = EXCLUDED.amount
    WHERE (h.count, h.amount) IS DISTINCT FROM (EXCLUDED.count, EXCLUDED.amount)
""".format(contributions=CONTRIBUTIONS.format(rows="counted"), key=_KEY)


def recount(store: Store, dates: Collection[date]) -> None:
    """Count these business dates anew, in the caller's transaction, the store locked."""
    if not dates:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _RECOUNT, {"store": store.pk, "dates": sorted(dates), "zone": store.timezone}
        )


def recount_store(*, store: Store) -> int:
    """Count all of a store anew, as after a change of its time zone. Answers the days."""
    with transaction.atomic():
        lock_store(store.pk)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT business_date FROM transactions_transaction WHERE store_id = %(store)s "
                "UNION SELECT business_date FROM transactions_hourlytotal "
                "WHERE store_id = %(store)s",
                {"store": store.pk},
            )
            dates = [row[0] for row in cursor.fetchall()]
        recount(store, dates)
    return len(dates)
