"""The rows a rule looks at: ``picked``, of the spans that are asked about, filtered first.

Spans are (store, since, until) and, for rules about whole shifts or days, the business dates
that are asked about in full. Counting over all rows would cost thirty times as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alerts.compiling.events import COUNTED, ODD
from alerts.rules.tree import SHIFT_GAP, By

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.compiling.values import Values

FAR_FROM_ITS_DAY: Final = 3
"""A row whose business date is more days off its clock belongs to no day and no shift."""

SPANS = """spans AS (
    SELECT * FROM unnest(%(stores)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[],
                         %(first_days)s::date[], %(last_days)s::date[])
        AS span(store_id, since, until, first_day, last_day)
)"""
_IN_SPAN = """spans JOIN transactions_transaction t ON t.store_id = spans.store_id
        AND t.occurred_at BETWEEN spans.since AND spans.until"""
_ON_ITS_DAYS = """
        AND t.business_date BETWEEN spans.first_day AND spans.last_day"""
_NEAR = f"""abs((t.occurred_at AT TIME ZONE s.timezone)::date - t.business_date)
        <= {FAR_FROM_ITS_DAY}"""
_NAMED = """
        LEFT JOIN stores_register r ON r.id = t.register_id
        LEFT JOIN stores_cashier c ON c.id = t.cashier_id"""
HEARD = f"""heard AS MATERIALIZED (
    SELECT asked.store_id, last.heard_until FROM (SELECT DISTINCT store_id FROM spans) AS asked
    CROSS JOIN LATERAL (
        SELECT t.occurred_at AS heard_until FROM transactions_transaction t
        WHERE t.store_id = asked.store_id AND {COUNTED}
        ORDER BY t.occurred_at DESC LIMIT 1) AS last
)"""

# One shift: see SHIFT_GAP in the tree. Its rows are all that count, whatever the rule is about.
# Worked out once: the planner takes them for a handful and would do it for every row picked.
_SHIFTS = f"""shift_days AS (
    SELECT DISTINCT t.store_id, t.business_date FROM {{source}} WHERE {{of_kind}}
), shift_rows AS (
    SELECT t.id, t.store_id, t.business_date, t.shift_no, t.occurred_at, t.event_key,
           CASE WHEN t.till <> '' AND t.shift_no = '' THEN 'till ' || t.till
                ELSE 'register ' || t.register_id END AS unit
    FROM shift_days JOIN transactions_transaction t USING (store_id, business_date)
    JOIN stores_store s ON s.id = t.store_id
    WHERE {COUNTED} AND {_NEAR}
), shift_begins AS (
    SELECT *, shift_no = '' AND occurred_at - lag(occurred_at) OVER
              (PARTITION BY store_id, business_date, unit, shift_no
               ORDER BY occurred_at, event_key) >= {{gap}} AS is_new
    FROM shift_rows WHERE unit IS NOT NULL
), shift_numbers AS (
    SELECT *, count(*) FILTER (WHERE is_new) OVER
              (PARTITION BY store_id, business_date, unit, shift_no
               ORDER BY occurred_at, event_key) AS part
    FROM shift_begins
), shifts AS MATERIALIZED (
    SELECT id, dense_rank() OVER (ORDER BY store_id, business_date, unit, shift_no, part) AS shift,
           min(occurred_at) OVER whole AS first_at, max(occurred_at) OVER whole AS last_at
    FROM shift_numbers
    WINDOW whole AS (PARTITION BY store_id, business_date, unit, shift_no, part)
)"""
_KEYS = {By.REGISTER: "t.register_id", By.CASHIER: "t.cashier_id", By.STORE: "t.store_id"}


@dataclass(frozen=True, slots=True)
class Picking:
    """``roles`` are columns by name: what the row is to the rule, as SQL over ``t``."""

    where: str
    of_kind: str
    amount: str
    by: By | None
    roles: Sequence[tuple[str, str]] = ()
    is_odd: bool = True
    by_shift: bool = False
    whole_days: bool = False
    waits: bool = False
    keyless: bool = False
    """Rows without a key are looked at too."""


def ctes(picking: Picking, values: Values) -> list[str]:
    """The named parts of the query up to ``picked``."""
    parts = [SPANS]
    if picking.waits:
        parts.append(HEARD)
    if picking.by_shift:
        source = f"{_source(picking)} JOIN stores_store s ON s.id = t.store_id"
        parts.append(
            _SHIFTS.format(
                source=source, of_kind=_rows(picking, picking.of_kind), gap=values.put(SHIFT_GAP)
            )
        )
    parts.append(_picked(picking))
    return parts


def _source(picking: Picking) -> str:
    return _IN_SPAN + (_ON_ITS_DAYS if picking.whole_days else "")


def _rows(picking: Picking, also: str) -> str:
    parts = [COUNTED, also]
    if picking.is_odd:
        parts.append(ODD)
    if picking.whole_days:
        parts.append(_NEAR)
    return " AND ".join(parts)


def _picked(picking: Picking) -> str:
    where = _rows(picking, picking.where)
    key = _KEYS[picking.by] if picking.by else "t.id"
    if picking.by and not picking.keyless:
        where += f" AND {key} IS NOT NULL"
    columns = [
        "t.id, t.store_id, t.occurred_at AS at, t.event_key, t.register_id, t.cashier_id",
        "t.is_baseline, t.business_date",
        f"{key} AS key",
        f"{picking.amount} AS amount",
        *(f"{sql} AS {name}" for name, sql in picking.roles),
        *(["sh.shift"] if picking.by_shift else []),
    ]
    source = _source(picking) + "\n        JOIN stores_store s ON s.id = t.store_id" + _NAMED
    if picking.by_shift:
        source += "\n        LEFT JOIN shifts sh ON sh.id = t.id"
    if picking.waits:
        source += "\n        JOIN heard h ON h.store_id = t.store_id"
    return f"picked AS (\n    SELECT {', '.join(columns)}\n    FROM {source}\n    WHERE {where}\n)"
