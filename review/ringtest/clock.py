"""How wrong a register's clock is, told by when its events can have happened. Pure.

An event was rung after it was asked for and before it came in. Both are our own time, so
that the offset of the register's clock lies between ``asked - occurred`` and
``received - occurred``. Every event narrows it; ten of them leave a few seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

WHOLE_SECONDS: Final = timedelta(seconds=1)
"""Registers cut their times to the second before: the event may be this much later."""
NOTICEABLE: Final = timedelta(seconds=5)
"""A smaller error moves no clip by anything that one could see."""


@dataclass(frozen=True, slots=True)
class Offset:
    """What is to be added to the register's time to get true time: between two bounds."""

    low: timedelta
    high: timedelta

    @property
    def middle(self) -> timedelta:
        return (self.low + self.high) / 2

    @property
    def error(self) -> timedelta:
        return (self.high - self.low) / 2

    def holds(self, offset: timedelta, slack: timedelta = timedelta(0)) -> bool:
        return self.low - slack <= offset <= self.high + slack

    def meets(self, other: Offset, slack: timedelta = timedelta(0)) -> bool:
        return self.low - slack <= other.high and other.low <= self.high + slack


def bounds(asked: datetime, occurred: datetime, by: datetime) -> Offset:
    """The offsets at which an event of register time ``occurred`` was rung between
    ``asked`` and ``by``."""
    return Offset(asked - occurred - WHOLE_SECONDS, by - occurred)


def common(offsets: Iterable[Offset]) -> Offset | None:
    """What all agree on. None without any, and where two contradict each other: then the
    clock was put right midway, or one of them was not rung when it seemed to be."""
    found: Offset | None = None
    for each in offsets:
        if found is not None and not found.meets(each):
            return None
        low = max(found.low, each.low) if found else each.low
        high = min(found.high, each.high) if found else each.high
        found = Offset(low, high)
    return found


def is_off(measured: Offset, known: timedelta) -> bool:
    """Whether the offset that the product uses cannot be right, by more than matters."""
    return not measured.holds(known, NOTICEABLE)
