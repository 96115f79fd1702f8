"""A rule as the fields of a form, and the text that a form's fields write.

The form writes text and nothing else: what it makes goes through ``parse`` like what people
type, so both are understood, and refused, alike. ``parse(text_of(fields_of(rule))).rule == rule``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from alerts.rules import tree
from alerts.rules.tree import By, Op, Whole
from alerts.rules.writing_values import UNITS, write_money, write_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.rules.tree import Condition, Events, Rule


@dataclass(slots=True)
class EventFields:
    """One side of a rule. Everything is text as typed, but for boxes and lists of boxes."""

    kinds: list[str] = field(default_factory=list)
    least_op: str = Op.MORE.value
    least: str = ""
    most_op: str = Op.AT_MOST.value
    most: str = ""
    whole: bool = False
    tenders: list[str] = field(default_factory=list)
    start: str = ""
    end: str = ""
    days: list[str] = field(default_factory=list)
    closed: bool = False
    stores: str = ""
    registers: str = ""
    register_kind: str = ""
    cashiers: str = ""
    last: str = ""
    last_unit: str = "minute"
    first: str = ""
    first_unit: str = "minute"
    items: str = ""
    """One on each line."""
    approved: str = ""
    linked: str = ""
    flags: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RuleFields:
    shape: str = "single"
    op: str = Op.MORE.value
    number: str = ""
    window: str = "5"
    window_unit: str = "minute"
    """A unit of time, or "shift" or "day"."""
    by: str = By.REGISTER.value
    events: EventFields = field(default_factory=EventFields)
    other: EventFields = field(default_factory=EventFields)


SHAPES: dict[type, str] = {
    tree.Single: "single",
    tree.Count: "count",
    tree.Total: "total",
    tree.Sequence: "sequence",
    tree.Absence: "absence",
    tree.TwoPlaces: "two_places",
}


def fields_of(rule: Rule) -> RuleFields:
    found = RuleFields(shape=SHAPES[type(rule)])
    within = getattr(rule, "within", None)
    if isinstance(within, Whole):
        found.window, found.window_unit = "1", within.value
    elif isinstance(within, timedelta):
        found.window, found.window_unit = _span(within)
    found.by = getattr(rule, "by", By.REGISTER).value
    if isinstance(rule, tree.Count | tree.Total):
        found.op = rule.op.value
        found.number = str(rule.number) if isinstance(rule, tree.Count) else _dollars(rule.value)
    if isinstance(rule, tree.Sequence):
        found.events, found.other = _events(rule.first), _events(rule.then)
    else:
        found.events = _events(rule.events)
    if isinstance(rule, tree.Absence):
        found.other = _events(rule.missing)
    return found


def _span(span: timedelta) -> tuple[str, str]:
    seconds = int(span.total_seconds())
    size, unit = next((size, unit) for size, unit in UNITS if seconds % size == 0)
    return str(seconds // size), unit


def _dollars(value: Any) -> str:
    return write_money(value).removeprefix("$")


def _events(events: Events) -> EventFields:
    found = EventFields(kinds=[kind.value for kind in events.kinds])
    for condition in events.conditions:
        _put(condition, found)
    return found


@singledispatch
def _put(condition: Condition, found: EventFields) -> None:
    raise TypeError(condition)  # pragma: no cover - those below are all there are


@_put.register
def _(condition: tree.Amount, found: EventFields) -> None:
    if condition.op in {Op.LESS, Op.AT_MOST}:
        found.most_op, found.most = condition.op.value, _dollars(condition.value)
    else:
        found.least_op, found.least = condition.op.value, _dollars(condition.value)


@_put.register
def _(_condition: tree.WholeDollars, found: EventFields) -> None:
    found.whole = True


@_put.register
def _(condition: tree.PaidBy, found: EventFields) -> None:
    found.tenders = [tender.value for tender in condition.tenders]


@_put.register
def _(condition: tree.Between, found: EventFields) -> None:
    found.start, found.end = f"{condition.start:%H:%M}", f"{condition.end:%H:%M}"


@_put.register
def _(condition: tree.OnDays, found: EventFields) -> None:
    found.days = [str(day) for day in condition.days]


@_put.register
def _(_condition: tree.WhileClosed, found: EventFields) -> None:
    found.closed = True


@_put.register
def _(condition: tree.AtStores, found: EventFields) -> None:
    found.stores = _names(condition.codes)


@_put.register
def _(condition: tree.AtRegisters, found: EventFields) -> None:
    found.registers = _names(condition.codes)


@_put.register
def _(condition: tree.RegisterKind, found: EventFields) -> None:
    found.register_kind = condition.kind.value


@_put.register
def _(condition: tree.ByCashiers, found: EventFields) -> None:
    found.cashiers = _names(condition.codes)


def _names(codes: Sequence[str]) -> str:
    return ", ".join(write_name(code) for code in codes)


@_put.register
def _(condition: tree.LastOfShift, found: EventFields) -> None:
    found.last, found.last_unit = _span(condition.span)


@_put.register
def _(condition: tree.FirstOfShift, found: EventFields) -> None:
    found.first, found.first_unit = _span(condition.span)


@_put.register
def _(condition: tree.HasItem, found: EventFields) -> None:
    found.items = "\n".join(filter(None, [found.items, condition.text]))


@_put.register
def _(condition: tree.Approved, found: EventFields) -> None:
    found.approved = "yes" if condition.yes else "no"


@_put.register
def _(condition: tree.Linked, found: EventFields) -> None:
    found.linked = "yes" if condition.yes else "no"


@_put.register
def _(condition: tree.AlsoFlagged, found: EventFields) -> None:
    found.flags = [flag.value for flag in condition.flags]
