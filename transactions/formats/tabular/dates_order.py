"""Day or month first: settled once for all dates of a sheet, or asked.

A register's back office writes every date of a report in one order, so one date that can
only be read one way settles those that can be read both ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.dates import DAY_FIRST, MONTH_FIRST

if TYPE_CHECKING:
    from transactions.formats.tabular.cells import Cell

_TRIPLE: Final = re.compile(
    r"^\s*(?:[A-Za-z]+\.?,?\s+)?(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)", re.ASCII
)


@dataclass(slots=True)
class OrderVotes:
    """How many dates can be read one way only, and how many mean another day either way."""

    month_first: int = 0
    day_first: int = 0
    either: int = 0

    def see(self, cell: Cell) -> None:
        order = order_shown(cell)
        if order == MONTH_FIRST:
            self.month_first += 1
        elif order == DAY_FIRST:
            self.day_first += 1
        elif order == "either":
            self.either += 1

    @property
    def decided(self) -> str:
        """The one order that the dates show, "" where they show none or both."""
        if self.month_first and not self.day_first:
            return MONTH_FIRST
        return DAY_FIRST if self.day_first and not self.month_first else ""

    @property
    def is_mixed(self) -> bool:
        return bool(self.month_first and self.day_first)


def order_shown(cell: Cell) -> str:
    """``mdy``, ``dmy``, ``either`` (both are days, and different ones) or "" (no question)."""
    return _shown(cell) if isinstance(cell, str) else ""


@lru_cache(maxsize=16384)
def _shown(text: str) -> str:
    if (found := _TRIPLE.match(text)) is None:
        return ""
    first, second = int(found[1]), int(found[3])
    if first > 12 >= second >= 1:
        return DAY_FIRST
    if second > 12 >= first >= 1:
        return MONTH_FIRST
    return "either" if first != second and first <= 12 and second <= 12 else ""
