"""What a register counts by itself, worked out from the truth: the figures of its reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import EventType, Metric

from .journal import ZERO, DepartmentLine, ItemLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from .journal import JournalEvent
    from .store_day import StoreDay

_SECOND: Final = timedelta(seconds=1)
COUNTED: Final = {
    EventType.VOID: Metric.VOIDS,
    EventType.REFUND: Metric.REFUNDS,
    EventType.NO_SALE: Metric.NO_SALES,
    EventType.PAID_OUT: Metric.PAID_OUTS,
    EventType.SAFE_DROP: Metric.SAFE_DROPS,
}
_TRADE: Final = frozenset({EventType.SALE, EventType.RESUME, EventType.REFUND})


@dataclass(frozen=True, slots=True)
class Figure:
    """``amount`` is what it came to, without a sign."""

    count: int
    amount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Period:
    """A till's shift: all that its register did from ``begins`` to ``ends``, both included
    and aware. ``number`` counts the periods of the day from 1."""

    register: str
    number: int
    begins: datetime
    ends: datetime
    events: list[JournalEvent]
    is_closed: bool
    """Off for what came after the last shift was closed."""

    def by_cashier(self) -> dict[str, list[JournalEvent]]:
        found: dict[str, list[JournalEvent]] = {}
        for event in self.events:
            found.setdefault(event.cashier, []).append(event)
        return found


def figures_of(events: Iterable[JournalEvent]) -> dict[Metric, Figure]:
    """Every figure a register's report gives, zeros too; training is in none."""
    real = [event for event in events if not event.training]
    found = {metric: _figure(real, kind) for kind, metric in COUNTED.items()}
    found[Metric.TRANSACTIONS] = Figure(sum(each.expected_type in _TRADE for each in real))
    removed = [line for each in real if each.expected_type is not EventType.VOID
               for line in _goods(each) if line.cancelled]  # fmt: skip
    found[Metric.LINE_VOIDS] = Figure(len(removed), _sum(line.amount for line in removed))
    cuts = [line.cut for each in real for line in each.lines
            if isinstance(line, ItemLine) and line.cut and line.cut.manual]  # fmt: skip
    found[Metric.DISCOUNTS] = Figure(len(cuts), _sum(cut.amount for cut in cuts))
    sold = [each.net or ZERO for each in real if each.expected_type in _TRADE]
    found[Metric.SALES_TOTAL] = Figure(len(sold), sum(sold, ZERO))
    return found


def shifts_of(day: StoreDay) -> list[Period]:
    """The shifts of every till inside, in the order in which they were closed."""
    periods: list[Period] = []
    for register in day.profile.inside:
        events = [each for each in day.events if each.register == register.code]
        periods += _periods(register.code, events, day.start, day.end)
    return sorted(periods, key=lambda period: (period.ends, period.register))


def _periods(
    register: str, events: Sequence[JournalEvent], begins: datetime, ends: datetime
) -> list[Period]:
    closings = sorted(each.moment for each in events if _closes_shift(each))
    last = max((each.moment for each in events), default=ends)
    bounds = [*closings, max(ends, last)]
    found: list[Period] = []
    for number, end in enumerate(bounds, start=1):
        mine = [each for each in events if begins <= each.moment <= end]
        if mine:
            found.append(Period(register, number, begins, end, mine, number <= len(closings)))
        begins = end + _SECOND
    return found


def _closes_shift(event: JournalEvent) -> bool:
    return event.detail is not None and event.detail.name == "ShiftDetail"


def _figure(events: Sequence[JournalEvent], kind: EventType) -> Figure:
    mine = [each for each in events if each.expected_type is kind]
    return Figure(len(mine), _sum(_worth(each) for each in mine))


def _worth(event: JournalEvent) -> Decimal:
    if event.detail is not None:
        return event.detail.amount or ZERO
    return event.net or ZERO


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum((abs(amount) for amount in amounts), ZERO)


def _goods(event: JournalEvent) -> list[ItemLine | DepartmentLine]:
    return [line for line in event.lines if isinstance(line, ItemLine | DepartmentLine)]
