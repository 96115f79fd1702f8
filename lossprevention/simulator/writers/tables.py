"""A report as back offices print it: titles, a header, rows, and a line of totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | bool | Decimal | date | datetime | None
"""A whole number is a code (register, receipt); money is ``Decimal``; times are the store's
wall clock, without a zone."""
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Table:
    """``summed`` are the headers of the columns that the last line adds up."""

    titles: tuple[str, ...]
    headers: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    summed: frozenset[str] = field(default_factory=frozenset)

    @property
    def total(self) -> tuple[Cell, ...] | None:
        """The line of totals; what it does not add up is filled with a no-break space."""
        if not self.summed:
            return None
        sums = [self._sum(index) for index in range(len(self.headers))]
        return ("Total", *(NO_BREAK_SPACE if each is None else each for each in sums[1:]))

    def _sum(self, index: int) -> Decimal | None:
        if self.headers[index] not in self.summed:
            return None
        cells = (row[index] for row in self.rows)
        return sum((cell for cell in cells if isinstance(cell, Decimal)), Decimal("0.00"))
