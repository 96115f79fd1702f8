"""Totals rows are a free test: they must equal the sum of the rows above them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import Problem
from transactions.formats.tabular.header import filled
from transactions.formats.tabular.header_words import normalise
from transactions.formats.tabular.roles import METRIC_ROLES, NUMBERS, Role
from transactions.formats.tabular.values import read_amount

if TYPE_CHECKING:
    from transactions.formats.tabular.cells import Row
    from transactions.formats.tabular.mapping import Mapping

_NOT_SUMMED: Final = frozenset({Role.UNIT_PRICE, Role.REGULAR_PRICE, Role.NEW_PRICE})
_TOLERANCE: Final = Decimal("0.005")
_NO_SUM: Final = ("count", "average", "avg", "no of", "number")


class Totals:
    """Running sums of the number columns: since the last subtotal, and over the sheet."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        summed = (NUMBERS - _NOT_SUMMED) | METRIC_ROLES
        self._columns = [i for i, role in enumerate(mapping.columns) if role in summed]
        self._group = dict.fromkeys(self._columns, Decimal(0))
        self._all = dict.fromkeys(self._columns, Decimal(0))
        self._receipt: dict[int, Decimal | None] = {}
        self.checked = 0
        """Totals that were compared."""

    def add(self, row: Row) -> None:
        """A data row, readable or not: the report summed it either way."""
        for index in self._columns:
            if (number := self._number(row, index)) is not None:
                self._group[index] += number
                self._all[index] += number

    def compare(self, row: Row, sheet: str) -> list[Problem]:
        """Problems for each figure of a totals row that equals neither of our sums."""
        label = next((text for _, text in filled(row.cells)), "")
        if any(normalise(label).startswith(word) for word in _NO_SUM):
            return []
        problems = []
        for index in self._columns:
            said = self._number(row, index)
            if said is None:
                continue
            self.checked += 1
            ours = self._nearest(index, said)
            if abs(said - ours) > _TOLERANCE:
                problems.append(self._problem(row, sheet, index, said, ours))
        self._group = dict.fromkeys(self._columns, Decimal(0))
        return problems

    def _nearest(self, index: int, said: Decimal) -> Decimal:
        return min((self._all[index], self._group[index]), key=lambda ours: abs(said - ours))

    def _number(self, row: Row, index: int) -> Decimal | None:
        if index >= len(row.cells):
            return None
        try:
            return read_amount(row.cells[index], self._mapping.mark_of(index))
        except ValueError:
            return None

    def _problem(self, row: Row, sheet: str, index: int, said: Decimal, ours: Decimal) -> Problem:
        params = {
            "row": str(row.number),
            "sheet": sheet,
            "column": self._mapping.headers[index],
            "said": str(said),
            "ours": str(ours),
        }
        return Problem("total_differs", params)
