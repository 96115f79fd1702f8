"""The six kinds of rules, each as what makes its hits. A hit is an interval of places in the
order of (time, event key) among the rows of its key: ``lo`` to ``hi``. Hits that share a
transaction are one episode; for each of these kinds an episode's rows stand side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import singledispatch
from typing import TYPE_CHECKING

from alerts.compiling.conditions import sign
from alerts.compiling.events import amount_of, is_odd, kind_picks, picks
from alerts.compiling.picking import Picking
from alerts.rules import tree
from alerts.rules.tree import By, Events, FirstOfShift, LastOfShift, Whole
from transactions.formats.canonical import EventType, Flag

if TYPE_CHECKING:
    from datetime import timedelta

    from alerts.compiling.values import Values

_RANKED = """ranked AS (
    SELECT *, row_number() OVER (PARTITION BY store_id, key ORDER BY at, event_key) AS place
    FROM picked
)"""


@dataclass(frozen=True, slots=True)
class Shape:
    """``picking`` says which rows; ``parts`` are what follows; ``how`` they become episodes:
    ``rows`` (each row of ``hits``), ``groups`` (rows of ``hits`` by ``span``), ``places``
    (intervals) or ``ends`` (only the two ends of each interval)."""

    picking: Picking
    parts: tuple[str, ...]
    how: str


@singledispatch
def shape(rule: tree.Rule, values: Values) -> Shape:
    raise TypeError(rule)


def _picking(by: By | None, values: Values, *sides: tuple[str, Events]) -> Picking:
    """The rows of one side or of two; a row of both has the amount of the first."""
    amounts = [amount_of(events, values) for _name, events in sides]
    wheres = [
        picks(events, amount, values)
        for (_name, events), amount in zip(sides, amounts, strict=True)
    ]
    amount = amounts[0]
    if len(sides) > 1 and amounts[0] != amounts[1]:
        amount = f"CASE WHEN {wheres[0]} THEN {amounts[0]} ELSE {amounts[1]} END"
    shifts = [
        each
        for _name, events in sides
        for each in events.conditions
        if isinstance(each, FirstOfShift | LastOfShift)
    ]
    kinds = [kind_picks(events, values) for _name, events in sides]
    return Picking(
        where=f"({' OR '.join(wheres)})",
        of_kind=f"({' OR '.join(kinds)})",
        amount=amount,
        by=by,
        roles=[
            (name, f"{where} IS TRUE")
            for (name, _e), where in zip(sides, wheres, strict=True)
            if name
        ],
        is_odd=all(is_odd(events) for _name, events in sides),
        by_shift=bool(shifts),
        waits=any(isinstance(each, LastOfShift) for each in shifts),
    )


@shape.register(tree.Single)
def _(rule: tree.Single, values: Values) -> Shape:
    hits = "hits AS (SELECT *, NULL::numeric AS most FROM picked)"
    return Shape(_picking(None, values, ("", rule.events)), (hits,), "rows")


@shape.register(tree.Count)
def _(rule: tree.Count, values: Values) -> Shape:
    return _summed(rule, "count(*)", f"{sign(rule.op)} {values.put(rule.number)}", values)


@shape.register(tree.Total)
def _(rule: tree.Total, values: Values) -> Shape:
    limit = f"{sign(rule.op)} {values.put(rule.value)}"
    return _summed(rule, "COALESCE(sum(amount), 0)", limit, values)


def _summed(rule: tree.Count | tree.Total, of: str, limit: str, values: Values) -> Shape:
    picking = _picking(rule.by, values, ("", rule.events))
    if isinstance(rule.within, Whole):
        return _whole(picking, rule.within, of, limit)
    sums = f"""sums AS (
    SELECT store_id, key, count(*) OVER so_far AS hi, count(*) OVER moving AS many,
           {of.replace("*)", "*) OVER moving").replace("amount)", "amount) OVER moving")} AS most
    FROM ranked
    WINDOW so_far AS (PARTITION BY store_id, key ORDER BY at),
           moving AS (PARTITION BY store_id, key ORDER BY at
                      RANGE BETWEEN {values.put(rule.within)} PRECEDING AND CURRENT ROW)
)"""
    hits = f"""hits AS (
    SELECT store_id, key, hi - many + 1 AS lo, hi, most FROM sums WHERE most {limit}
)"""
    return Shape(picking, (_RANKED, sums, hits), "places")


def _whole(picking: Picking, whole: Whole, of: str, limit: str) -> Shape:
    by_shift = picking.by_shift or whole is Whole.SHIFT
    is_known = " WHERE shift IS NOT NULL" if whole is Whole.SHIFT else ""
    span = "shift" if whole is Whole.SHIFT else "business_date"
    sums = f"""sums AS (
    SELECT store_id, key, {span}, {of} AS most FROM picked{is_known} GROUP BY 1, 2, 3
)"""
    hits = f"""hits AS (
    SELECT picked.*, picked.{span} AS span, sums.most
    FROM picked JOIN sums USING (store_id, key, {span}) WHERE sums.most {limit}
)"""
    return Shape(replace(picking, whole_days=True, by_shift=by_shift), (sums, hits), "groups")


@shape.register(tree.Sequence)
def _(rule: tree.Sequence, values: Values) -> Shape:
    """The latest first one, its own time included; for a row that is both, not itself."""
    picking = _picking(rule.by, values, ("is_first", rule.first), ("is_then", rule.then))
    pairs = """pairs AS (
    SELECT store_id, key, place, at, is_then,
           max(place) FILTER (WHERE is_first) OVER so_far AS first,
           max(at) FILTER (WHERE is_first) OVER so_far AS first_at,
           max(place) FILTER (WHERE is_first) OVER before AS earlier,
           max(at) FILTER (WHERE is_first) OVER before AS earlier_at
    FROM ranked
    WINDOW so_far AS (PARTITION BY store_id, key ORDER BY at),
           before AS (PARTITION BY store_id, key ORDER BY at, event_key
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)"""
    hits = f"""hits AS (
    SELECT store_id, key, least(place, found.first) AS lo, greatest(place, found.first) AS hi,
           NULL::numeric AS most
    FROM pairs CROSS JOIN LATERAL (
        SELECT CASE WHEN first = place THEN earlier ELSE first END,
               CASE WHEN first = place THEN earlier_at ELSE first_at END) AS found(first, at)
    WHERE is_then AND found.at >= pairs.at - {values.put(rule.within)}
)"""
    return Shape(picking, (_RANKED, pairs, hits), "ends")


@shape.register(tree.Absence)
def _(rule: tree.Absence, values: Values) -> Shape:
    picking = _picking(rule.by, values, ("is_event", rule.events), ("is_missing", rule.missing))
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
    picking = _picking(By.CASHIER, values, ("", rule.events))
    picking = replace(
        picking, where=f"({picking.where} AND c.is_person AND t.register_id IS NOT NULL)"
    )
    turns = """turns AS (
    SELECT *, count(*) FILTER (WHERE is_new) OVER (PARTITION BY store_id, key ORDER BY place) AS run
    FROM (SELECT *, register_id IS DISTINCT FROM lag(register_id) OVER (
              PARTITION BY store_id, key ORDER BY place) AS is_new FROM ranked) AS each
)"""
    runs = """runs AS (
    SELECT store_id, key, run, min(place) AS first, max(place) AS last,
           lag(max(at)) OVER in_turn AS before_at, lead(min(at)) OVER in_turn AS after_at
    FROM turns GROUP BY store_id, key, run
    WINDOW in_turn AS (PARTITION BY store_id, key ORDER BY run)
)"""
    within = values.put(rule.within)
    hits = f"""hits AS (
    SELECT store_id, key, place AS lo, last + 1 AS hi, NULL::numeric AS most
    FROM turns JOIN runs USING (store_id, key, run) WHERE after_at <= at + {within}
    UNION ALL
    SELECT store_id, key, first - 1, place, NULL
    FROM turns JOIN runs USING (store_id, key, run) WHERE before_at >= at - {within}
)"""
    return Shape(picking, (_RANKED, turns, runs, hits), "places")


def within_of(rule: tree.Rule) -> timedelta | None:
    """How far apart the events of a hit may be; None where the rule itself says no span."""
    within = getattr(rule, "within", None)
    return None if isinstance(within, Whole) else within
