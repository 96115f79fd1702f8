"""The canonical text of a rule: ``parse(write(rule)).rule == rule``."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from alerts.rules import tree
from alerts.rules.tree import By, Events, Op, Whole
from alerts.rules.writing_conditions import write_condition
from alerts.rules.writing_values import listed, write_kind, write_money, write_span
from transactions.formats.canonical import EventType

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from alerts.rules.tree import Rule

SAME = {
    By.REGISTER: "at the same register",
    By.CASHIER: "by the same cashier",
    By.STORE: "at the same store",
}


def write(rule: Rule) -> str:
    text = _rule(rule)
    return text[:1].upper() + text[1:]


@singledispatch
def _rule(rule: Rule) -> str:
    raise TypeError(rule)  # pragma: no cover - the six below are all there are


@_rule.register
def _(rule: tree.Single) -> str:
    return write_events(rule.events)


@_rule.register
def _(rule: tree.Count) -> str:
    said = f"{rule.op} {rule.number} {write_events(rule.events, plural=True)}"
    return f"{said} {write_window(rule.within)}{_key(rule.by)}"


@_rule.register
def _(rule: tree.Total) -> str:
    said = f"{write_events(rule.events, plural=True)} total {rule.op} {write_money(rule.value)}"
    return f"{said} {write_window(rule.within)}{_key(rule.by)}"


@_rule.register
def _(rule: tree.Sequence) -> str:
    said = f"{write_events(rule.first)} then {write_events(rule.then)}"
    return f"{said} within {write_span(rule.within)}{_key(rule.by)}"


@_rule.register
def _(rule: tree.Absence) -> str:
    resumed = rule.missing.kinds == (EventType.RESUME,)
    link = "not" if resumed else "not followed by"
    said = f"{write_events(rule.events)} {link} {write_events(rule.missing)}"
    return f"{said} within {write_span(rule.within)}{_key(rule.by)}"


@_rule.register
def _(rule: tree.TwoPlaces) -> str:
    said = f"same cashier at two registers within {write_span(rule.within)}"
    return f"{write_events(rule.events)} by the {said}" if rule.events != Events(()) else said


def write_events(events: Events, *, plural: bool = False) -> str:
    named = listed([write_kind(kind, plural=plural) for kind in events.kinds])
    first = named or ("events" if plural else "any event")
    amounts = [c for c in events.conditions if isinstance(c, tree.Amount)]
    others = [write_condition(c) for c in events.conditions if c not in amounts]
    return " ".join(filter(None, [first, _amounts(amounts), *others]))


def _amounts(amounts: Sequence[tree.Amount]) -> str:
    if [amount.op for amount in amounts] == [Op.AT_LEAST, Op.AT_MOST]:
        low, high = (write_money(amount.value) for amount in amounts)
        return f"between {low} and {high}"
    return " and ".join(write_condition(amount) for amount in amounts)


def write_window(within: timedelta | Whole) -> str:
    return f"per {within}" if isinstance(within, Whole) else f"in {write_span(within)}"


def _key(by: By) -> str:
    return "" if by is By.REGISTER else f" {SAME[by]}"
