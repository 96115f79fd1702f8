"""Each condition in the canonical text."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from alerts.rules import tree
from alerts.rules.vocabulary import REGISTER_KINDS, TENDERS
from alerts.rules.writing_values import (
    listed,
    quoted,
    write_days,
    write_kind,
    write_money,
    write_names,
    write_span,
    write_time,
)

if TYPE_CHECKING:
    from datetime import timedelta

    from alerts.rules.tree import Condition


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
    return f"on {write_days(condition.days)}"


@write_condition.register
def _(condition: tree.AtStores) -> str:
    return f"at {write_names('store', condition.codes)}"


@write_condition.register
def _(condition: tree.AtRegisters) -> str:
    return f"at {write_names('register', condition.codes)}"


@write_condition.register
def _(condition: tree.RegisterKind) -> str:
    return f"at {REGISTER_KINDS[condition.kind][0]}s"


@write_condition.register
def _(condition: tree.ByCashiers) -> str:
    return f"by {write_names('cashier', condition.codes)}"


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
