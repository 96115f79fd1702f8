"""A rule as one query over (stores, spans): what live evaluation, back-test and replay run.

Live is only narrower in spans. Episodes that begin or end near the edge of a span may go on
beyond it: whoever asks compares them with ``reach``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from alerts.compiling.picking import Picking, ctes
from alerts.compiling.shapes_of_pairs import shape
from alerts.compiling.values import Values
from alerts.rules import tree
from alerts.rules.tree import SHIFT_GAP, By, Events, LastOfShift

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# By running maxima alone: a join of hits with rows is taken for small and made a loop in a loop.
_REACHED: Final = """reached AS (
    SELECT *, min(lo) OVER onwards AS reached_back, min(lo) OVER later AS later_lo,
           max(hi) OVER before AS reached_on
    FROM (SELECT *, max(hi) OVER (PARTITION BY store_id, key) AS furthest FROM marks) AS keyed
    WHERE furthest IS NOT NULL
    WINDOW onwards AS (PARTITION BY store_id, key ORDER BY place DESC
                       ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
           later AS (PARTITION BY store_id, key ORDER BY place DESC
                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
           before AS (PARTITION BY store_id, key ORDER BY place
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)"""
"""How far the hits at a row and after it reach back, and those before it reach on."""
_MEMBERS: Final = """members AS (
    SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY store_id, key ORDER BY place)
        AS span
    FROM (SELECT *, (reached_back < place OR reached_on >= place) IS NOT TRUE AS begins
          FROM reached WHERE reached_back <= place OR reached_on >= place) AS covered
)"""
_AN_END: Final = "members WHERE lo IS NOT NULL OR later_lo = place OR reached_on = place"
_MOST_MONEY: Final = "999999999999.99"
_ROWS: Final = f"""
SELECT store_id, key, business_date, at, at, ARRAY[id],
       least(round(amount, 2), {_MOST_MONEY}), register_id, cashier_id, is_baseline, most
FROM hits ORDER BY store_id, at, event_key"""
_GROUPS: Final = f"""
SELECT store_id, key, min(business_date), min(at), max(at), array_agg(id ORDER BY at, event_key),
       least(round(sum(amount), 2), {_MOST_MONEY}),
       CASE WHEN min(register_id) = max(register_id) AND count(register_id) = count(*)
            THEN min(register_id) END,
       CASE WHEN min(cashier_id) = max(cashier_id) AND count(cashier_id) = count(*)
            THEN min(cashier_id) END,
       bool_and(is_baseline), max(most)
FROM {{0}} GROUP BY store_id, key, span ORDER BY store_id, min(at), key"""
_HITS: Final = """
SELECT store_id, key, lo, hi, most FROM marks WHERE lo IS NOT NULL
ORDER BY store_id, key, lo, hi"""
_SIDES: Final = ("events", "first", "then", "missing")
_ENDINGS: Final = {
    "rows": ([], _ROWS),
    "groups": ([], _GROUPS.format("hits")),
    "places": ([_REACHED, _MEMBERS], _GROUPS.format("members")),
    "ends": ([_REACHED, _MEMBERS], _GROUPS.format(_AN_END)),
}


@dataclass(frozen=True, eq=False)
class Compiled:
    """``reach``: how far apart the events of one hit may be. ``waits``: how long after an
    event the rule is decided. ``is_whole``: it is about whole shifts or business dates;
    ``is_odd``: about none of the plain sales.
    ``follows_shifts``: any event of a shift may change what it finds."""

    sql: str
    wide_sql: str
    """The same where most of what there is lies in the spans: the planner decides how to read."""
    at_hand_sql: str
    """Of a rule about whole shifts: the same with the shifts of ``at_hand.py``; else empty."""
    values: Mapping[str, Any]
    rule: tree.Rule
    reach: timedelta
    waits: timedelta
    is_whole: bool
    is_odd: bool
    follows_shifts: bool
    hits_sql: str
    """Of a rule with a moving window: its hits as intervals, before they are joined."""

    @property
    def by(self) -> By | None:
        if isinstance(self.rule, tree.Single | tree.Absence):
            return None
        return By.CASHIER if isinstance(self.rule, tree.TwoPlaces) else self.rule.by


@lru_cache(maxsize=1024)
def compiled(rule: tree.Rule, register_classes: Sequence[str] = ()) -> Compiled:
    """``register_classes``: only transactions at such registers count; empty for all."""
    values = Values()
    made = shape(rule, values)
    picking = _scoped(made.picking, register_classes, values)
    between, ending = _ENDINGS[made.how]

    def written(picking: Picking, between: Sequence[str], ending: str) -> str:
        return "WITH " + ",\n".join([*ctes(picking, values), *made.parts, *between]) + ending

    wide = replace(picking, is_wide=True)
    at_hand = replace(picking, takes_shifts_at_hand=True)
    return Compiled(
        sql=written(picking, between, ending),
        wide_sql=written(wide, between, ending),
        at_hand_sql=written(at_hand, between, ending) if _may_share(picking) else "",
        hits_sql=written(wide, (), _HITS) if made.how == "places" else "",
        values=values.all(),
        rule=rule,
        reach=_reach(rule),
        waits=_waits(rule),
        is_whole=picking.whole_days,
        is_odd=picking.is_odd,
        follows_shifts=picking.by_shift,
    )


def _may_share(picking: Picking) -> bool:
    """Rules about whole days all look at the same ones."""
    return picking.by_shift and picking.whole_days


def _scoped(picking: Picking, register_classes: Sequence[str], values: Values) -> Picking:
    if not register_classes:
        return picking
    of_class = f"r.register_class = ANY({values.texts(register_classes)})"
    return replace(picking, where=f"({picking.where} AND {of_class})")


def _reach(rule: tree.Rule) -> timedelta:
    within = getattr(rule, "within", None)
    return within if isinstance(within, timedelta) else timedelta(0)


def _waits(rule: tree.Rule) -> timedelta:
    sides = [getattr(rule, name) for name in _SIDES if hasattr(rule, name)]
    is_last = any(isinstance(each, LastOfShift) for side in sides for each in side.conditions)
    absent = rule.within if isinstance(rule, tree.Absence) else timedelta(0)
    return max(absent, SHIFT_GAP if is_last else timedelta(0))


def sides_of(rule: tree.Rule) -> list[Events]:
    """The events that every hit of the rule has one of each: of a pair two."""
    if isinstance(rule, tree.Sequence):
        return [rule.first, rule.then]
    return [rule.events]
