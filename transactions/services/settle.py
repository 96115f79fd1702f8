"""The same sale from two sources: which account counts, worked out from what there is.

Computed anew per store and business date, so that arrival order does not matter. The
primary source of a register's day is the greatest rank with rows there. A lesser row with
the register and number of exactly one greater row within two minutes (zeros in front do not
count; a row with a date only: of the same day and amount) is its second account. Any other
lesser row is for a person to decide, and what people decided stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from transactions.services.settle_reviews import settle_reviews
from transactions.services.store_days import STORE_DAYS, around, by_store, columns

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from stores.models import Store
    from transactions.services.store_days import StoreDay

_LOWER_DAYS = """
    SELECT near.store_id, near.business_date FROM {days} CROSS JOIN LATERAL (
        SELECT 1 FROM transactions_transaction t
        WHERE t.store_id = near.store_id AND t.business_date = near.business_date
          AND t.source_rank < 100 LIMIT 1) AS lower
""".format(days=STORE_DAYS.format(name="near"))
_UNSETTLED = """
    SELECT store_id FROM {days} JOIN transactions_transaction USING (store_id, business_date)
    GROUP BY store_id
    HAVING min(source_rank) FILTER (WHERE standing <> 'withdrawn')
           <> max(source_rank) FILTER (WHERE standing <> 'withdrawn')
        OR bool_or(standing NOT IN ('', 'withdrawn'))
""".format(days=STORE_DAYS.format(name="near"))
_WORK_OUT = """
    CREATE TEMP TABLE settled ON COMMIT DROP AS
    WITH day AS (
        SELECT t.id, t.business_date, t.source_rank, t.occurred_at, t.amount, t.event_type,
               t.time_quality, t.tender_class, t.standing,
               ltrim(COALESCE(r.code, ''), '0') AS reg, COALESCE(r.code, '') AS register,
               ltrim(t.transaction_no, '0') AS number, ltrim(COALESCE(c.code, ''), '0') AS cashier
        FROM transactions_transaction t
        LEFT JOIN stores_register r ON r.id = t.register_id
        LEFT JOIN stores_cashier c ON c.id = t.cashier_id
        WHERE t.store_id = %(store)s AND t.business_date = ANY(%(around)s)
          AND t.standing <> 'withdrawn' AND t.source_rank > 0
    ), greatest_of_register AS (
        SELECT business_date, register, max(source_rank) AS source_rank FROM day GROUP BY 1, 2
    ), greatest_of_day AS (
        SELECT business_date, max(source_rank) AS source_rank FROM day GROUP BY 1
    ), lower AS (
        SELECT d.*, CASE WHEN d.register = '' THEN whole.source_rank ELSE (
            SELECT max(g.source_rank) FROM greatest_of_register g
            WHERE g.business_date = d.business_date AND ltrim(g.register, '0') = d.reg
              AND g.register <> '') END AS greatest
        FROM day d JOIN greatest_of_day whole USING (business_date)
        WHERE d.source_rank < 100 AND d.business_date = ANY(%(dates)s)
    ), pair AS (
        SELECT l.id AS lower_id, u.id AS upper_id, u.source_rank,
               max(u.source_rank) OVER (PARTITION BY l.id) AS best
        FROM lower l JOIN day u
          ON u.number = l.number AND u.reg = l.reg AND u.source_rank > l.source_rank
        WHERE l.number <> '' AND l.register <> '' AND u.standing <> 'set_aside'
          AND CASE WHEN l.time_quality = 'date_only'
              THEN u.business_date = l.business_date AND u.amount IS NOT DISTINCT FROM l.amount
              ELSE abs(extract(epoch FROM u.occurred_at - l.occurred_at)) <= 120 END
    ), candidate AS (
        SELECT lower_id, min(upper_id) AS upper_id FROM pair WHERE source_rank = best
        GROUP BY lower_id HAVING count(*) = 1
    )
    SELECT l.id, l.business_date, l.standing AS was, m.how AS decided,
        CASE m.how WHEN 'same' THEN m.upper_id WHEN 'other' THEN NULL
                   WHEN 'set_aside' THEN NULL ELSE u.id END AS upper_id,
        CASE WHEN m.how = 'same' THEN 'second' WHEN m.how = 'other' THEN ''
             WHEN m.how = 'set_aside' THEN 'set_aside' WHEN u.id IS NOT NULL THEN 'second'
             WHEN l.source_rank < l.greatest THEN 'undecided' ELSE '' END AS standing,
        {differences} AS differences
    FROM lower l
    LEFT JOIN candidate ON candidate.lower_id = l.id
    LEFT JOIN day u ON u.id = candidate.upper_id
    LEFT JOIN transactions_match m ON m.lower_id = l.id AND m.decided_at IS NOT NULL
