"""The rows a rule looks at: ``picked``, of the spans that are asked about, filtered first.

Spans are (store, since, until) and, for rules about whole shifts or days, the business dates
that are asked about in full. Counting over all rows would cost thirty times as much.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.compiling.events import COUNTED, ODD
from alerts.compiling.shifts import NEAR, SHIFTS_AT_HAND, shifts
from alerts.rules.tree import SHIFT_GAP, By

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.compiling.values import Values

SPANS = """spans AS (
    SELECT * FROM unnest(%(stores)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[],
                         %(first_days)s::date[], %(last_days)s::date[])
        AS span(store_id, since, until, first_day, last_day)
)"""
_FENCE = " OFFSET 0"
# One look into an index for each span, whatever the planner thinks of their number: without
# the fence it reads everything odd that the chain ever had, once for each rule. Of years of all
# stores that is right, and a look for each day of each store is slow: there it is left out.
_IN_SPAN = """spans CROSS JOIN LATERAL (
        SELECT * FROM transactions_transaction t
        WHERE t.store_id = spans.store_id AND t.occurred_at BETWEEN spans.since AND spans.until
          AND {where}{fence}) AS t"""
_ON_ITS_DAYS = """
        JOIN LATERAL (SELECT) AS its_days
        ON t.business_date BETWEEN spans.first_day AND spans.last_day"""
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
    by_flag: str
    """The same for spans of most of what there is."""
    amount: str
    by: By | None
    roles: Sequence[tuple[str, str]] = ()
    is_odd: bool = True
    by_shift: bool = False
    whole_days: bool = False
    waits: bool = False
    keyless: bool = False
    """Rows without a key are looked at too."""
    is_wide: bool = False
    """For spans of most of what there is."""
    takes_shifts_at_hand: bool = False
    """Those of ``at_hand.py``, instead of working them out."""


def ctes(picking: Picking, values: Values) -> list[str]:
    """The named parts of the query up to ``picked``."""
    parts = [SPANS]
    if picking.waits:
        parts.append(HEARD)
    if picking.by_shift and picking.takes_shifts_at_hand:
        parts.append(SHIFTS_AT_HAND)
    elif picking.by_shift:
        parts.append(shifts_of(picking, values))
    parts.append(_picked(picking))
    return parts


def shifts_of(picking: Picking, values: Values) -> str:
    """The shifts of the rows that the rule is about."""
    is_mine = f"{ODD} AND {picking.of_kind}" if picking.is_odd else picking.of_kind
    near = NEAR if picking.whole_days else "true"
    gap = values.put(SHIFT_GAP)
    return shifts(_source(picking), near, f"({is_mine})", gap, is_wide=picking.is_wide)


def _source(picking: Picking) -> str:
    parts = [COUNTED, picking.by_flag if picking.is_wide else picking.of_kind]
    if picking.is_odd:
        parts.append(ODD)
    source = _IN_SPAN.format(where=" AND ".join(parts), fence=_fence(picking))
    return source + _ON_ITS_DAYS if picking.whole_days else source


def _fence(picking: Picking) -> str:
    return "" if picking.is_wide else _FENCE


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
        wheres.append(NEAR)
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
