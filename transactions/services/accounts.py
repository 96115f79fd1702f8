"""Several accounts of one event: what counts, and what becomes of its review.

The winner is the greatest (source_rank, declared_at, content_hash), so that the order in
which files arrive does not matter. Statements over a staging table, for pieces of which
something is known already.
"""

from __future__ import annotations

from transactions.services.rows import COLUMNS

STAGED = {**COLUMNS, "register_id": "bigint", "cashier_id": "bigint", "is_baseline": "boolean"}
"""What a row is written with: the event's own columns, and what the loader knows."""
STAGING = """
    CREATE TEMP TABLE IF NOT EXISTS staging ({columns}) ON COMMIT DROP;
    TRUNCATE pg_temp.staging
""".format(columns=", ".join(f"{name} {kind}" for name, kind in STAGED.items()))
_IDENTITY = {"store_id", "event_key", "business_date", "is_baseline"}
_WINNER = "({0}.source_rank, COALESCE({0}.declared_at, '-infinity'), {0}.content_hash)"
REVIEW_COLUMNS = "(transaction_id, store_id, status, primary_flag, risk, occurred_at, version)"
REVIEWS = "SELECT id, store_id, 'new', flags[1], risk, occurred_at, 0"
REVIEWABLE = """
    (cardinality(flags) > 0 AND standing = '' AND NOT is_baseline
     AND time_quality <> 'implausible')
"""
"""What is to be looked at by a person, as a condition on a row."""
NOT_ONE_WORD = """
    (v.status = 'new' AND v.version = 0 AND NOT EXISTS (
        SELECT 1 FROM transactions_note n WHERE n.transaction_id = v.transaction_id))
"""
"""A review ``v`` that nobody decided and nobody wrote about: it may go again."""
_TOTALLED = """t.store_id, t.business_date, t.register_id, t.cashier_id, t.tender_class, t.amount,
                  t.occurred_at, t.event_type, t.flags, t.is_training"""
ROW = f"{_TOTALLED}, t.id, t.source_file_id, t.risk, t.standing, t.is_baseline, t.time_quality"
COUNT = """SELECT source_file_id, store_id, business_date, count(*), {0},
                   min(occurred_at), max(occurred_at), max(id) FROM {1} GROUP BY 1, 2, 3"""

# In the order of the unique index, so that two loads of the same events take the same
# locks in the same order.
ADD_UNKNOWN = """
    INSERT INTO transactions_transaction ({columns})
    SELECT {columns} FROM staging ORDER BY business_date, event_key, source_file_id
    ON CONFLICT (business_date, event_key) DO NOTHING
""".format(columns=", ".join(STAGED))

# An event first seen in a back-fill stays history, unless a live file tells of it within a
# day. What a file no longer told of is told of again.
REVISE = """
    WITH winners AS (
        SELECT DISTINCT ON (business_date, event_key) * FROM staging
        ORDER BY business_date, event_key, source_rank DESC,
                 COALESCE(declared_at, '-infinity') DESC, content_hash DESC, source_file_id
    ), before AS (
        SELECT {row} FROM winners w JOIN transactions_transaction t
            ON t.business_date = w.business_date AND t.event_key = w.event_key
        WHERE {account} > {current}
    ), merged AS (
        UPDATE transactions_transaction AS t SET
            {updates},
            standing = CASE t.standing WHEN 'withdrawn' THEN '' ELSE t.standing END,
            is_baseline = t.is_baseline AND (w.is_baseline OR w.occurred_at < (
                SELECT f.received_at FROM transactions_sourcefile f
                WHERE f.id = w.source_file_id) - interval '24 hours')
        FROM winners w
        WHERE t.business_date = w.business_date AND t.event_key = w.event_key
          AND {account} > {current}
        RETURNING {row}
    ), reviewed AS (
        INSERT INTO transactions_review AS v {review_columns}
        {reviews} FROM merged WHERE {reviewable}
        ON CONFLICT (transaction_id) DO UPDATE SET
            primary_flag = EXCLUDED.primary_flag, risk = EXCLUDED.risk,
            occurred_at = EXCLUDED.occurred_at
    ), dropped AS (
        DELETE FROM transactions_review v USING merged m
        WHERE v.transaction_id = m.id AND NOT {reviewable} AND {untouched}
    ), changed AS (
        SELECT m.*, b.occurred_at AS was_at,
               ({told_now}) IS DISTINCT FROM ({told_before}) AS is_changed
        FROM merged m JOIN before b ON b.id = m.id
    )
    {count}
""".format(
    updates=", ".join(f"{name} = w.{name}" for name in STAGED if name not in _IDENTITY),
    row=ROW,
    account=_WINNER.format("w"),
    current=_WINNER.format("t"),
    review_columns=REVIEW_COLUMNS,
    reviews=REVIEWS,
    reviewable=REVIEWABLE,
    untouched=NOT_ONE_WORD,
    told_now=f"{_TOTALLED}, t.standing".replace("t.", "m."),
    told_before=f"{_TOTALLED}, t.standing".replace("t.", "b."),
    count=COUNT.format("count(*) FILTER (WHERE is_changed)", "changed")
    .replace("min(occurred_at)", "least(min(occurred_at), min(was_at))")
    .replace("max(occurred_at)", "greatest(max(occurred_at), max(was_at))"),
)
"""The span of a row that moved holds where it was as well: rules look there again."""
