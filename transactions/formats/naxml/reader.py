"""The NAXML-POSJournal reader: one event per file or a whole day, any namespace."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from transactions.formats.naxml.document import Document
from transactions.formats.naxml.event import read_event
from transactions.formats.naxml.extract import Extractor
from transactions.formats.naxml.header import (
    FileHeader,
    moment_of_name,
    read_journal_header,
    read_transmission_header,
)
from transactions.formats.naxml.parser_errors import RereadError
from transactions.formats.naxml.statistics import MAX_TOTALS, read_statistics

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from datetime import datetime

    from transactions.formats.canonical import ControlTotal, Event, FormatContext, Problem
    from transactions.formats.naxml.part import Part

REPORT: Final = "journalreport"
_SHIFT: Final = "otherevent"
"""The event whose extension holds what the register counted in its shift."""
_RECEIPT_OF_DELIVERY: Final = "ackheader"


class NaxmlReader:
    """A :class:`~transactions.formats.reader.JournalReader`; ``stream`` must seek."""

    format = "naxml_journal"

    def __init__(self, stream: BinaryIO, name: str, context: FormatContext) -> None:
        self._document = Document(stream, REPORT.__eq__)
        self._name, self._context = name, context
        self._start()

    def _start(self) -> None:
        self._x = Extractor(self._context.tender_classes)
        self._header = FileHeader(named_at=moment_of_name(self._name))
        self._count = 0
        self.control_totals: list[ControlTotal] = []

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
        return self._header.declared_at

    @property
    def problems(self) -> list[Problem]:
        return [*self._document.notes, *self._x.all_problems]

    @property
    def unknown_elements(self) -> Counter[str]:
        return self._x.unknown_elements

    def __iter__(self) -> Iterator[Event]:
        """Yield the events; where bytes contradict their encoding, read once more.

        Events already handed out are not repeated after such a second start.
        """
        given = 0
        while True:
            try:
                for event in islice(self._read(), given, None):
                    given += 1
                    yield event
            except RereadError as error:
                self._document.apply(error)
            else:
                return

    def _read(self) -> Iterator[Event]:
        self._start()
        x = self._x
        for in_report, part in self._document.parts(x.names):
            if part.name.endswith("event"):
                yield self._event(part)
            else:
                self._read_beside(part, in_report=in_report)

    def _event(self, part: Part) -> Event:
        self._x.begin(self._count)
        event = read_event(self._x, part, self._header, self._context)
        event.source_index = self._count
        self._count += 1
        if part.name == _SHIFT and len(self.control_totals) < MAX_TOTALS:
            self.control_totals += read_statistics(self._x, part, event, self._header)
        return event

    def _read_beside(self, part: Part, *, in_report: bool) -> None:
        """The headers, and what nobody expected between the events."""
        x, name = self._x, part.name
        x.index = None
        if name == "journalheader":
            read_journal_header(x, part, self._header)
        elif name == "transmissionheader" and not in_report:
            read_transmission_header(x, part, self._header)
        elif name != _RECEIPT_OF_DELIVERY:
            x.note_unknown(name)
