"""Rules about two events: one after another, one without the other, two at once elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.compiling.shapes import RANKED, Shape, picking_of, shape
from alerts.rules import tree
from alerts.rules.tree import By
from transactions.formats.canonical import EventType, Flag

if TYPE_CHECKING:
    from alerts.compiling.values import Values

__all__ = ["shape"]

_IS_PERSON = """(t.cashier_id IN (
        SELECT id FROM stores_cashier WHERE is_person AND store_id = ANY(%(stores)s::bigint[])
    )) IS TRUE"""
"""Looked up once, not for every sale: such a rule may be about all of them."""
_ENDS = """marks AS (
    SELECT *, CASE WHEN partner IS NOT NULL THEN least(place, partner) END AS lo,
           CASE WHEN partner IS NOT NULL THEN greatest(place, partner) END AS hi,
           NULL::numeric AS most
    FROM found
)"""


@shape.register(tree.Sequence)
def _(rule: tree.Sequence, values: Values) -> Shape:
    """The latest first one, its own time included; for a row that is both, not itself."""
    picking = picking_of(rule.by, values, ("is_first", rule.first), ("is_then", rule.then))
    pairs = """pairs AS (
    SELECT *, max(place) FILTER (WHERE is_first) OVER so_far AS first,
           max(at) FILTER (WHERE is_first) OVER so_far AS first_at,
           max(place) FILTER (WHERE is_first) OVER before AS earlier,
           max(at) FILTER (WHERE is_first) OVER before AS earlier_at
    FROM ranked
    WINDOW so_far AS (PARTITION BY store_id, key ORDER BY at),
           before AS (PARTITION BY store_id, key ORDER BY at, event_key
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)"""
    found = f"""found AS (
    SELECT *, CASE WHEN is_then AND at - {values.put(rule.within)} <=
                        CASE WHEN first = place THEN earlier_at ELSE first_at END
                   THEN CASE WHEN first = place THEN earlier ELSE first END END AS partner
    FROM pairs
)"""
    return Shape(picking, (RANKED, pairs, found, _ENDS), "ends")


@shape.register(tree.Absence)
def _(rule: tree.Absence, values: Values) -> Shape:
    picking = picking_of(rule.by, values, ("is_event", rule.events), ("is_missing", rule.missing))
    roles = [
        *picking.roles,
        ("heard_until", "h.heard_until"),
        ("no", "t.transaction_no"),
        ("names", "t.linked_transaction_no"),
    ]
    within = values.put(rule.within)
    named = _names_it(within) if _is_resumed(rule) else "true"
    hits = f"""hits AS (
    SELECT *, NULL::numeric AS most FROM (
        SELECT *, count(*) FILTER (WHERE is_missing) OVER (
            PARTITION BY store_id, key ORDER BY at
            RANGE BETWEEN CURRENT ROW AND {within} FOLLOWING) - is_missing::int AS found
        FROM picked) AS e
    WHERE is_event AND key IS NOT NULL AND found = 0 AND heard_until >= at + {within} AND {named}
)"""
    return Shape(replace(picking, roles=roles, waits=True, keyless=True), (hits,), "rows")


def _is_resumed(rule: tree.Absence) -> bool:
    return rule.events.kinds == (Flag.SUSPENDED,) and EventType.RESUME in rule.missing.kinds


def _names_it(within: str) -> str:
    return f"""NOT EXISTS (
        SELECT 1 FROM picked m
        WHERE m.is_missing AND m.store_id = e.store_id AND e.no <> '' AND m.names = e.no
          AND m.at BETWEEN e.at AND e.at + {within})"""


@shape.register(tree.TwoPlaces)
def _(rule: tree.TwoPlaces, values: Values) -> Shape:
    """Each event with the nearest one at another register, before and after it: these pairs
    join what any pairs would join."""
    picking = picking_of(By.CASHIER, values, ("", rule.events))
    picking = replace(
        picking, where=f"({picking.where} AND {_IS_PERSON} AND t.register_id IS NOT NULL)"
    )
    turns = """turns AS (
    SELECT *, register_id IS DISTINCT FROM lag(register_id) OVER in_order AS is_turn,
           lag(at) OVER in_order AS earlier_at, lead(at) OVER in_order AS later_at
    FROM ranked WINDOW in_order AS (PARTITION BY store_id, key ORDER BY at, event_key)
)"""
    runs = """runs AS (
    SELECT *, count(*) FILTER (WHERE is_turn) OVER in_order AS run
    FROM turns WINDOW in_order AS (PARTITION BY store_id, key ORDER BY at, event_key
                                   ROWS UNBOUNDED PRECEDING)
)"""
    ends = """ends AS (
    SELECT *, min(place) OVER whole AS first, max(place) OVER whole AS last,
           first_value(earlier_at) OVER whole AS before_at,
           last_value(later_at) OVER whole AS after_at
    FROM runs
    WINDOW whole AS (PARTITION BY store_id, key, run ORDER BY place
                     ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)"""
    within = values.put(rule.within)
    marks = f"""marks AS (
    SELECT *, CASE WHEN before_at >= at - {within} THEN first - 1
                   WHEN after_at <= at + {within} THEN place END AS lo,
           CASE WHEN after_at <= at + {within} THEN last + 1
                WHEN before_at >= at - {within} THEN place END AS hi,
           NULL::numeric AS most
    FROM ends
)"""
    return Shape(picking, (RANKED, turns, runs, ends, marks), "places")