"""
_FIELDS = {
    "type": ("u.event_type", "l.event_type", "l.event_type <> 'unknown'"),
    "amount": ("u.amount::text", "l.amount::text", "u.amount <> l.amount"),
    "cashier": ("u.cashier", "l.cashier", "u.cashier <> '' AND l.cashier <> ''"),
    "time": (
        "to_char(u.occurred_at AT TIME ZONE %(zone)s, 'YYYY-MM-DD\"T\"HH24:MI:SS')",
        "to_char(l.occurred_at AT TIME ZONE %(zone)s, 'YYYY-MM-DD\"T\"HH24:MI:SS')",
        "l.time_quality <> 'date_only' AND "
        "abs(extract(epoch FROM u.occurred_at - l.occurred_at)) >= 60",
    ),
    "tender": ("u.tender_class", "l.tender_class", "u.tender_class <> '' AND l.tender_class <> ''"),
}
DIFFERENCES = """COALESCE((SELECT jsonb_agg(jsonb_build_object(
        'field', field, 'upper', upper, 'lower', lower) ORDER BY place)
        FROM (VALUES {rows}) AS said(place, field, upper, lower, counts)
        WHERE upper <> lower AND counts), '[]'::jsonb)""".format(
    rows=", ".join(
        f"({place}, '{name}', {upper}, {lower}, {counts})"
        for place, (name, (upper, lower, counts)) in enumerate(_FIELDS.items())
    )
)
"""Where two accounts ``u`` and ``l`` disagree, as a JSON list. Times a minute apart agree:
reports give no seconds."""
_UNMATCH = """
    DELETE FROM transactions_match m USING settled s
    WHERE m.lower_id = s.id AND m.decided_at IS NULL AND s.standing NOT IN ('second', 'undecided')
"""
_MATCH = """
    INSERT INTO transactions_match AS m (lower_id, upper_id, store_id, how, differences)
    SELECT id, upper_id, %(store)s,
           CASE standing WHEN 'second' THEN 'certain' ELSE 'unsure' END, differences
    FROM settled WHERE decided IS NULL AND standing IN ('second', 'undecided') ORDER BY id
    ON CONFLICT (lower_id) DO UPDATE SET
        upper_id = EXCLUDED.upper_id, how = EXCLUDED.how, differences = EXCLUDED.differences
    WHERE m.decided_at IS NULL
      AND (m.upper_id, m.how, m.differences)
          IS DISTINCT FROM (EXCLUDED.upper_id, EXCLUDED.how, EXCLUDED.differences)
"""
_STAND = """
    UPDATE transactions_transaction t SET standing = s.standing FROM settled s
    WHERE t.id = s.id AND t.standing <> s.standing
    RETURNING t.id, t.business_date
"""


def settle(stores: Mapping[int, Store], days: Collection[StoreDay]) -> set[StoreDay]:
    """Settle what was written on ``days``, in the caller's transaction, the stores locked.

    Answers the days whose totals no longer hold. Stores with one source cost one look at
    an index, all of them together.
    """
    if not days:
        return set()
    lower_days = set(_found(_LOWER_DAYS, around(days)))
    if not lower_days:
        return set()
    unsettled = {row[0] for row in _found(_UNSETTLED, around(lower_days))}
    changed: set[StoreDay] = set()
    for store_id, dates in by_store(lower_days).items():
        if store_id in unsettled:
            changed |= _settle_store(stores[store_id], dates)
    return changed


def _found(statement: str, days: Collection[StoreDay]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, columns(days))
        return list(cursor.fetchall())


def _settle_store(store: Store, lower_dates: Collection[date]) -> set[StoreDay]:
    near = around([(store.pk, day) for day in lower_dates])
    params: dict[str, int | str | list[date]] = {
        "store": store.pk,
        "zone": store.timezone,
        "dates": sorted(lower_dates),
        "around": sorted(day for _store, day in near),
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.settled")
        cursor.execute(_WORK_OUT.format(differences=DIFFERENCES), params)
        cursor.execute(_UNMATCH)
        cursor.execute(_MATCH, params)
        cursor.execute(_STAND)
        changed = dict(cursor.fetchall())
    settle_reviews(store, list(changed))
    return {(store.pk, day) for day in changed.values()}
