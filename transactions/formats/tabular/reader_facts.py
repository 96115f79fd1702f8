"""One data row as facts: typed, by the mapping, without yet deciding what happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.dates import Reading, read_moment
from transactions.formats.tabular.dates_order import order_shown
from transactions.formats.tabular.roles import CLOCKS, NUMBERS, YES_NO, Role
from transactions.formats.tabular.types import Meaning, meaning_of_word
from transactions.formats.tabular.values import read_amount
from transactions.formats.tabular.values_codes import code_text, read_yes_no
from transactions.formats.tabular.values_mark import written_otherwise

if TYPE_CHECKING:
    from collections.abc import Mapping as Texts
    from decimal import Decimal

    from transactions.formats.tabular.cells import Cell, Row
    from transactions.formats.tabular.mapping import Mapping

CUT: Final = 60
"""Longest piece of a cell that a problem repeats: it may hold what nobody should read."""


class RowError(Exception):
    """A row that cannot be read; the column and the value say why."""

    def __init__(self, code: str, column: str = "", value: object = "") -> None:
        super().__init__(code)
        self.code, self.column, self.value = code, column, str(value)[:CUT]


class LayoutError(Exception):
    """A cell that shows the whole sheet to be written otherwise than was confirmed."""

    def __init__(self, code: str, column: str, value: object) -> None:
        super().__init__(code)
        self.code, self.column, self.value = code, column, str(value)[:CUT]


@dataclass(slots=True)
class Facts:
    """What one row says. Texts are verbatim and "" when absent."""

    row: Row
    texts: Texts[str, str]
    amounts: dict[str, Decimal] = field(default_factory=dict)
    """Only what is there: a blank cell is in none."""
    answers: dict[str, bool] = field(default_factory=dict)
    when: Reading | None = None
    """The day and time of the row, as far as it says."""
    business_date: date | None = None
    when_raw: str = ""

    def text(self, *roles: str) -> str:
        """The first of the roles that says something."""
        for role in roles:
            if found := self.texts.get(role):
                return found
        return ""

    @property
    def local(self) -> datetime | None:
        if self.when is None or self.when.day is None:
            return None
        return datetime.combine(self.when.day, self.when.clock or time())

    @property
    def is_date_only(self) -> bool:
        return self.when is not None and self.when.day is not None and self.when.clock is None

    @property
    def offset(self) -> timedelta | None:
        return self.when.offset if self.when else None


class FactReader:
    """Reads the data rows of one sheet."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        known = [(i, role) for i, role in enumerate(mapping.columns) if role not in _UNREAD]
        self._numbers = [(i, role, mapping.mark_of(i)) for i, role in known if role in NUMBERS]
        self._clocks = [(i, role) for i, role in known if role in CLOCKS]
        self._answers = [(i, role) for i, role in known if role in YES_NO]
        self._texts = [(i, role) for i, role in known if role not in NUMBERS | CLOCKS | YES_NO]

    def texts_of(self, row: Row, carried: Texts[str, str]) -> Facts:
        """What stands in the row as text; ``carried`` are the headings in force."""
        return Facts(row, self._read_texts(row, carried))

    def complete(self, facts: Facts, carried: Texts[str, str], day: date | None) -> Facts:
        """The same with its numbers, answers and moment; ``day`` is that of the report where
        no cell says one. Raises :class:`RowError`, and :class:`LayoutError` for a cell that
        cannot have been written under this mapping."""
        row = facts.row
        cells, width = row.cells, len(row.cells)
        for index, role, mark in self._numbers:
            if index < width and (cell := cells[index]) is not None and cell != "":
                self._take_number(facts, index, role, mark, cell)
        for index, role in self._answers:
            if index < width:
                self._take_answer(facts, index, role, cells[index])
        self._take_moment(facts, carried, day)
        return facts

    def _read_texts(self, row: Row, carried: Texts[str, str]) -> dict[str, str]:
        cells, width = row.cells, len(row.cells)
        texts = dict(carried)
        for index, role in self._texts:
            if index < width and (text := code_text(cells[index])):
                before = texts.get(role) if role in _JOINED else None
                texts[role] = f"{before}; {text}" if before and before != text else text
        return texts

    def _take_number(self, facts: Facts, index: int, role: str, mark: str, cell: Cell) -> None:
        try:
            number = read_amount(cell, mark)
        except ValueError as error:
            column = self._mapping.headers[index]
            if written_otherwise(cell, mark):
                raise LayoutError("decimal_mark_differs", column, cell) from error
            raise RowError("bad_number", column, cell) from error
        if number is not None:
            facts.amounts[role] = number

    def _take_answer(self, facts: Facts, index: int, role: str, cell: Cell) -> None:
        answer = read_yes_no(cell)
        if answer is None:
            meaning = meaning_of_word(code_text(cell))
            if meaning not in _SAYS_SO.get(role, ()):
                raise RowError("bad_answer", self._mapping.headers[index], cell)
            answer = True
        facts.answers[role] = answer

    def _take_moment(self, facts: Facts, carried: Texts[str, str], day: date | None) -> None:
        readings: dict[str, Reading] = {}
        raw = []
        for index, role in self._clocks:
            cell = facts.row.cells[index] if index < len(facts.row.cells) else None
            if (reading := self._moment(cell, index)) is not None:
                readings[role] = reading
                raw.append(code_text(cell))
        for role in (Role.DATE, Role.BUSINESS_DATE):
            if role not in readings and (text := carried.get(role)):
                readings[role] = self._carried(text, role)
                raw.append(text)
        facts.when_raw = " ".join(raw)
        business = readings.get(Role.BUSINESS_DATE)
        facts.business_date = business.day if business else None
        facts.when = moment_of(readings, day)

    def _moment(self, cell: Cell, index: int) -> Reading | None:
        order = self._mapping.date_order
        shows = order_shown(cell)
        if shows not in ("", "either", order):
            raise LayoutError("date_order_differs", self._mapping.headers[index], cell)
        try:
            return read_moment(cell, order, self._mapping.serial_epoch)
        except (ValueError, OverflowError) as error:
            raise RowError("bad_date", self._mapping.headers[index], cell) from error

    def _carried(self, text: str, role: str) -> Reading:
        try:
            found = read_moment(text, self._mapping.date_order, self._mapping.serial_epoch)
        except (ValueError, OverflowError) as error:
            raise RowError("bad_date", role, text) from error
        return found or Reading()


