"""Exports of back offices as a journal: every table of a file, by confirmed mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from transactions.formats.canonical import Problem, UnreadableFileError
from transactions.formats.tabular.cells import Sheet
from transactions.formats.tabular.grid import iter_sheets
from transactions.formats.tabular.header_table import open_table
from transactions.formats.tabular.mapping import Mapping, MappingError
from transactions.formats.tabular.proposal import propose
from transactions.formats.tabular.reader_rows import RowClass
from transactions.formats.tabular.reader_sheet import SheetReader
from transactions.formats.tabular.reader_tally import Tally, UnreadRow
from transactions.formats.tabular.roles_match import vendor_of
from transactions.formats.tabular.values_codes import code_text
from transactions.formats.tabular.variants import chosen_ways, said_otherwise

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from datetime import datetime

    from transactions.formats.canonical import ControlTotal, Event, FormatContext
    from transactions.formats.tabular.cells import Row
    from transactions.formats.tabular.header_table import Table


class _Counted:
    """Rows, and how many there were."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._count = 0

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        row = next(self._rows)
        self._count += 1
        return row

    def to_the_end(self) -> int:
        for _ in self:
            pass
        return self._count


class TabularReader:
    """A :class:`~transactions.formats.reader.JournalReader` of spreadsheets and delimited
    text; ``stream`` must seek.

    A layout that nobody confirmed raises UnreadableFileError (``needs_mapping`` with its
    ``fingerprint``), unless the context accepts what is proposed: then each open question is
    a problem that says what was assumed. Rows that cannot be read become problems, and
    ``row_errors`` for a list; whether a file with such rows is taken is the caller's to say.
    """

    format = "tabular"
    format_version = "1"
    vendor_version = ""

    def __init__(self, stream: BinaryIO, name: str, context: FormatContext) -> None:
        self._stream, self._name, self._context = stream, name, context
        self._start()

    def _start(self) -> None:
        self._tally = Tally()
        self.vendor = ""
        self.store_code = ""
        self.declared_at: datetime | None = None
        self.fingerprints: list[str] = []
        """The layouts that were read, in order."""
        self.note: Problem | None = None
        """That the file is written otherwise than its layout's other files."""

    @property
    def problems(self) -> list[Problem]:
        return self._tally.problems

    @property
    def unknown_elements(self) -> Counter[str]:
        """``column: …`` and ``type: …`` that nothing was made of."""
        return self._tally.unknown

    @property
    def control_totals(self) -> list[ControlTotal]:
        return self._tally.control_totals

    @property
    def rows_by_class(self) -> Counter[str]:
        """How many rows were of each :class:`~.reader_rows.RowClass`; none is left out."""
        return self._tally.rows_by_class

    @property
    def row_errors(self) -> list[UnreadRow]:
        return self._tally.row_errors

    @property
    def totals_checked(self) -> int:
        """Figures of totals rows that were compared with our sums."""
        return self._tally.totals_checked

    @property
    def cashier_names(self) -> dict[str, str]:
        """Cashier codes to the names that stand beside them."""
        return self._tally.cashier_names

    def __iter__(self) -> Iterator[Event]:
        self._start()
        proposed = self._proposed() | chosen_ways(self._stream, self._name, self._context)
        tables = 0
        for sheet in iter_sheets(self._stream, self._name):
            rows = _Counted(sheet.rows)
            table = open_table(Sheet(sheet.name, rows), self._name)
            if table is None:
                self._tally.rows_by_class[RowClass.OUTSIDE] += rows.to_the_end()
                continue
            tables += 1
            yield from self._read(table, proposed)
        if not tables:
            raise UnreadableFileError("no_table")

    def _proposed(self) -> dict[str, Mapping]:
        """Mappings for unconfirmed layouts, where they may be used; doubts become problems."""
        if not self._context.accept_proposed:
            return {}
        found = {}
        for proposal in propose(self._stream, self._name, self._context):
            if proposal.is_confirmed:
                continue
            found[proposal.fingerprint] = proposal.mapping
            for question in proposal.questions:
                params = {**question.params, "sheet": proposal.sheet}
                self._tally.report(Problem(f"assumed_{question.code}", params))
        return found

    def _mapping(self, table: Table, proposed: dict[str, Mapping]) -> Mapping:
        confirmed = self._context.mappings.get(table.fingerprint)
        if (found := proposed.get(table.fingerprint)) is not None:
            self.note = self.note or said_otherwise(found, confirmed)
            return found
        if confirmed is None:
            raise UnreadableFileError(
                "needs_mapping", fingerprint=table.fingerprint, sheet=table.sheet
            )
        try:
            return Mapping.from_json(confirmed)
        except MappingError as error:
            raise UnreadableFileError(error.code, **error.params) from error

    def _read(self, table: Table, proposed: dict[str, Mapping]) -> Iterator[Event]:
        mapping = self._mapping(table, proposed)
        if mapping.ignored:
            self._tally.rows_by_class[RowClass.IGNORED] += sum(1 for _ in table.rows)
            return
        self.fingerprints.append(table.fingerprint)
        above = tuple(code_text(cell) for row in table.header.above for cell in row.cells)
        self.vendor = self.vendor or vendor_of(table.header.names, above)
        reader = SheetReader(table, mapping, self._context, self._tally, self.vendor)
        self.store_code = self.store_code or reader.titles.store
        self.declared_at = self.declared_at or reader.titles.printed
        for event in reader.events():
            self._check_store(event)
            yield event

    def _check_store(self, event: Event) -> None:
        """Rows of two stores in one file: it belongs to neither, unless nothing is kept."""
        if event.store_code:
            self._tally.stores.add(event.store_code)
        if len(self._tally.stores) > 1 and not self._context.accept_proposed:
            first, second = sorted(self._tally.stores)[:2]
            raise UnreadableFileError("several_stores", first=first, second=second)
