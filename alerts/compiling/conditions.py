"""Each condition of the tree as SQL over ``t`` (the transaction, with the ends of its
shift) and what is joined to it: ``s`` its store, ``r`` its register, ``c`` its cashier, ``h``
its store's watermark."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from alerts.rules import tree
from alerts.rules.tree import SHIFT_GAP, Op
from transactions.formats.canonical import Flag

if TYPE_CHECKING:
    from datetime import time

    from alerts.compiling.values import Values

LOCAL = "(t.occurred_at AT TIME ZONE s.timezone)"
_SIGNS = {Op.MORE: ">", Op.AT_LEAST: ">=", Op.LESS: "<", Op.AT_MOST: "<=", Op.EXACTLY: "="}


def sign(op: Op) -> str:
    return _SIGNS[op]


@singledispatch
def condition(asked: tree.Condition, amount: str, values: Values) -> str:
    """True, false or (as good as false) null. ``amount`` is the transaction's, as SQL."""
    raise TypeError(asked)


@condition.register(tree.Amount)
def _(asked: tree.Amount, amount: str, values: Values) -> str:
    return f"{amount} {sign(asked.op)} {values.put(asked.value)}"


@condition.register(tree.WholeDollars)
def _(_asked: tree.WholeDollars, amount: str, _values: Values) -> str:
    return f"({amount} <> 0 AND {amount} = trunc({amount}))"


@condition.register(tree.PaidBy)
def _(asked: tree.PaidBy, _amount: str, values: Values) -> str:
    return f"t.tender_class = ANY({values.texts(asked.tenders)})"


@condition.register(tree.Between)
def _(asked: tree.Between, _amount: str, values: Values) -> str:
    start, end = values.put(asked.start), values.put(asked.end)
    return _between(f"{start}::time", f"{end}::time", over_midnight=_turns(asked.start, asked.end))


def _turns(start: time, end: time) -> bool:
    return end <= start


def _between(start: str, end: str, *, over_midnight: bool) -> str:
    both = "OR" if over_midnight else "AND"
    return f"({LOCAL}::time >= {start} {both} {LOCAL}::time < {end})"


@condition.register(tree.OnDays)
def _(asked: tree.OnDays, _amount: str, values: Values) -> str:
    return f"extract(isodow FROM {LOCAL})::int = ANY({values.put(list(asked.days))})"


@condition.register(tree.WhileClosed)
def _(_asked: tree.WhileClosed, _amount: str, _values: Values) -> str:
    by_day = _between("s.opens_at", "s.closes_at", over_midnight=False)
    over_night = _between("s.opens_at", "s.closes_at", over_midnight=True)
    return f"NOT CASE WHEN s.closes_at > s.opens_at THEN {by_day} ELSE {over_night} END"


@condition.register(tree.AtStores)
def _(asked: tree.AtStores, _amount: str, values: Values) -> str:
    return f"s.code = ANY({values.texts(asked.codes)})"


@condition.register(tree.AtRegisters)
def _(asked: tree.AtRegisters, _amount: str, values: Values) -> str:
    return f"r.code = ANY({values.texts(asked.codes)})"


@condition.register(tree.RegisterKind)
def _(asked: tree.RegisterKind, _amount: str, values: Values) -> str:
    return f"r.register_class = {values.put(str(asked.kind))}"


@condition.register(tree.ByCashiers)
def _(asked: tree.ByCashiers, _amount: str, values: Values) -> str:
    return f"c.code = ANY({values.texts(asked.codes)})"


@condition.register(tree.LastOfShift)
def _(asked: tree.LastOfShift, _amount: str, values: Values) -> str:
    over = f"h.heard_until >= t.last_at + {values.put(SHIFT_GAP)}"
    return f"(t.occurred_at >= t.last_at - {values.put(asked.span)} AND {over})"


@condition.register(tree.FirstOfShift)
def _(asked: tree.FirstOfShift, _amount: str, values: Values) -> str:
    return f"t.occurred_at <= t.first_at + {values.put(asked.span)}"


@condition.register(tree.HasItem)
def _(asked: tree.HasItem, _amount: str, values: Values) -> str:
    return (
        "EXISTS (SELECT 1 FROM jsonb_array_elements(t.receipt -> 'lines') AS line"
        f" WHERE strpos(lower(line ->> 'description'), lower({values.put(asked.text)})) > 0)"
    )


@condition.register(tree.Approved)
def _(asked: tree.Approved, _amount: str, values: Values) -> str:
    approved = f"{values.put(str(Flag.OVERRIDE))} = ANY(t.flags)"
    return approved if asked.yes else f"NOT {approved}"


@condition.register(tree.Linked)
def _(asked: tree.Linked, _amount: str, _values: Values) -> str:
    return f"t.linked_transaction_no {'<>' if asked.yes else '='} ''"


@condition.register(tree.AlsoFlagged)
def _(asked: tree.AlsoFlagged, _amount: str, values: Values) -> str:
    return f"t.flags && {values.texts(asked.flags)}"
