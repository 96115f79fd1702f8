"""What a file's rows came to: counts by class, what could not be read, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import Problem
from transactions.formats.tabular.reader_identity import Identities
from transactions.formats.tabular.values_codes import code_text

if TYPE_CHECKING:
    from transactions.formats.canonical import ControlTotal
    from transactions.formats.tabular.cells import Row

_MOST_PROBLEMS: Final = 1_000
_MOST_ROW_ERRORS: Final = 20_000


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that became no event, for a list that a person can download and mend."""

    sheet: str
    row: int
    code: str
    column: str
    cells: tuple[str, ...]
    """As text, all of them."""


@dataclass(slots=True)
class Tally:
    rows_by_class: Counter[str] = field(default_factory=Counter)
    row_errors: list[UnreadRow] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    control_totals: list[ControlTotal] = field(default_factory=list)
    identities: Identities = field(default_factory=Identities)
    events: int = 0
    totals_checked: int = 0
    stores: set[str] = field(default_factory=set)
    cashier_names: dict[str, str] = field(default_factory=dict)
    _problems: list[Problem] = field(default_factory=list)
    _left_out: int = 0

    @property
    def problems(self) -> list[Problem]:
        if not self._left_out:
            return list(self._problems)
        return [*self._problems, Problem("more_problems", {"count": str(self._left_out)})]

    def report(self, problem: Problem) -> None:
        if len(self._problems) < _MOST_PROBLEMS:
            self._problems.append(problem)
        else:
            self._left_out += 1

    def unread(self, sheet: str, row: Row, code: str, column: str, value: str) -> None:
        """A data row that nothing can be made of; it takes a place in the file's order."""
        where = {"row": str(row.number), "sheet": sheet, "column": column, "field": column}
        params = where | {"value": value}
        self.report(Problem(code, params, self.events))
        self.events += 1
        if len(self.row_errors) < _MOST_ROW_ERRORS:
            cells = tuple(code_text(cell) for cell in row.cells)
            self.row_errors.append(UnreadRow(sheet, row.number, code, column, cells))
