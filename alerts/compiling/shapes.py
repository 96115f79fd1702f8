"""The six kinds of rules, each as what makes its hits. A hit is an interval of places in the
order of (time, event key) among the rows of its key: ``lo`` to ``hi``, written at a row that
lies in it. Hits that share a transaction are one episode; for each of these kinds an episode's
rows stand side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import singledispatch
from typing import TYPE_CHECKING

from alerts.compiling.conditions import sign
from alerts.compiling.events import amount_of, is_odd, kind_picks, picks
from alerts.compiling.picking import Picking
from alerts.rules import tree
from alerts.rules.tree import By, Events, FirstOfShift, LastOfShift, Whole

if TYPE_CHECKING:
    from alerts.compiling.values import Values

RANKED = """ranked AS (
    SELECT *, row_number() OVER (PARTITION BY store_id, key ORDER BY at, event_key) AS place
    FROM picked
)"""


@dataclass(frozen=True, slots=True)
class Shape:
    """``picking`` says which rows; ``parts`` are what follows; ``how`` they become episodes:
    ``rows`` (each row of ``hits``), ``groups`` (rows of ``hits`` by ``span``), ``places``
    (all that lie in intervals of ``marks``) or ``ends`` (only the two ends of each)."""

    picking: Picking
    parts: tuple[str, ...]
    how: str


@singledispatch
def shape(rule: tree.Rule, values: Values) -> Shape:
    raise TypeError(rule)


def picking_of(by: By | None, values: Values, *sides: tuple[str, Events]) -> Picking:
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
    by_flag = [kind_picks(events, values, by_flag=True) for _name, events in sides]
    return Picking(
        where=f"({' OR '.join(wheres)})",
        of_kind=f"({' OR '.join(kinds)})",
        by_flag=f"({' OR '.join(by_flag)})",
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
    return Shape(picking_of(None, values, ("", rule.events)), (hits,), "rows")


@shape.register(tree.Count)
def _(rule: tree.Count, values: Values) -> Shape:
    return _summed(rule, "count(*) OVER {0}", f"{sign(rule.op)} {values.put(rule.number)}", values)


@shape.register(tree.Total)
def _(rule: tree.Total, values: Values) -> Shape:
    limit = f"{sign(rule.op)} {values.put(rule.value)}"
    return _summed(rule, "COALESCE(sum(amount) OVER {0}, 0)", limit, values)


def _summed(rule: tree.Count | tree.Total, of: str, limit: str, values: Values) -> Shape:
    picking = picking_of(rule.by, values, ("", rule.events))
    if isinstance(rule.within, Whole):
        return _whole(picking, rule.within, of, limit)
    sums = f"""sums AS (
    SELECT *, count(*) OVER so_far AS upto, count(*) OVER moving AS many,
           {of.format("moving")} AS sum
    FROM ranked
    WINDOW so_far AS (PARTITION BY store_id, key ORDER BY at),
           moving AS (PARTITION BY store_id, key ORDER BY at
                      RANGE BETWEEN {values.put(rule.within)} PRECEDING AND CURRENT ROW)
)"""
    marks = f"""marks AS (
    SELECT *, CASE WHEN sum {limit} THEN upto - many + 1 END AS lo,
           CASE WHEN sum {limit} THEN upto END AS hi, CASE WHEN sum {limit} THEN sum END AS most
    FROM sums
)"""
    return Shape(picking, (RANKED, sums, marks), "places")


def _whole(picking: Picking, whole: Whole, of: str, limit: str) -> Shape:
    by_shift = picking.by_shift or whole is Whole.SHIFT
    is_known = " WHERE shift IS NOT NULL" if whole is Whole.SHIFT else ""
    span = "shift" if whole is Whole.SHIFT else "business_date"
    hits = f"""hits AS (
    SELECT * FROM (
        SELECT *, {span} AS span, {of.format("whole")} AS most FROM picked{is_known}
        WINDOW whole AS (PARTITION BY store_id, key, {span})) AS each
    WHERE most {limit}
)"""
    return Shape(replace(picking, whole_days=True, by_shift=by_shift), (hits,), "groups")
