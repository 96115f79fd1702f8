"""The rows a rule looks at: ``picked``, of the spans that are asked about, filtered first.

Spans are (store, since, until) and, for rules about whole shifts or days, the business dates
that are asked about in full. Counting over all rows would cost thirty times as much.
"""

from __future__ import annotations

import re
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
# One look into an index for each span, whatever the planner thinks of their number: without
# the fence it reads everything odd that the chain ever had, once for each rule.
_IN_SPAN = """spans CROSS JOIN LATERAL (
        SELECT * FROM transactions_transaction t
        WHERE t.store_id = spans.store_id AND t.occurred_at BETWEEN spans.since AND spans.until
          AND {where}
        OFFSET 0) AS t"""
_ON_ITS_DAYS = "t.business_date BETWEEN spans.first_day AND spans.last_day"
_NEAR = f"""abs((t.occurred_at AT TIME ZONE s.timezone)::date - t.business_date)
        <= {FAR_FROM_ITS_DAY}"""
_NAMED = {
    "s": "JOIN stores_store s ON s.id = t.store_id",
    "r": "LEFT JOIN stores_register r ON r.id = t.register_id",
    "c": "LEFT JOIN stores_cashier c ON c.id = t.cashier_id",
    "h": "JOIN heard h ON h.store_id = t.store_id",
}
"""What is joined where a condition asks about it: each costs planning, for every rule."""
HEARD = f"""heard AS MATERIALIZED (
    SELECT asked.store_id, last.heard_until FROM (SELECT DISTINCT store_id FROM spans) AS asked
    CROSS JOIN LATERAL (
        SELECT t.occurred_at AS heard_until FROM transactions_transaction t
        WHERE t.store_id = asked.store_id AND {COUNTED}
        ORDER BY t.occurred_at DESC LIMIT 1) AS last
)"""

# One shift: see SHIFT_GAP in the tree. Its rows are all that count, whatever the rule is about;
# of those that it is about the shift is kept. Two days around its date are near in any zone.
_SHIFTS = f"""shift_days AS (
    SELECT DISTINCT t.store_id, t.business_date, s.timezone,
           (t.business_date - 1)::timestamptz AS surely_near,
           (t.business_date + 2)::timestamptz AS no_longer
    FROM {{source}} JOIN stores_store s ON s.id = t.store_id WHERE {{near}}
), shift_rows AS (
    SELECT t.id, t.store_id, t.business_date, t.shift_no, t.occurred_at, t.event_key, t.is_mine,
           CASE WHEN t.is_of_till THEN t.till ELSE '' END AS till,
           CASE WHEN t.is_of_till THEN 0 ELSE t.register_id END AS register_id
    FROM shift_days s CROSS JOIN LATERAL (
        SELECT t.*, t.till <> '' AND t.shift_no = '' AS is_of_till, {{is_mine}} AS is_mine
        FROM transactions_transaction t
        WHERE t.store_id = s.store_id AND t.business_date = s.business_date AND {COUNTED}
          AND (t.occurred_at BETWEEN s.surely_near AND s.no_longer OR {_NEAR})
          AND (t.register_id IS NOT NULL OR t.till <> '' AND t.shift_no = '')
        OFFSET 0) AS t
), shift_begins AS (
    SELECT *, shift_no = '' AND occurred_at - lag(occurred_at) OVER
              (PARTITION BY store_id, business_date, register_id, till, shift_no
               ORDER BY occurred_at, event_key) >= {{gap}} AS is_new
    FROM shift_rows
), shift_numbers AS (
    SELECT *, count(*) FILTER (WHERE is_new) OVER
              (PARTITION BY store_id, business_date, register_id, till, shift_no
               ORDER BY occurred_at, event_key) AS part
    FROM shift_begins
), shift_ends AS (
    SELECT *, min(occurred_at) OVER whole AS first_at, max(occurred_at) OVER whole AS last_at
    FROM shift_numbers
    WINDOW whole AS (PARTITION BY store_id, business_date, register_id, till, shift_no, part)
), shifts AS (
    SELECT id, first_at, last_at, dense_rank() OVER
               (ORDER BY store_id, business_date, register_id, till, shift_no, part) AS shift
    FROM shift_ends WHERE is_mine
)"""
# A full join is never a loop in a loop, which the planner would make of a few hundred rows, or
# of what it takes for a few.
_WITH_SHIFTS = """(
        SELECT t.*, sh.shift, sh.first_at, sh.last_at
        FROM (SELECT t.* FROM {source}) AS t FULL JOIN shifts sh ON sh.id = t.id
        OFFSET 0) AS t"""
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
        parts.append(_shifts(picking, values))
    parts.append(_picked(picking))
    return parts


def _shifts(picking: Picking, values: Values) -> str:
    is_mine = f"{ODD} AND {picking.of_kind}" if picking.is_odd else picking.of_kind
    return _SHIFTS.format(
        source=_source(picking),
        near=_NEAR if picking.whole_days else "true",
        is_mine=f"({is_mine})",
        gap=values.put(SHIFT_GAP),
    )


def _source(picking: Picking) -> str:
    parts = [COUNTED, picking.of_kind]
    if picking.is_odd:
        parts.append(ODD)
    if picking.whole_days:
        parts.append(_ON_ITS_DAYS)
    return _IN_SPAN.format(where=" AND ".join(parts))


def _picked(picking: Picking) -> str:
    key = _KEYS[picking.by] if picking.by else "t.id"
    columns = [
        "t.id, t.store_id, t.occurred_at AS at, t.event_key, t.register_id, t.cashier_id",
        "t.is_baseline, t.business_date",
        f"{key} AS key",
        f"{picking.amount} AS amount",
        *(f"{sql} AS {name}" for name, sql in picking.roles),
        *(["t.shift"] if picking.by_shift else []),
    ]
    wheres = [picking.where]
    if picking.by_shift:
        wheres.append("t.id IS NOT NULL")
    if picking.whole_days:
        wheres.append(_NEAR)
    if picking.by and not picking.keyless:
        wheres.append(f"{key} IS NOT NULL")
    select, where = ", ".join(columns), " AND ".join(wheres)
    source = _joined(picking, f"{select} {where}")
    return f"picked AS (\n    SELECT {select}\n    FROM {source}\n    WHERE {where}\n)"


def _joined(picking: Picking, said: str) -> str:
    source = _source(picking)
    if picking.by_shift:
        source = _WITH_SHIFTS.format(source=source)
    joins = [join for name, join in _NAMED.items() if re.search(rf"\b{name}\.", said)]
    return "\n        ".join([source, *joins])
