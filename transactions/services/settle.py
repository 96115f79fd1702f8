"""The same sale from two sources: which account counts, worked out from what there is.

Computed anew per store and business date, so that arrival order does not matter. The
primary source of a register's day is the greatest rank with rows there. A lesser row with
the register and number of exactly one greater row within two minutes (zeros in front do not
count; a row with a date only: of the same day and amount) is its second account. Any other
lesser row is for a person to decide, and what people decided stands.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection

from transactions.services.settle_reviews import settle_reviews

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from stores.models import Store

_LOWER_DAYS = """
    SELECT DISTINCT business_date FROM transactions_transaction
    WHERE store_id = %(store)s AND source_rank < 100 AND business_date = ANY(%(dates)s)
"""
_IS_SETTLED = """
    SELECT NOT EXISTS (
        SELECT 1 FROM transactions_transaction
        WHERE store_id = %(store)s AND business_date = ANY(%(dates)s)
        HAVING min(source_rank) FILTER (WHERE standing <> 'withdrawn')
               <> max(source_rank) FILTER (WHERE standing <> 'withdrawn')
            OR bool_or(standing NOT IN ('', 'withdrawn')))
"""
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


def settle(store: Store, dates: Collection[date]) -> set[date]:
    """Settle what was written on ``dates``, in the caller's transaction, the store locked.

    Answers the business dates whose totals no longer hold. A store with one source costs
    one look at an index.
    """
    lower_days = _lower_days(store, _around(dates))
    if not lower_days:
        return set()
    params: dict[str, int | str | list[date]] = {
        "store": store.pk,
        "zone": store.timezone,
        "dates": sorted(lower_days),
        "around": sorted(_around(lower_days)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_IS_SETTLED, {**params, "dates": params["around"]})
        if cursor.fetchone()[0]:
            return set()
        cursor.execute("DROP TABLE IF EXISTS pg_temp.settled")
        cursor.execute(_WORK_OUT.format(differences=DIFFERENCES), params)
        cursor.execute(_UNMATCH)
        cursor.execute(_MATCH, params)
        cursor.execute(_STAND)
        changed = dict(cursor.fetchall())
    settle_reviews(store, list(changed))
    return set(changed.values())


def _lower_days(store: Store, dates: Collection[date]) -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(_LOWER_DAYS, {"store": store.pk, "dates": sorted(dates)})
        return [row[0] for row in cursor.fetchall()]


def _around(dates: Collection[date]) -> set[date]:
    """The dates and their neighbours: two sources may put a night's sale on either."""
    one = timedelta(days=1)
    near = set(dates)
    for each in dates:
        near |= {_shifted(each, -one), _shifted(each, one)}
    return near


def _shifted(day: date, by: timedelta) -> date:
    """Dates at the ends of the calendar have one neighbour only."""
    try:
        return day + by
    except OverflowError:
        return day
