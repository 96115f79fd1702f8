"""Rows out of the tags and texts of a web page, told as a parser comes by them.

Pages nest tables for two reasons. A table around the data only arranges the page: the
inner one is the table. A table within a cell of the data is that cell's text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.cells import Row
from transactions.spreadsheets.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNSEEN: Final = frozenset({"script", "style", "template", "noscript", "title", "object"})
_BREAKS: Final = frozenset({"br", "p", "div", "li", "table", "tr", "td"})
_CELLS: Final = frozenset({"td", "th"})
_DATA_WIDTH: Final = 3
"""A table with a row of so many filled cells holds data and is no mere frame."""
_MAX_NESTING: Final = 30


@dataclass(slots=True)
class _Table:
    number: int
    rows: int = 0
    is_data: bool = False
    cells: list[str] | None = None
    text: list[str] | None = None
    size: int = 0
    span: int = 1
    hanging: dict[int, int] = field(default_factory=dict)
    """How many rows more a cell reaches down, by column."""


class RowTarget:
    """The parser's target. ``rows`` holds what is complete: table's number and row."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, Row]] = []
        self._tables: list[_Table] = []
        self._made = 0
        self._inner = 0
        self._unseen = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if self._unseen:
            return
        if tag == "table":
            self._start_table()
        if tag in _BREAKS:
            self.data(" ")
        if self._inner:
            return
        if tag == "tr":
            self._start_row()
        elif tag in _CELLS:
            self._start_cell(self._table(), attributes)

    def end(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if self._unseen or not self._tables:
            return
        if tag == "table":
            self._end_table()
        elif self._inner:
            return
        elif tag in _CELLS:
            _end_cell(self._tables[-1])
        elif tag == "tr":
            self._end_row()

    def data(self, text: str) -> None:
        table = self._tables[-1] if self._tables else None
        if table is None or table.text is None or self._unseen:
            return
        table.size += len(text)
        if table.size > MAX_CELL_CHARACTERS:
            raise UnreadableFileError("text_too_large")
        table.text.append(text)

    def comment(self, text: str) -> None:
        """Comments say nothing."""

    def close(self) -> None:
        while self._tables:
            self._end_row()
            self._tables.pop()

    def _table(self) -> _Table:
        """The table being read; rows without any table around them make one."""
        if not self._tables:
            self._made += 1
            self._tables.append(_Table(self._made))
        return self._tables[-1]

    def _start_table(self) -> None:
        if self._inner or (self._tables and self._tables[-1].is_data and self._in_cell()):
            self._inner += 1
            return
        if len(self._tables) >= _MAX_NESTING:
            raise UnreadableFileError("too_deep")
        self._made += 1
        self._tables.append(_Table(self._made))

    def _in_cell(self) -> bool:
        return self._tables[-1].text is not None

    def _end_table(self) -> None:
        if self._inner:
            self._inner -= 1
            return
        self._end_row()
        self._tables.pop()

    def _start_row(self) -> None:
        table = self._table()
        self._end_row()
        table.cells = []

    def _start_cell(self, table: _Table, attributes: Mapping[str, str]) -> None:
        _end_cell(table)
        if table.cells is None:
            table.cells = []
        _fill_hanging(table, table.cells)
        table.text, table.size = [], 0
        table.span = _span(attributes.get("colspan", ""))
        if (rows := _span(attributes.get("rowspan", ""))) > 1:
            first = len(table.cells)
            table.hanging.update(dict.fromkeys(range(first, first + table.span), rows - 1))

    def _end_row(self) -> None:
        table = self._tables[-1]
        _end_cell(table)
        if table.cells is None:
            return
        cells, table.cells = table.cells, None
        table.rows += 1
        if any(cells):
            table.is_data |= len(set(filter(None, cells))) >= _DATA_WIDTH
            self.rows.append((table.number, Row(table.rows, tuple(cells))))


def _end_cell(table: _Table) -> None:
    if table.text is None or table.cells is None:
        return
    text = " ".join("".join(table.text).split())
    table.text = None
    table.cells += [text] * table.span
    if len(table.cells) > MAX_COLUMNS:
        raise UnreadableFileError("too_many_columns", limit=str(MAX_COLUMNS))


def _fill_hanging(table: _Table, cells: list[str]) -> None:
    """A cell that reaches down from a row above is empty here."""
    while rows := table.hanging.pop(len(cells), 0):
        if rows > 1:
            table.hanging[len(cells)] = rows - 1
        cells.append("")


def _span(text: str) -> int:
    """A declared span, which is no reason to make a million cells."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > len(str(MAX_COLUMNS)):
        return 1
    return min(max(int(digits), 1), MAX_COLUMNS)
