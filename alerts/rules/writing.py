"""The canonical text of a rule: ``parse(write(rule)).rule == rule``."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from alerts.rules import tree
from alerts.rules.tree import By, Events, Whole
from alerts.rules.vocabulary import DAY_GROUPS, DAYS, KINDS, REGISTER_KINDS, TENDERS
from transactions.formats.canonical import EventType, Flag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time, timedelta
    from decimal import Decimal

    from alerts.rules.tree import Condition, Rule
    from alerts.rules.vocabulary import Kind

PLURALS: dict[Kind, str] = {
    Flag.SUSPENDED: "suspended",
    Flag.CANCELLATION: "items removed",
    Flag.AGE_BYPASS: "age checks skipped",
    EventType.RESUME: "resumed",
    EventType.CHECK_CASH: "checks cashed",
    EventType.OPEN_CLOSE: "open or close",
    EventType.CLOCK: "clock in or out",
    EventType.SUMMARY: "summary",
    EventType.UNKNOWN: "events not understood",
}
SAME = {
    By.REGISTER: "at the same register",
    By.CASHIER: "by the same cashier",
    By.STORE: "at the same store",
}
UNITS = ((3600, "hour"), (60, "minute"), (1, "second"))


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
    return " ".join([first, *(write_condition(c) for c in events.conditions)])


def write_kind(kind: Kind, *, plural: bool = False) -> str:
    one = KINDS[kind][0]
    return PLURALS.get(kind, f"{one}s") if plural else one


def listed(words: Sequence[str]) -> str:
    """ "a, b or c"."""
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def write_window(within: timedelta | Whole) -> str:
    return f"per {within}" if isinstance(within, Whole) else f"in {write_span(within)}"


def write_span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    size, unit = next((size, unit) for size, unit in UNITS if seconds % size == 0)
    number = seconds // size
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def write_money(value: Decimal) -> str:
    return f"${value:.0f}" if value == int(value) else f"${value:.2f}"


def write_time(moment: time) -> str:
    hour, half = moment.hour % 12 or 12, "pm" if moment.hour >= 12 else "am"
    return f"{hour}:{moment.minute:02}{half}" if moment.minute else f"{hour}{half}"


def _key(by: By) -> str:
    return "" if by is By.REGISTER else f" {SAME[by]}"


def _names(noun: str, codes: Sequence[str]) -> str:
    return f"{noun} {listed([_name(code) for code in codes])}"


def _name(code: str) -> str:
    return code if code.isascii() and code.isdigit() and len(code) <= 10 else quoted(code)


def quoted(text: str) -> str:
    return '"' + "".join(c * 2 if c in QUOTES else c for c in text) + '"'


QUOTES = '"“”„«»'
"""Each reads as a plain double quote."""


@singledispatch
def write_condition(condition: Condition) -> str:
    raise TypeError(condition)  # pragma: no cover - those below are all there are


def _says(of: type, text: str) -> None:
    write_condition.register(of, lambda _: text)


_says(tree.WholeDollars, "with whole dollar amount")
_says(tree.WhileClosed, "while closed")


@write_condition.register
def _(condition: tree.Amount) -> str:
    return f"{condition.op} {write_money(condition.value)}"


@write_condition.register
def _(condition: tree.PaidBy) -> str:
    return f"by {listed([TENDERS[tender][0] for tender in condition.tenders])}"


@write_condition.register
def _(condition: tree.Between) -> str:
    return f"between {write_time(condition.start)} and {write_time(condition.end)}"


@write_condition.register
def _(condition: tree.OnDays) -> str:
    group = DAY_GROUPS.get(condition.days)
    return f"on {group[0] if group else listed([DAYS[day][0] for day in condition.days])}"


@write_condition.register
def _(condition: tree.AtStores) -> str:
    return f"at {_names('store', condition.codes)}"


@write_condition.register
def _(condition: tree.AtRegisters) -> str:
    return f"at {_names('register', condition.codes)}"


@write_condition.register
def _(condition: tree.RegisterKind) -> str:
    return f"at {REGISTER_KINDS[condition.kind][0]}s"


@write_condition.register
def _(condition: tree.ByCashiers) -> str:
    return f"by {_names('cashier', condition.codes)}"


@write_condition.register
def _(condition: tree.LastOfShift) -> str:
    return f"in last {_edge(condition.span)} of shift"


@write_condition.register
def _(condition: tree.FirstOfShift) -> str:
    return f"in first {_edge(condition.span)} of shift"


def _edge(span: timedelta) -> str:
    return write_span(span).removeprefix("1 ")


@write_condition.register
def _(condition: tree.HasItem) -> str:
    return f"with item {quoted(condition.text)}"


@write_condition.register
def _(condition: tree.Approved) -> str:
    return "approved by somebody else" if condition.yes else "without approval"


@write_condition.register
def _(condition: tree.Linked) -> str:
    return "with receipt" if condition.yes else "without receipt"


@write_condition.register
def _(condition: tree.AlsoFlagged) -> str:
    return f"along with {listed([write_kind(flag) for flag in condition.flags])}"
