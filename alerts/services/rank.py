"""``rank_reviews``: open reviews get their risk, with its parts, from what is stored.

Only those are worked out whose surroundings changed: another base, other rules that found
them, or newer scores. All of it is read in one statement, so that the parts fit together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson
from django.db import connection

from accounts.tenancy import current_chain
from alerts.models import Scoring
from alerts.risk.parts import Item, Score, parts_of, total
from clips.services.reorder import reorder
from jobs.models import Lane
from jobs.services import enqueue
from transactions.selectors.people import PERSON_JOIN

if TYPE_CHECKING:
    from collections.abc import Sequence

RANK: Final = "rank_reviews"
MOST: Final = 5_000
"""In one go; the rest follow in the next."""
_STALE: Final = f"""
    WITH now AS (SELECT COALESCE((SELECT number FROM alerts_scoring WHERE id = 1), 0) AS number),
    open AS (
        SELECT v.transaction_id, v.store_id, v.primary_flag, v.risk AS shown, t.risk AS base,
               t.amount, t.flag_details, t.cashier_id, t.business_date, t.receipt, t.occurred_at,
               COALESCE((
                   SELECT jsonb_agg(DISTINCT jsonb_build_array(-a.severity, r.name))
                   FROM alerts_alerttransaction l JOIN alerts_alert a ON a.id = l.alert_id
                   JOIN alerts_rule r ON r.id = a.rule_id
                   WHERE l.transaction_id = v.transaction_id AND a.state <> 'withdrawn'
                     AND a.quiet_because <> 'silent'), '[]') AS rules
        FROM transactions_review v JOIN transactions_transaction t ON t.id = v.transaction_id
        WHERE v.store_id = ANY(%(stores)s) AND v.status IN ('new', 'investigate')
    ), stale AS (
        SELECT o.*, now.number FROM open o CROSS JOIN now
        LEFT JOIN alerts_itemrisk i ON i.transaction_id = o.transaction_id
        WHERE i.transaction_id IS NULL OR i.base <> o.base OR i.risk <> o.shown
           OR i.rules <> o.rules OR i.scoring <> now.number
        ORDER BY o.occurred_at DESC, o.transaction_id LIMIT %(most)s
    )
    SELECT t.transaction_id, t.base, t.number, t.rules, t.primary_flag, t.amount,
           t.flag_details, t.receipt @? '$.tenders[*] ? (@.tender_class == "cash")',
           extract(hour FROM t.occurred_at AT TIME ZONE s.timezone)::int,
           COALESCE(n.sales_by_hour, '{{}}'),
           sc.observed, sc.expected, sc.sales, sc.probability
    FROM stale t JOIN stores_store s ON s.id = t.store_id
    LEFT JOIN alerts_storenormal n ON n.store_id = t.store_id
    {PERSON_JOIN.format("t")}
    LEFT JOIN alerts_score sc ON sc.store_id = t.store_id AND sc.span = 'month'
        AND sc.metric = t.primary_flag AND sc.doubt = '' AND whose.id IS NOT NULL
        AND sc.person_id IS NOT DISTINCT FROM held.person_id
        AND (held.person_id IS NOT NULL OR sc.cashier_id = t.cashier_id)
"""
_KEEP: Final = """
    INSERT INTO alerts_itemrisk AS i
        (transaction_id, base, risk, parts, rules, scoring, ranked_at)
    SELECT * , statement_timestamp() FROM unnest(%(ids)s::bigint[], %(bases)s::smallint[],
        %(risks)s::smallint[], %(parts)s::jsonb[], %(rules)s::jsonb[], %(numbers)s::int[])
    ON CONFLICT (transaction_id) DO UPDATE SET base = EXCLUDED.base, risk = EXCLUDED.risk,
        parts = EXCLUDED.parts, rules = EXCLUDED.rules, scoring = EXCLUDED.scoring,
        ranked_at = EXCLUDED.ranked_at
"""
_SHOW: Final = """
    WITH free AS (
        SELECT v.transaction_id, want.risk
        FROM unnest(%(ids)s::bigint[], %(risks)s::smallint[]) AS want(id, risk)
        JOIN transactions_review v ON v.transaction_id = want.id
        WHERE v.risk <> want.risk
        ORDER BY v.transaction_id FOR UPDATE OF v SKIP LOCKED
    )
    UPDATE transactions_review v SET risk = free.risk FROM free
    WHERE v.transaction_id = free.transaction_id
    RETURNING v.transaction_id
"""


def rank_reviews(store_ids: Sequence[int]) -> int:
    """In the caller's transaction. Answers how many were looked at; a row that somebody else
    is writing is left for the next time, which that one asks for."""
    tags = Scoring.objects.filter(pk=1).values_list("tags", flat=True).first() or {}
    with connection.cursor() as cursor:
        cursor.execute(_STALE, {"stores": list(store_ids), "most": MOST})
        rows = cursor.fetchall()
        if rows:
            _write([_Ranked(row, tags) for row in rows])
    if len(rows) == MOST:
        ask_for_ranks(store_ids)
    return len(rows)


def ask_for_ranks(store_ids: Sequence[int]) -> None:
    enqueue(
        chain=current_chain().schema_name,
        kind=RANK,
        keys=[str(store_id) for store_id in store_ids],
        lane=Lane.BACKFILL,
    )


class _Ranked:
    """One row of the statement, and what becomes of it."""

    def __init__(self, row: Sequence[Any], tags: dict[str, list[int]]) -> None:
        self.id, self.base, self.number, rules, *about = row
        self.rules = orjson.loads(rules) if isinstance(rules, str) else rules
        self.parts = sorted(parts_of(self._item(about), tags), key=lambda part: -part.points)
        self.risk = total(self.parts)

    def _item(self, about: Sequence[Any]) -> Item:
        flag, amount, details, is_cash, hour, hours, *score = about
        return Item(
            flag=flag,
            amount=amount,
            details=orjson.loads(details) if isinstance(details, str) else details,
            is_cash=bool(is_cash),
            hour=hour,
            sales_by_hour=hours,
            score=Score(*score) if score[3] is not None else None,
            rules=[(-severity, name) for severity, name in self.rules],
        )


def _write(rows: Sequence[_Ranked]) -> None:
    rows = sorted(rows, key=lambda row: row.id)
    params = {
        "ids": [row.id for row in rows],
        "bases": [row.base for row in rows],
        "risks": [row.risk for row in rows],
        "parts": [_json([part._asdict() for part in row.parts]) for row in rows],
        "rules": [_json(row.rules) for row in rows],
        "numbers": [row.number for row in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, params)
        cursor.execute(_SHOW, params)
        changed = [row[0] for row in cursor.fetchall()]
    reorder(current_chain(), changed)


def _json(value: object) -> str:
    return orjson.dumps(value, default=str).decode()
