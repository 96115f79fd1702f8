"""Excel's XML of 2003 ("XML spreadsheet"), in flat memory.

No shorthand of the file's own (DOCTYPE) is known and nothing is fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from lxml import etree

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.cells import Row, Sheet
from transactions.spreadsheets.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CHUNK: Final = 64 * 1024
_MAX_DEPTH: Final = 60
_MAX_ROWS: Final = 10_000_000


def read_spreadsheetml(stream: BinaryIO) -> Iterator[Sheet]:
    """The worksheets, empty ones too. Raises UnreadableFileError (``formulas``,
    ``not_well_formed``, ``truncated``, ``doctype``, ``too_many_columns``, …)."""
    workbook = _Workbook(stream)
    while (name := workbook.next_sheet()) is not None:
        yield Sheet(name, workbook.rows())


class _Workbook:
    def __init__(self, stream: BinaryIO) -> None:
        stream.seek(0)
        self._stream = stream
        self._target = _Target()
        target = cast("Any", self._target)  # it is given text; the stubs say bytes as well
        self._parser = etree.XMLParser(
            target=target, resolve_entities=False, no_network=True, huge_tree=False
        )
        self._is_over = False
        self._sheet = -1

    def next_sheet(self) -> str | None:
        for _ in self.rows():
            pass
        while len(self._target.names) <= self._sheet + 1 and self._more():
            pass
        if len(self._target.names) <= self._sheet + 1:
            return None
        self._sheet += 1
        return self._target.names[self._sheet]

    def rows(self) -> Iterator[Row]:
        while True:
            for place, (sheet, row) in enumerate(self._target.rows):
                if sheet != self._sheet:
                    del self._target.rows[:place]
                    return
                yield row
            self._target.rows.clear()
            if len(self._target.names) > self._sheet + 1 or not self._more():
                return

    def _more(self) -> bool:
        if self._is_over:
            return False
        chunk = self._stream.read(_CHUNK)
        try:
            if chunk:
                self._parser.feed(chunk)
            else:
                self._is_over = True
                self._parser.close()
        except etree.ParseError as error:
            raise self._refused(error, at_end=not chunk) from error
        return True

    def _refused(self, error: etree.ParseError, *, at_end: bool) -> UnreadableFileError:
        if at_end:
            return UnreadableFileError("truncated")
        line = error.lineno if isinstance(error, etree.XMLSyntaxError) else 0
        return UnreadableFileError("not_well_formed", line=str(line or 1))


class _Target:
    """Hears elements by their local names; keeps the rows that are complete."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.rows: list[tuple[int, Row]] = []
        self._depth = 0
        self._row = 0
        self._cells: list[str] | None = None
        self._text: list[str] | None = None
        self._size = 0
        self._across = 1

    def doctype(self, _name: str, _public: str, _system: str) -> None:
        raise UnreadableFileError("doctype")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise UnreadableFileError("too_deep")
        match _local(tag):
            case "Worksheet":
                self._start_sheet(_attribute(attributes, "Name"))
            case "Row":
                self._start_row(_attribute(attributes, "Index"))
            case "Cell" if self._cells is not None:
                self._start_cell(attributes, self._cells)
            case "Data" if self._cells is not None:
                self._text, self._size = [], 0

    def end(self, tag: str) -> None:
        self._depth -= 1
        match _local(tag):
            case "Data" if self._text is not None and self._cells is not None:
                text, self._text = "".join(self._text), None
                self._cells[-self._across :] = [text] * self._across
            case "Row" if self._cells is not None:
                self._end_row(self._cells)

    def data(self, text: str) -> None:
        if self._text is None:
            return
        self._size += len(text)
        if self._size > MAX_CELL_CHARACTERS:
            raise UnreadableFileError("text_too_large")
        self._text.append(text)

    def close(self) -> None:
        """Rows are taken as they come."""

    def _start_sheet(self, name: str) -> None:
        if len(self.names) >= MAX_SHEETS:
            raise UnreadableFileError("too_many_sheets", limit=str(MAX_SHEETS))
        self.names.append(name)
        self._row = 0

    def _start_row(self, index: str) -> None:
        self._row = _place(index, self._row + 1, _MAX_ROWS)
        self._cells = []

    def _start_cell(self, attributes: Mapping[str, str], cells: list[str]) -> None:
        if _attribute(attributes, "Formula"):
            raise UnreadableFileError("formulas", sheet=self.names[-1] if self.names else "")
        place = _place(_attribute(attributes, "Index"), len(cells) + 1, MAX_COLUMNS)
        self._across = 1 + _place(_attribute(attributes, "MergeAcross"), 0, MAX_COLUMNS)
        if max(place, len(cells)) + self._across > MAX_COLUMNS:
            raise UnreadableFileError("too_many_columns", limit=str(MAX_COLUMNS))
        cells += [""] * (place - 1 - len(cells) + self._across)

    def _end_row(self, cells: list[str]) -> None:
        if any(cells) and self.names:
            self.rows.append((len(self.names) - 1, Row(self._row, tuple(cells))))
        self._cells = None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(attributes: Mapping[str, str], name: str) -> str:
    """By its local name: the file's prefix may be any."""
    for key, value in attributes.items():
        if _local(key) == name:
            return value
    return ""


def _place(text: str, default: int, limit: int) -> int:
    """A declared 1-based place; one beyond the limit is the limit's neighbour."""
    if not text.isascii() or not text.isdigit():
        return default
    return min(int(text[:12]), limit + 1)
