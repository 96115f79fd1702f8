"""What each row below a header is: nothing is passed over without being counted."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.dates import DAY_FIRST, MONTH_FIRST, read_moment
from transactions.formats.tabular.header import filled, repeats
from transactions.formats.tabular.header_words import normalise, shown
from transactions.formats.tabular.mapping_terms import Grain
from transactions.formats.tabular.reader_headings import FIGURES, Headings
from transactions.formats.tabular.roles import ITEMS, Role

if TYPE_CHECKING:
    from transactions.formats.tabular.cells import Cell, Row
    from transactions.formats.tabular.header import Header
    from transactions.formats.tabular.mapping import Mapping


class RowClass(StrEnum):
    TITLE = "title"
    """Above the table."""
    HEADER = "header"
    REPEATED_HEADER = "repeated_header"
    HEADING = "heading"
    """"Cashier: JOHN": said of the rows below it."""
    DATA = "data"
    UNREAD = "unread"
    """A data row in which something could not be understood."""
    TOTAL = "total"
    FOOTER = "footer"
    """Page numbers, print dates, remarks."""
    BLANK = "blank"
    IGNORED = "ignored"
    """Of a sheet, or a type word, that a person said holds nothing."""
    OUTSIDE = "outside"
    """Of a sheet that holds no table."""


_WHOSE: Final = "grand|sub|report|page|day|daily|store|shift|cashier|register|overall|net|all|group"
_BEFORE_TOTAL: Final = rf"(?:(?:{_WHOSE})\s*)*"
_TOTAL: Final = re.compile(
    rf"^{_BEFORE_TOTAL}totals?\b|^subtotals?\b|\btotals?$|^(?:sum|count|average|avg)s?\b"
)
_ONLY_TOTAL: Final = re.compile(rf"^{_BEFORE_TOTAL}(?:sub)?totals?$|^subtotals?$")
_FOOTER: Final = re.compile(
    r"^page \d+|^page$|^printed\b|^generated\b|^exported\b|^end of (?:report|file|list)"
    r"|^run (?:date|time|on)|^report (?:run|date|printed|generated)|^powered by|^copyright"
    r"|^continued|^no (?:records|data)|\brecords? (?:found|returned|listed)$"
    r"|^\d+ (?:of \d+ )?(?:rows?|records?|transactions?)\b"
)
_NUMBER: Final = re.compile(r"#?[A-Za-z]{0,6}-?\d[\w./-]*")
"""What can be a transaction's number: one word, unlike "Page 1" in the same column."""
_DIGIT: Final = re.compile(r"\d")


class RowClassifier:
    """Classifies the rows below one header, in order; headings are carried down."""

    def __init__(self, header: Header, mapping: Mapping) -> None:
        self._header, self._mapping = header, mapping
        at: dict[str, list[int]] = {}
        for index, role in enumerate(mapping.columns):
            at.setdefault(role, []).append(index)
        self._days = [i for role in _DAY_ROLES for i in at.get(role, ())]
        self._clocks = [i for role in _CLOCK_ROLES for i in at.get(role, ())]
        self._numbers = at.get(Role.TRANSACTION_NO, [])
        self._items = [i for role in ITEMS for i in at.get(role, ())]
        self._has_type = Role.TYPE in at
        self.headings = Headings(mapping)
        for row in header.above:
            if (texts := filled(row.cells)) and self.headings.pairs(texts):
                self.headings.take(texts)

    def classify(self, row: Row) -> RowClass:
        cells = row.cells
        if self._is_plain_data(cells):
            return RowClass.DATA
        texts = filled(cells)
        if not texts:
            return RowClass.BLANK
        if repeats(self._header, cells):
            return RowClass.REPEATED_HEADER
        alone = len({text for _, text in texts}) == 1
        if self._is_total(cells, texts):
            return RowClass.TOTAL
        if (alone or not self._stands(cells)) and _FOOTER.search(normalise(texts[0][1])):
            return RowClass.FOOTER
        if not self._stands(cells) and self.headings.take(texts):
            return RowClass.HEADING
        if alone:
            return self._alone(texts[0])
        return RowClass.DATA if self._may_be_data(cells, texts) else RowClass.TOTAL

    def _alone(self, only: tuple[int, str]) -> RowClass:
        """One value in a row of its own: a heading without a label, or a remark."""
        if self.headings.take_alone(only[1], with_type=not self._has_type):
            return RowClass.HEADING
        wide = len(self._mapping.columns) > 1 and only[0] not in self._numbers
        if wide and FIGURES.match(only[1]):
            return RowClass.TOTAL
        return RowClass.FOOTER if wide else RowClass.DATA

    def _is_plain_data(self, cells: tuple[Cell, ...]) -> bool:
        """Nearly every row: a moment and a number of its own, and no total's word."""
        if not self._numbers:
            return False
        return self._has_number(cells) and (
            self._reads_any(cells, self._days) or self._reads_any(cells, self._clocks)
        )

    def _is_total(self, cells: tuple[Cell, ...], texts: list[tuple[int, str]]) -> bool:
        if self._has_number(cells):
            return False
        first = normalise(texts[0][1])
        dated = self._reads_any(cells, self._days) and texts[0][0] not in self._days
        timed = self._reads_any(cells, self._clocks)
        if _TOTAL.search(first):
            return not timed and not (dated and not _ONLY_TOTAL.search(first))
        if timed:
            return False
        return any(_ONLY_TOTAL.search(normalise(text)) for _, text in texts[:6])

    def _stands(self, cells: tuple[Cell, ...]) -> bool:
        """Whether a row has a number, a day or a time of its own."""
        if self._has_number(cells):
            return True
        filled_in = sum(1 for cell in cells if cell is not None and cell != "")
        return filled_in > 1 and (
            self._reads_any(cells, self._days) or self._reads_any(cells, self._clocks)
        )

    def _may_be_data(self, cells: tuple[Cell, ...], texts: list[tuple[int, str]]) -> bool:
        """Not so: a row of nothing but figures, without a date and a receipt number."""
        if self._mapping.grain == Grain.SUMMARY or self._stands(cells):
            return True
        marked = self._days or self._clocks or self._numbers
        if not marked or any(shown(cells[i]) for i in self._items if i < len(cells)):
            return True
        return not all(_DIGIT.search(text) or text in "-$*" for _, text in texts)

    def _has_number(self, cells: tuple[Cell, ...]) -> bool:
        for index in self._numbers:
            if index < len(cells) and (text := shown(cells[index])):
                return _NUMBER.fullmatch(text) is not None
        return False

    def _reads_any(self, cells: tuple[Cell, ...], columns: list[int]) -> bool:
        return any(index < len(cells) and self._reads(cells[index]) for index in columns)

    def _reads(self, cell: Cell) -> bool:
        """In either order: what a row is does not hang on day or month being first."""
        return any(self._reads_as(cell, order) for order in (MONTH_FIRST, DAY_FIRST))

    def _reads_as(self, cell: Cell, order: str) -> bool:
        try:
            return read_moment(cell, order, self._mapping.serial_epoch) is not None
        except (ValueError, OverflowError):
            return False


_DAY_ROLES: Final = (Role.DATE_TIME, Role.DATE, Role.BUSINESS_DATE)
_CLOCK_ROLES: Final = (Role.TIME, Role.START_TIME, Role.END_TIME)