def moment_of(readings: Texts[str, Reading], day: date | None) -> Reading | None:
    """One moment from the row's columns: its own day and time, the end before the start.

    A midnight in a column of days is how programs write a day without a time. A time that
    comes with its own day wins over the day beside it, which is then the business day.
    """
    own = readings.get(Role.DATE_TIME)
    if own is not None and own.day is not None and own.clock is not None:
        return own
    clock = next((readings[role] for role in _BY_CLOCK if role in readings), None)
    if clock is not None and clock.day is not None and clock.clock is not None:
        return clock
    dated = next((r for role in _BY_DAY if (r := readings.get(role)) and r.day), None)
    found = dated.day if dated else day
    if clock is not None and clock.clock is not None:
        return Reading(found, clock.clock, clock.offset)
    if dated is not None and dated.clock not in (None, time()):
        return dated
    if own is not None and own.clock is not None:
        return Reading(found, own.clock, own.offset)
    return Reading(found) if found else None


_UNREAD: Final = frozenset({Role.UNKNOWN, Role.IGNORE})
_JOINED: Final = frozenset({Role.REASON, Role.STATUS})
_BY_CLOCK: Final = (Role.TIME, Role.END_TIME, Role.START_TIME)
_BY_DAY: Final = (Role.DATE_TIME, Role.DATE, Role.BUSINESS_DATE)
_SAYS_SO: Final[dict[str, frozenset[Meaning]]] = {
    Role.HAS_LINE_VOID: frozenset({Meaning.LINE_VOID, Meaning.VOID}),
    Role.IS_VOID: frozenset({Meaning.VOID, Meaning.POST_VOID}),
    Role.IS_REFUND: frozenset({Meaning.REFUND}),
    Role.IS_TRAINING: frozenset({Meaning.TRAINING}),
    Role.IS_SUSPENDED: frozenset({Meaning.SUSPEND}),
}
