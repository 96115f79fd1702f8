"""What a register counts by itself, worked out from the truth: the figures of its reports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import EventType, Metric

from .journal import ZERO, DepartmentLine, ItemLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
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
    """A till's shift: what its register did on one business date from ``begins`` to ``ends``,
    both included and aware. ``number`` counts a register's shifts of the date from 1."""

    register: str
    number: int
    begins: datetime
    ends: datetime
    events: list[JournalEvent]

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


class Shifts:
    """Cuts what tills do into shifts, as their events come in the order of the files.

    A shift ends where its till is closed, and at the first event of the next business date.
    Without ``since`` the events begin in the middle of shifts, which are left out: what a
    till counted before is not known.
    """

    def __init__(self, since: datetime | None = None) -> None:
        self._since = since
        self._open: dict[str, list[JournalEvent]] = {}
        self._begins: dict[str, datetime] = {}
        self._numbers: Counter[tuple[str, date]] = Counter()

    def add(self, events: Iterable[JournalEvent]) -> list[Period]:
        """The shifts that ended with these events. Pumps have none."""
        ended: list[Period] = []
        for event in events:
            if event.outside:
                continue
            mine = self._open.setdefault(event.register, [])
            if mine and mine[-1].day != event.day:
                ended += self._end(event.register)
            elif not mine:
                self._begin(event)
            self._open[event.register].append(event)
            if _closes_shift(event):
                ended += self._end(event.register)
        return ended

    def end_all(self) -> list[Period]:
        """The shifts that nobody closed, as at the end of a day."""
        return [period for register in sorted(self._open) for period in self._end(register)]

    def _begin(self, event: JournalEvent) -> None:
        if event.register in self._begins:
            return
        if self._since is not None or _opens_register(event):
            self._begins[event.register] = self._since or event.moment

    def _end(self, register: str) -> list[Period]:
        events, self._open[register] = self._open[register], []
        if not events:
            return []
        begins, day = self._begins.get(register), events[-1].day
        ends = max(event.moment for event in events)
        self._begins[register] = ends + _SECOND
        if begins is None:
            return []
        self._numbers[register, day] += 1
        return [Period(register, self._numbers[register, day], begins, ends, events)]


def shifts_of(day: StoreDay) -> list[Period]:
    """All shifts of a whole day, in the order in which they ended."""
    shifts = Shifts(since=day.start)
    periods = [*shifts.add(day.events), *shifts.end_all()]
    return sorted(periods, key=lambda period: (period.ends, period.register))


def _opens_register(event: JournalEvent) -> bool:
    return event.detail is not None and event.detail.name == "RegisterDetail"


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
