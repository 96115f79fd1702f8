"""Reads canonical events from JSON: one body, or a header line and an event per line.

Lines are read one after another in flat memory. A body is held whole, and therefore of
limited size. An event that is wrong is a problem; the others are read.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from transactions.formats.canonical import FormatContext, Problem, UnreadableFileError
from transactions.formats.canonical_json.building import Origin, build_event
from transactions.formats.canonical_json.header import EVENTS, Header, read_header
from transactions.formats.canonical_json.parsing import NotJsonError, parse
from transactions.formats.canonical_json.shape import VERSION
from transactions.formats.canonical_json.values import BadValueError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from transactions.formats.canonical import ControlTotal, Event

MAX_BODY_BYTES: Final = 8 * 1024 * 1024
MAX_BODY_EVENTS: Final = 10_000
MAX_LINE_BYTES: Final = 1024 * 1024
MAX_PROBLEMS: Final = 1_000
_BOM: Final = b"\xef\xbb\xbf"


class CanonicalJsonReader:
    """A :class:`~transactions.formats.reader.JournalReader`; ``stream`` must seek."""

    format = "canonical_json"
    format_version = str(VERSION)

    def __init__(self, stream: BinaryIO, name: str, context: FormatContext) -> None:
        self._stream, self._name, self._context = stream, name, context
        self._start()

    def _start(self) -> None:
        self._header = Header()
        self._left_out = 0
        self._problems: list[Problem] = []
        self._seen = 0
        self.unknown_elements: Counter[str] = Counter()
        self.control_totals: list[ControlTotal] = []

    @property
    def vendor(self) -> str:
        return self._header.vendor

    @property
    def vendor_version(self) -> str:
        return self._header.vendor_version

    @property
    def store_code(self) -> str:
        return self._header.store

    @property
    def declared_at(self) -> datetime | None:
        return self._header.declared_local

    @property
    def problems(self) -> list[Problem]:
        left_out = self._left_out
        more = [Problem("more_problems", {"count": str(left_out)})] if left_out else []
        return [*self._problems, *more]

    def __iter__(self) -> Iterator[Event]:
        """Raises UnreadableFileError for what is no JSON of this kind, before any event."""
        self._start()
        self._stream.seek(0)
        first = self._first_line()
        whole = _parsed_or_none(first)
        if not isinstance(whole, dict):
            whole = self._whole_body(first)
        self._header = read_header(whole)
        events = self._of_body(whole) if EVENTS in whole else self._of_lines()
        origin = Origin(self._header.store, self._header.vendor)
        for given in events:
            index = self._seen
            self._seen += 1
            try:
                event = build_event(self._parsed(given), origin, self._context)
            except (BadValueError, NotJsonError) as bad:
                self._report(bad, index)
                continue
            event.source_index = index
            yield event
        self._check_count()

    def _first_line(self) -> bytes:
        line = self._stream.readline(MAX_LINE_BYTES + 1).removeprefix(_BOM)
        while line and not line.strip():
            line = self._stream.readline(MAX_LINE_BYTES + 1)
        return line

    def _whole_body(self, first: bytes) -> dict[str, Any]:
        body = first + self._stream.read(MAX_BODY_BYTES + 1 - len(first))
        if len(body) > MAX_BODY_BYTES:
            raise UnreadableFileError("json_too_large", limit=str(MAX_BODY_BYTES))
        try:
            whole = parse(body)
        except NotJsonError as bad:
            raise UnreadableFileError(bad.code, **bad.params) from bad
        if not isinstance(whole, dict):
            raise UnreadableFileError("json_version", version=str(VERSION))
        return whole

    def _of_body(self, whole: dict[str, Any]) -> Iterator[object]:
        events = whole[EVENTS]
        if not isinstance(events, list):
            raise UnreadableFileError("field_not_list", field=EVENTS)
        if len(events) > MAX_BODY_EVENTS:
            raise UnreadableFileError("field_too_many", field=EVENTS, limit=str(MAX_BODY_EVENTS))
        if any(line.strip() for line in self._stream):
            raise UnreadableFileError("json_more_behind")
        return iter(events)

    def _of_lines(self) -> Iterator[bytes]:
        """One event each; blank lines are none. A line too long is cut, and so refused."""
        while line := self._stream.readline(MAX_LINE_BYTES + 1):
            if len(line) > MAX_LINE_BYTES:
                self._skip_line(line)
                line = b""
            elif not line.strip():
                continue
            yield line

    def _skip_line(self, line: bytes) -> None:
        while line and not line.endswith(b"\n"):
            line = self._stream.readline(MAX_LINE_BYTES)

    def _parsed(self, given: object) -> object:
        if not isinstance(given, bytes):
            return given
        if not given:
            raise NotJsonError("json_line_too_long", limit=str(MAX_LINE_BYTES))
        return parse(given)

    def _report(self, bad: BadValueError | NotJsonError, index: int) -> None:
        if bad.code == "field_unknown":
            self.unknown_elements[bad.params["field"]] += 1
        self._note(Problem(bad.code, bad.params, index))

    def _note(self, problem: Problem) -> None:
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(problem)
        else:
            self._left_out += 1

    def _check_count(self) -> None:
        said = self._header.count
        if said is not None and said != self._seen:
            self._note(Problem("count_differs", {"said": str(said), "found": str(self._seen)}))


def _parsed_or_none(line: bytes) -> object:
    """None when the line is no JSON of its own, as the first of an indented body is not."""
    try:
        return parse(line)
    except NotJsonError:
        return None


def read_events(
    payload: bytes, context: FormatContext | None = None
) -> tuple[list[Event], list[Problem]]:
    """The events of a pushed body or of JSON lines, and what was wrong with the others.

    ``Problem.source_index`` is the event's place in the payload. Raises
    UnreadableFileError when the payload as a whole cannot be read.
    """
    reader = CanonicalJsonReader(io.BytesIO(payload), "", context or FormatContext())
    events = list(reader)
    return events, reader.problems
