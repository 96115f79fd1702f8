"""One sheet, row by row, to events and control totals, in flat memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transactions.formats.canonical import Problem, UnreadableFileError
from transactions.formats.tabular.header_titles import read_titles
from transactions.formats.tabular.mapping_terms import Grain
from transactions.formats.tabular.reader_events import receipt_event
from transactions.formats.tabular.reader_facts import FactReader, Facts, LayoutError, RowError
from transactions.formats.tabular.reader_groups import Groups, is_one_receipt, merged_event
from transactions.formats.tabular.reader_meaning import Meanings, RowMeaning
from transactions.formats.tabular.reader_receipts import ReceiptError, lines_event
from transactions.formats.tabular.reader_rows import RowClass, RowClassifier
from transactions.formats.tabular.reader_steps import Made, RowResult
from transactions.formats.tabular.reader_summary import Summary
from transactions.formats.tabular.reader_totals import Totals
from transactions.formats.tabular.roles import CLOCKS, Role
from transactions.formats.tabular.types import Meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transactions.formats.canonical import Event, FormatContext
    from transactions.formats.tabular.cells import Row
    from transactions.formats.tabular.header_table import Table
    from transactions.formats.tabular.mapping import Mapping
    from transactions.formats.tabular.reader_tally import Tally

Said = tuple[Facts, RowMeaning]


class SheetReader:
    """Reads the table under a mapping; counts and problems go to the ``tally``."""

    def __init__(
        self, table: Table, mapping: Mapping, context: FormatContext, tally: Tally, vendor: str
    ) -> None:
        self._table, self._mapping, self._context = table, mapping, context
        self._tally, self._vendor = tally, vendor
        self.titles = read_titles(table.header.above, mapping.date_order)
        self._classifier = RowClassifier(table.header, mapping)
        self._facts = FactReader(mapping)
        self._meanings = Meanings(mapping)
        self._totals = Totals(mapping)
        self._summary = Summary(mapping, self.titles)
        self._groups = Groups(mapping)
        dated = {Role.DATE_TIME, Role.DATE, Role.BUSINESS_DATE} & set(mapping.columns)
        self._day = None if dated else self.titles.single_day
        self._is_timed = bool(CLOCKS & set(mapping.columns))
        self._last_number = table.header.last_row

    def events(self) -> Iterator[Event]:
        """Raises UnreadableFileError when a cell shows another layout than the mapping's."""
        for step in self.steps():
            if isinstance(step, Made):
                yield step.event

    def is_written_so(self) -> bool:
        """Whether no cell shows another layout than the mapping's; reads the rows up to the
        first that does."""
        try:
            for _ in self._results():
                pass
        except UnreadableFileError:
            return False
        return True

    def steps(self) -> Iterator[RowResult | Made]:
        """Every row, and every event once its last row was seen."""
        for result in self._results():
            yield result
            if result.facts is not None and result.said is not None:
                for group in self._groups.add((result.facts, result.said)):
                    yield from self._event(group)
        for group in self._groups.rest():
            yield from self._event(group)
        self._finish()

    def _results(self) -> Iterator[RowResult]:
        """Every row with its class, in order; blank rows are only counted."""
        above = self._table.header.above
        self._tally.rows_by_class[RowClass.TITLE] += len(above)
        self._tally.rows_by_class[RowClass.HEADER] += len(self._table.header.parts)
        for row in self._table.rows:
            self._tally.rows_by_class[RowClass.BLANK] += row.number - self._last_number - 1
            self._last_number = row.number
            result = self._result(row)
            self._tally.rows_by_class[result.kind] += 1
            if result.kind is not RowClass.BLANK:
                yield result

    def _result(self, row: Row) -> RowResult:
        kind = self._classifier.classify(row)
        if kind is RowClass.TOTAL:
            for problem in self._totals.compare(row, self._table.sheet):
                self._tally.report(problem)
        if kind is not RowClass.DATA:
            return RowResult(row, kind)
        self._totals.add(row)
        try:
            return self._read(row)
        except RowError as error:
            return self._unread(row, error.code, error.column, error.value)
        except LayoutError as error:
            raise UnreadableFileError(
                error.code,
                column=error.column,
                value=error.value,
                row=str(row.number),
                sheet=self._table.sheet,
            ) from error

    def _read(self, row: Row) -> RowResult:
        carried = self._classifier.headings.carried
        facts = self._facts.texts_of(row, carried)
        is_summary = self._mapping.grain == Grain.SUMMARY
        if not is_summary and self._meanings.leaves_out(facts):
            return RowResult(row, RowClass.IGNORED)
        self._facts.complete(facts, carried, self._day)
        if is_summary:
            self._tally.control_totals += self._summary.totals_of(facts)
            return RowResult(row, RowClass.DATA)
        said = self._meanings.of(facts)
        if facts.local is None and not self._groups.continues(facts) and self._is_timed:
            raise RowError("row_without_time")
        return RowResult(row, RowClass.DATA, facts, said)

    def _unread(self, row: Row, code: str, column: str, value: str) -> RowResult:
        self._tally.unread(self._table.sheet, row, code, column, value)
        return RowResult(row, RowClass.UNREAD, code=code, column=column, value=value)

    def _event(self, group: Sequence[Said]) -> Iterator[RowResult | Made]:
        try:
            events = self._events_of(group)
        except ReceiptError as error:
            for facts, _ in group:
                self._tally.rows_by_class[RowClass.DATA] -= 1
                self._tally.rows_by_class[RowClass.UNREAD] += 1
                yield self._unread(facts.row, error.code, "", facts.text(Role.TRANSACTION_NO))
            return
        for event, facts in events:
            if self._settle(event, facts):
                yield Made(event, facts.row.number)

    def _events_of(self, group: Sequence[Said]) -> list[tuple[Event, Facts]]:
        first = group[0][0]
        if self._mapping.grain == Grain.LINE:
            return [(lines_event(group, self._mapping, self._context), first)]
        if is_one_receipt(group):
            return [(merged_event(group, self._mapping, self._context), first)]
        return [
            (receipt_event(facts, said, self._mapping, self._context), facts)
            for facts, said in group
        ]

    def _settle(self, event: Event, facts: Facts) -> bool:
        """What the event has from its sheet and its place; False for one listed twice."""
        tally = self._tally
        event.vendor = self._vendor
        event.store_code = event.store_code or self.titles.store
        if event.source_event_tag == "row:":
            event.source_event_tag = f"row:{self._table.report_tag}"[:60]
            event.is_extract = Meaning(self._mapping.row_type) is not Meaning.UNKNOWN
        if (code := event.cashier) and (name := facts.text(Role.CASHIER_NAME)) and name != code:
            tally.cashier_names[code] = name
        if not tally.identities.settle(event):
            params = {"row": str(facts.row.number), "sheet": self._table.sheet}
            tally.report(Problem("row_twice", params, tally.events))
            return False
        event.source_index = tally.events
        tally.events += 1
        return True

    def _finish(self) -> None:
        self._tally.control_totals += self._summary.finish()
        self._tally.totals_checked += self._totals.checked
        for word, count in self._meanings.unknown_words.items():
            self._tally.unknown[f"type: {word}"] += count
        for name, role in zip(self._mapping.headers, self._mapping.columns, strict=True):
            if name and role == Role.UNKNOWN:
                self._tally.unknown[f"column: {name[:60]}"] += 1
