"""What the cells of each column look like, over the whole sheet: the ground of a proposal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.dates import DAY_FIRST, EPOCHS, MONTH_FIRST, Reading, read_moment
from transactions.formats.tabular.dates_order import OrderVotes
from transactions.formats.tabular.values import COMMA, POINT, is_nothing, read_amount
from transactions.formats.tabular.values_codes import code_text, read_yes_no
from transactions.formats.tabular.values_mark import MarkVotes

if TYPE_CHECKING:
    from transactions.formats.tabular.cells import Cell

_MOST_WORDS: Final = 500
_EXAMPLES: Final = 3
_LONGEST: Final = 60


@dataclass(slots=True)
class ColumnProfile:
    """Counts of filled cells by what they can be read as; a cell counts for all it can be."""

    is_clock: bool = False
    """By its name the column holds days or times; no other's cells are tried for them."""
    filled: int = 0
    numbers: int = 0
    fractions: int = 0
    """Numbers that are not whole."""
    moments: int = 0
    """Cells with a day or a time."""
    days: int = 0
    clocks: int = 0
    """Cells with a time of day other than midnight."""
    serials: int = 0
    """Days that are only a count of days."""
    answers: int = 0
    words: Counter[str] = field(default_factory=Counter)
    """Texts with how often, the first 500 different ones."""
    examples: list[str] = field(default_factory=list)
    order: OrderVotes = field(default_factory=OrderVotes)
    marks: MarkVotes = field(default_factory=MarkVotes)

    def see(self, cell: Cell) -> None:
        text = code_text(cell)
        if not text:
            return
        self.filled += 1
        if text in self.words or len(self.words) < _MOST_WORDS:
            self.words[text[:_LONGEST]] += 1
        if len(self.examples) < _EXAMPLES and text[:_LONGEST] not in self.examples:
            self.examples.append(text[:_LONGEST])
        self.answers += read_yes_no(cell) is not None
        if self.is_clock:
            self._see_moment(cell)
        else:
            self._see_number(cell)

    def _see_number(self, cell: Cell) -> None:
        if is_nothing(cell):
            self.numbers += 1
            return
        number = _number(cell)
        if number is not None:
            self.numbers += 1
            self.fractions += number != number.to_integral_value()
            self.marks.see(cell)

    def _see_moment(self, cell: Cell) -> None:
        reading = moment_in_any_order(cell)
        if reading is None:
            return
        self.order.see(cell)
        self.moments += 1
        self.days += reading.day is not None
        self.clocks += reading.clock not in (None, time())
        self.serials += reading.day is not None and is_serial(cell)

    def half(self, count: int) -> bool:
        """Enough to be what the name says: the cells that are not become rows to mend."""
        return count * 2 >= self.filled

    def mostly(self, count: int) -> bool:
        return self.filled > 0 and count * 10 >= self.filled * 9


def moment_in_any_order(cell: Cell) -> Reading | None:
    for order in (MONTH_FIRST, DAY_FIRST):
        try:
            return read_moment(cell, order, 1900)
        except (ValueError, OverflowError):
            continue
    return None


def is_serial(cell: Cell) -> bool:
    """Whether a day is written as a count of days, so that the epoch decides which it is."""
    if not isinstance(cell, str | int | float | Decimal) or isinstance(cell, bool):
        return False
    read = {read_moment(cell, MONTH_FIRST, epoch) for epoch in EPOCHS if _can_read(cell, epoch)}
    return len(read) > 1


def _can_read(cell: Cell, epoch: int) -> bool:
    try:
        read_moment(cell, MONTH_FIRST, epoch)
    except (ValueError, OverflowError):
        return False
    return True


def _number(cell: Cell) -> Decimal | None:
    for mark in (POINT, COMMA):
        try:
            return read_amount(cell, mark)
        except ValueError:
            continue
    return None
