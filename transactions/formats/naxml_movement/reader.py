"""Reads a movement report: control totals of a summary (MSM), department names (MCM).

All other reports (items, taxes, fuel grades, meters, tanks) and receipts of delivery are
known, and hold nothing that helps to find loss: they are read to their end and said so.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, BinaryIO, Final

from transactions.formats.canonical import Problem
from transactions.formats.naxml.document import Document
from transactions.formats.naxml.extract import Extractor, text_of
from transactions.formats.naxml.header import FileHeader, read_transmission_header
from transactions.formats.naxml.parser_errors import RereadError
from transactions.formats.naxml.part import part_of
from transactions.formats.naxml_movement.names import DEPARTMENTS, SUMMARY
from transactions.formats.naxml_movement.period import (
    Period,
    read_movement_header,
    read_sales_header,
)
from transactions.formats.naxml_movement.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml.etree import _Element

    from transactions.formats.canonical import ControlTotal, Event, FormatContext
    from transactions.formats.naxml.part import Part

MAX_DEPARTMENTS: Final = 5_000
_MOVEMENT: Final = "movement"
_NEEDED: Final = frozenset({SUMMARY, DEPARTMENTS})


class MovementReader:
    """A :class:`~transactions.formats.reader.JournalReader` that yields no event.

    Once iterated, :attr:`control_totals` and :attr:`departments` hold what was read.
    """

    format = "naxml_movement"

    def __init__(self, stream: BinaryIO, name: str, context: FormatContext) -> None:
        self._document = Document(stream, _is_section)
        self._name, self._context = name, context
        self._start()

    def _start(self) -> None:
        self._x = Extractor()
        self._header = FileHeader()
        self._period = Period()
        self._summary = Summary()
        self._reports: Counter[str] = Counter()
        self.departments: dict[str, str] = {}
        """Department code to the name the register shows, as far as the file tells."""

    @property
    def format_version(self) -> str:
        return self._document.version

    @property
    def vendor(self) -> str:
        return self._header.vendor

    @property
    def vendor_version(self) -> str:
        return self._header.vendor_version

    @property
    def store_code(self) -> str:
        return self._header.store_code

    @property
    def declared_at(self) -> datetime | None:
        return self._header.sent_at or self._period.ends or self._period.begins

    @property
    def problems(self) -> list[Problem]:
        return [*self._document.notes, *self._x.all_problems]

    @property
    def unknown_elements(self) -> Counter[str]:
        """Codes of a summary that no rule understood."""
        return self._x.unknown_elements

    @property
    def control_totals(self) -> list[ControlTotal]:
        return self._summary.totals

    @property
    def reports(self) -> dict[str, int]:
        """Names of the reports in the file, with how many details each has."""
        spelling = self._x.names.spelling
        return {spelling.get(name, name): count for name, count in self._reports.items()}

    @property
    def note(self) -> Problem | None:
        """Says that the file was understood and holds nothing needed; None otherwise."""
        if self._reports.keys() & _NEEDED:
            return None
        if not self._reports:
            return Problem("receipt_of_delivery")
        return Problem("nothing_needed", {"document": ", ".join(self.reports)[:120]})

    def __iter__(self) -> Iterator[Event]:
        """Reads the whole file, in flat memory, before the first step; there is none."""
        while True:
            try:
                self._read()
            except RereadError as error:
                self._document.apply(error)
            else:
                return iter(())

    def _read(self) -> None:
        self._start()
        x = self._x
        for in_section, elements in self._document.batches(x.names):
            report = _parent_name(x, elements[0]) if in_section else ""
            for element in elements:
                part = part_of(element, x.names)
                self._part(part, report)
                if x.decimals.bad:
                    x.report_bad_numbers(part)

    def _part(self, part: Part, report: str) -> None:
        """Pumps' details follow behind the report that they belong to."""
        x, name = self._x, part.name
        if report:
            self._reports[report] += name.endswith("detail")
        if name == "msmdetail":
            self._reports[SUMMARY] += not report
            self._summary.add(x, part, self._period)
        elif name == "mcmdetail":
            self._department(part)
        elif name == "movementheader":
            self._period = read_movement_header(x, part)
        elif name == "salesmovementheader":
            self._period = read_sales_header(x, part, self._period)
        elif name == "transmissionheader" and not report:
            read_transmission_header(x, part, self._header)

    def _department(self, detail: Part) -> None:
        fields = detail.fields
        code = text_of(fields.get("merchandisecode"))
        name = text_of(fields.get("merchandisecodedescription"))
        if code and name and len(self.departments) < MAX_DEPARTMENTS:
            self.departments[code] = name


def _is_section(name: str) -> bool:
    return name.endswith(_MOVEMENT)


def _parent_name(x: Extractor, element: _Element) -> str:
    parent = element.getparent()
    return x.names[parent.tag] if parent is not None else ""
