"""Our counts held against the register's own. Pure; ``reconcile.py`` asks the database.

A register tells the same figure for a day, for a shift and for a till: the scopes overlap,
so each is compared by itself and none are added up. Where the narrowest scope that our
events can be narrowed to agrees, a wider one is only shown if it does not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from transactions.formats.canonical import Metric, PeriodScope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime


class Verdict(StrEnum):
    SAME = "same"
    BLIND = "blind"
    """The register counted some, we saw none: perhaps we cannot read them here."""
    FEWER = "fewer"
    MORE = "more"
    AMOUNT = "amount"
    """As many, but not of the same worth."""
    STATED = "stated"
    """A figure that only the register can know."""


TYPES = {
    Metric.VOIDS: "void",
    Metric.POST_VOIDS: "post_void",
    Metric.REFUNDS: "refund",
    Metric.NO_SALES: "no_sale",
    Metric.PAID_OUTS: "paid_out",
    Metric.PAID_INS: "paid_in",
    Metric.SAFE_DROPS: "safe_drop",
    Metric.SAFE_LOANS: "safe_loan",
    Metric.DRIVE_OFFS: "drive_off",
    Metric.SUSPENDED: "suspend",
    Metric.DRAWER_OPENED_BY_KEY: "drawer_alarm",
}
COUNTED_OTHERWISE = {Metric.LINE_VOIDS: "removed", Metric.DISCOUNTS: "discounts"}
"""Registers differ in what one of these is: only counting none at all tells something."""
STATED = frozenset({Metric.OVER_SHORT})
COMPARED = frozenset({*TYPES, *COUNTED_OTHERWISE, *STATED})
_NARROWS = ("register", "cashier", "till", "shift")
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Control:
    """One figure of the register's. Codes are "" where it does not narrow by them."""

    id: int
    day: date
    metric: Metric
    scope: str
    register: str
    cashier: str
    till: str
    shift: str
    begins_at: datetime | None
    ends_at: datetime | None
    count: Decimal | None
    amount: Decimal | None

    @property
    def narrowness(self) -> int:
        named = sum(bool(getattr(self, name)) for name in _NARROWS)
        return named + (self.scope == PeriodScope.SHIFT and not self.shift)


@dataclass(frozen=True, slots=True)
class Ours:
    """One event that a register might have counted. ``removed`` and ``discounts`` are how
    many lines and discounts of that kind its receipt has."""

    day: date
    at: datetime
    event_type: str
    register: str
    cashier: str
    till: str
    shift: str
    amount: Decimal | None
    removed: int = 0
    discounts: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    control: Control
    verdict: Verdict
    count: int
    amount: Decimal

    @property
    def differs(self) -> bool:
        return self.verdict not in {Verdict.SAME, Verdict.STATED}


def compare(controls: Iterable[Control], events: Iterable[Ours]) -> list[Compared]:
    """Per business date and metric: the figures of the narrowest comparable scope, and
    those of a wider one where it alone differs. Newest date first."""
    by_day: defaultdict[date, list[Ours]] = defaultdict(list)
    for event in events:
        by_day[event.day].append(event)
    groups: defaultdict[tuple[date, Metric], list[Control]] = defaultdict(list)
    for control in controls:
        if control.metric in COMPARED:
            groups[control.day, control.metric].append(control)
    found: list[Compared] = []
    for (day, _metric), group in sorted(groups.items(), key=lambda each: each[0], reverse=True):
        found += _narrowest(group, by_day[day])
    return found


def _narrowest(group: Sequence[Control], events: Sequence[Ours]) -> list[Compared]:
    levels: defaultdict[int, list[Compared]] = defaultdict(list)
    for control in group:
        if control.metric in STATED:
            levels[control.narrowness].append(
                Compared(control, Verdict.STATED, 0, control.amount or Decimal(0))
            )
        elif (mine := _narrowed(control, events)) is not None:
            levels[control.narrowness].append(_compared(control, mine))
    shown: list[Compared] = []
    for narrowness in sorted(levels, reverse=True):
        level = levels[narrowness]
        if not shown:
            shown = level
        elif not any(each.differs for each in shown):
            shown += [each for each in level if each.differs]
    return shown


def _narrowed(control: Control, events: Sequence[Ours]) -> list[Ours] | None:
    """The events that the figure is about; None when ours cannot be narrowed like that."""
    mine = list(events)
    for name in ("register", "cashier", "till"):
        wanted = _plain(getattr(control, name))
        if not wanted:
            continue
        if mine and not any(getattr(event, name) for event in mine):
            return None
        mine = [event for event in mine if _plain(getattr(event, name)) == wanted]
    if control.scope != PeriodScope.SHIFT and not control.shift:
        return mine
    return _of_shift(control, mine)


def _of_shift(control: Control, events: list[Ours]) -> list[Ours] | None:
    begins, ends = control.begins_at, control.ends_at
    if begins is not None and ends is not None:
        return [event for event in events if begins <= event.at <= ends]
    if control.shift and any(event.shift for event in events):
        return [event for event in events if _plain(event.shift) == _plain(control.shift)]
    return None


def _compared(control: Control, events: Sequence[Ours]) -> Compared:
    if part := COUNTED_OTHERWISE.get(control.metric):
        count = sum(getattr(event, part) for event in events)
        blind = bool(control.count) and count == 0
        return Compared(control, Verdict.BLIND if blind else Verdict.SAME, count, Decimal(0))
    mine = [event for event in events if event.event_type == TYPES[control.metric]]
    amount = sum((abs(event.amount or Decimal(0)) for event in mine), Decimal(0))
    return Compared(control, _verdict(control, len(mine), amount), len(mine), amount)


def _verdict(control: Control, count: int, amount: Decimal) -> Verdict:
    theirs = control.count
    if theirs is None:
        theirs_amount = abs(control.amount or Decimal(0))
        if theirs_amount and count == 0:
            return Verdict.BLIND
        return Verdict.SAME if abs(theirs_amount - amount) <= CENT else Verdict.AMOUNT
    if theirs > 0 and count == 0:
        return Verdict.BLIND
    if count != theirs:
        return Verdict.FEWER if count < theirs else Verdict.MORE
    if control.amount and abs(abs(control.amount) - amount) > CENT:
        return Verdict.AMOUNT
    return Verdict.SAME


def _plain(code: str) -> str:
    """Registers pad their numbers with zeros in one report and not in another."""
    return code.lstrip("0") or code
