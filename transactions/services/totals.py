"""Hourly totals: new rows are added to them, changed days are counted anew.

Both happen in the commit that writes the rows, under the store's lock, so that a total is
never ahead of its rows nor behind them. Only counted rows count. A training row counts as
the flag ``training_sale`` and as nothing else. Amounts too absurd for a till add nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from transactions.services.store_days import STORE_DAYS, columns
from transactions.services.store_lock import lock_store

if TYPE_CHECKING:
    from collections.abc import Collection

    from stores.models import Store
    from transactions.services.store_days import StoreDay

_KEY = "store_id, business_date, register_id, hour, measure, cashier_id, tender_class"
# What is alike is counted before it is named: an hour has few kinds of rows.
CONTRIBUTIONS = f"""
    SELECT {_KEY}, sum(rows)::int AS count, sum(money) AS amount
    FROM (
        SELECT m.store_id, m.business_date, m.register_id, m.cashier_id, m.tender_class,
               extract(hour FROM m.occurred_at AT TIME ZONE s.timezone)::smallint AS hour,
               m.event_type, m.flags, m.is_training IS TRUE AS is_training, count(*) AS rows,
               COALESCE(sum(m.amount) FILTER (WHERE abs(m.amount) < 100000000), 0) AS money
        FROM {{rows}} m JOIN stores_store s ON s.id = m.store_id
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
    ) AS alike CROSS JOIN LATERAL (
        SELECT 'type:' || event_type AS measure WHERE NOT is_training
        UNION ALL
        SELECT 'flag:' || flag FROM unnest(flags) AS flag
        WHERE NOT is_training OR flag = 'training_sale'
    ) AS said
    GROUP BY {_KEY}
"""
ADD = f"""
    INSERT INTO transactions_hourlytotal AS h ({_KEY}, count, amount)
    SELECT {_KEY}, count, amount FROM ({CONTRIBUTIONS}) AS added
    ORDER BY {_KEY}
    ON CONFLICT (store_id, business_date, register_id, hour, measure, cashier_id, tender_class)
    DO UPDATE SET count = h.count + EXCLUDED.count, amount = h.amount + EXCLUDED.amount
"""

_RECOUNT = """
    WITH days AS (SELECT * FROM {days}), counted AS (
        SELECT store_id, business_date, register_id, cashier_id, tender_class, amount,
               occurred_at, event_type, flags, is_training
        FROM days JOIN transactions_transaction USING (store_id, business_date)
        WHERE standing = ''
    ), now AS MATERIALIZED ({contributions}), gone AS (
        DELETE FROM transactions_hourlytotal WHERE id IN (
            SELECT h.id FROM days JOIN transactions_hourlytotal h USING (store_id, business_date)
            LEFT JOIN now n ON n.store_id = h.store_id
               AND n.business_date = h.business_date AND n.hour = h.hour
               AND n.measure = h.measure AND n.tender_class = h.tender_class
               AND COALESCE(n.register_id, -1) = COALESCE(h.register_id, -1)
               AND COALESCE(n.cashier_id, -1) = COALESCE(h.cashier_id, -1)
            WHERE n.measure IS NULL)
    )
    INSERT INTO transactions_hourlytotal AS h ({key}, count, amount)
    SELECT {key}, count, amount FROM now
    ON CONFLICT (store_id, business_date, register_id, hour, measure, cashier_id, tender_class)
    DO UPDATE SET count = EXCLUDED.count, amount = EXCLUDED.amount
    WHERE (h.count, h.amount) IS DISTINCT FROM (EXCLUDED.count, EXCLUDED.amount)
""".format(
    contributions=CONTRIBUTIONS.format(rows="counted"),
    key=_KEY,
    days=STORE_DAYS.format(name="days"),
)


def recount(days: Collection[StoreDay]) -> None:
    """Count these business dates anew, in the caller's transaction, the stores locked."""
    if not days:
        return
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, columns(days))


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
            days = [(store.pk, row[0]) for row in cursor.fetchall()]
        recount(days)
    return len(days)
