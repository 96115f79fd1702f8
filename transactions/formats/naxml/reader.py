"""The NAXML-POSJournal reader: one event per file or a whole day, any namespace."""

from __future__ import annotations

import codecs
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from transactions.formats.canonical import Problem, UnreadableFileError
from transactions.formats.naxml.cleansing import CleansedStream, NarrowedStream
from transactions.formats.naxml.event import read_event
from transactions.formats.naxml.extract import Extractor
from transactions.formats.naxml.header import (
    FileHeader,
    moment_of_name,
    read_journal_header,
    read_transmission_header,
)
from transactions.formats.naxml.stream import RereadError, stream_elements
from transactions.formats.prolog import read_prolog

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from datetime import datetime

    from lxml.etree import _Element

    from transactions.formats.canonical import ControlTotal, Event, FormatContext
    from transactions.formats.naxml.stream import ByteSource
    from transactions.formats.prolog import Prolog

HEAD_BYTES: Final = 64 * 1024
FALLBACK_ENCODING: Final = "iso-8859-1"


class NaxmlReader:
    """A :class:`~transactions.formats.reader.JournalReader`; ``stream`` must seek."""

    format = "naxml_journal"

    def __init__(self, stream: BinaryIO, name: str, context: FormatContext) -> None:
        self._stream, self._name, self._context = stream, name, context
        self._encoding: str | None = None
        self._cleanse = False
        self.format_version = ""
        self._start()

    def _start(self) -> None:
        self._x = Extractor()
        self._header = FileHeader(named_at=moment_of_name(self._name))
        self._count = 0
        self.control_totals: list[ControlTotal] = []

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
        left_out = self._x.problems_left_out
        more = [Problem("more_problems", {"count": str(left_out)})] if left_out else []
        return [*self._notes(), *self._x.problems, *more]

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
                self._apply(error)
            else:
                return

    def _apply(self, error: RereadError) -> None:
        if error.remedy == "encoding" and self._encoding is None:
            self._encoding = FALLBACK_ENCODING
        elif error.remedy == "characters" and not self._cleanse:
            self._cleanse = True
        else:
            raise error.refusal

    def _notes(self) -> list[Problem]:
        notes = [Problem("read_as_latin1")] if self._encoding else []
        return [*notes, Problem("control_characters")] if self._cleanse else notes

    def _read(self) -> Iterator[Event]:
        self._start()
        self._stream.seek(0)
        prolog = read_prolog(self._stream.read(HEAD_BYTES))
        if not prolog.root:
            raise UnreadableFileError("truncated", line="0")
        self.format_version = prolog.root_attributes.get("version", "")
        self._stream.seek(0)
        x = self._x
        source, encoding, root_end = self._source(prolog)
        for in_report, elements in stream_elements(source, root_end, x.names, encoding):
            for element in elements:
                if x.names[element.tag].endswith("event"):
                    yield self._event(element)
                else:
                    self._read_beside(element, in_report=in_report)

    def _source(self, prolog: Prolog) -> tuple[ByteSource, str | None, int]:
        """The bytes to parse, the encoding to insist on, and where the root's tag ends."""
        source: ByteSource = self._stream
        encoding, root_end = self._encoding, prolog.root_end
        if prolog.encoding == "utf-8-sig":
            root_end += len(codecs.BOM_UTF8) if root_end else 0
        elif prolog.encoding != "latin-1":
            source, encoding = NarrowedStream(self._stream, prolog.encoding), "utf-8"
        return (CleansedStream(source) if self._cleanse else source), encoding, root_end

    def _event(self, element: _Element) -> Event:
        self._x.begin(self._count)
        event = read_event(self._x, element, self._header, self._context)
        event.source_index = self._count
        self._count += 1
        return event

    def _read_beside(self, element: _Element, *, in_report: bool) -> None:
        """The headers, and what nobody expected between the events."""
        x, name = self._x, self._x.names[element.tag]
        x.index = None
        if name == "journalheader":
            read_journal_header(x, element, self._header)
        elif name == "transmissionheader" and not in_report:
            read_transmission_header(x, element, self._header)
        else:
            x.note_unknown(name)
