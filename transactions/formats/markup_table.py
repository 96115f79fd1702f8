"""Tables in markup (web pages, XML spreadsheets), masked by what their header says.

Follows rows and cells by their tags as blocks pass, with the spans that the readers of
:mod:`transactions.formats.tabular` heed, so that a column here is the same column there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.private_columns import TableHeader, find_header, is_column_name
from transactions.spreadsheets.limits import MAX_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

_STARTS: Final = (b"<td", b"<TD", b"<Td", b"<th", b"<TH", b"<Th", b"<Cell", b":Cell", b"<cell")
"""One-byte searches are many times as fast as the pattern, and most files are journals."""
_TAG: Final = re.compile(
    rb"<(?P<end>/?)(?:[\w.-]{1,40}:)?(?P<name>table|worksheet|tr|row|td|th|cell)"
    rb"(?P<attributes>(?:\s[^<>]*)?)>",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(
    rb"<!--|-->|<!\[CDATA\[|\]\]>|<[^<>!][^<>]*>|&[A-Za-z][A-Za-z0-9]{0,9};"
)
"""What is no text of a cell, though it is inside."""
_NUMBERED: Final = re.compile(
    rb"(?:^|[\s:])(?P<name>colspan|rowspan|index|mergeacross)\s*=\s*[\"']?\s*(?P<value>[0-9]{1,6})",
    re.IGNORECASE,
)
_VALUED: Final = re.compile(
    rb"(?:^|(?<=\s))(?!(?:[\w.-]+:)?(?:colspan|rowspan|index|mergeacross|mergedown|styleid|type"
    rb"|class|style|align|valign|width|height|bgcolor|nowrap|scope|id)\b)[\w.:-]+\s*="
    rb"\s*(?P<value>\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)",
    re.IGNORECASE,
)
"""Attributes that may repeat a cell's value, as ``x:num`` does."""
_CONTAINERS: Final = (b"table", b"worksheet")
_ROWS: Final = (b"tr", b"row")
_NAME_BYTES: Final = 200
_MOST_TABLES: Final = 300


@dataclass(slots=True)
class _Table:
    header: TableHeader | None = None
    above: list[bytes] = field(default_factory=list)
    row: dict[int, bytes] = field(default_factory=dict)
    column: int | None = None
    """Of the open cell."""
    following: int = 0
    hanging: dict[int, int] = field(default_factory=dict)
    """How many rows more a cell reaches down, by column."""

    @property
    def is_spared(self) -> bool:
        return self.header is not None and self.column in self.header.without_card

    @property
    def mask(self) -> Callable[[bytes], bytes] | None:
        if self.header is None or self.column is None:
            return None
        return self.header.masks.get(self.column)

    def start_cell(self, attributes: bytes) -> None:
        said = {
            found.group("name").lower(): min(int(found.group("value")), MAX_COLUMNS)
            for found in _NUMBERED.finditer(attributes)
        }
        while rows := self.hanging.pop(self.following, 0):
            if rows > 1:
                self.hanging[self.following] = rows - 1
            self.following += 1
        self.column = max(said.get(b"index", 0) - 1, self.following)
        span = max(said.get(b"colspan", 1), 1 + said.get(b"mergeacross", 0))
        self.following = min(self.column + span, 2 * MAX_COLUMNS)
        if (rows := said.get(b"rowspan", 1)) > 1:
            self.hanging.update(dict.fromkeys(range(self.column, self.following), rows - 1))

    def end_row(self) -> None:
        """Look whether the row was a header; the next one begins."""
        self.column, self.following = None, 0
        row, self.row = self.row, {}
        if not row:
            return
        cells = [_clean(row.get(place, b"")) for place in range(max(row) + 1)]
        header = find_header(cells, self.above, self.header)
        self.header, self.above = header or self.header, cells


def _clean(text: bytes) -> bytes:
    return b" ".join(_BETWEEN.sub(b" ", text).split())


class MarkupTable:
    """Give it blocks that begin at a tag, in order; their length is kept."""

    def __init__(self) -> None:
        self._tables = [_Table()]
        self._inner = 0
        """How deep within a cell of the table that is read."""
        self._is_active = False
        self._spared: list[tuple[int, int]] = []

    def mask(self, block: bytes) -> bytes:
        """``block`` with the values of private columns as X."""
        self._spared = []
        if not self._is_active:
            self._is_active = any(start in block for start in _STARTS)
            if not self._is_active:
                return block
        changed, past = bytearray(block), 0
        for tag in _TAG.finditer(block):
            self._pass_text(block, past, tag.start(), changed)
            self._pass_tag(tag, changed)
            past = tag.end()
        self._pass_text(block, past, len(block), changed)
        return bytes(changed)

    def is_spared(self, position: int) -> bool:
        """Whether the block masked last has, there, a value of a column without cards."""
        place = bisect_right(self._spared, position, key=lambda span: span[0]) - 1
        return place >= 0 and position < self._spared[place][1]

    def _pass_text(self, block: bytes, start: int, end: int, changed: bytearray) -> None:
        table = self._tables[-1]
        if table.column is None or start >= end:
            return
        so_far = table.row.get(table.column, b"")
        table.row[table.column] = so_far + block[start : min(end, start + _NAME_BYTES)]
        if table.is_spared:
            self._spared.append((start, end))
        elif (mask := table.mask) and not is_column_name(_clean(block[start:end])):
            position = start
            for between in [*_BETWEEN.finditer(block, start, end), None]:
                stop = between.start() if between else end
                changed[position:stop] = mask(block[position:stop])
                position = between.end() if between else end

    def _pass_tag(self, tag: re.Match[bytes], changed: bytearray) -> None:
        name, is_end = tag.group("name").lower(), tag.group("end") != b""
        if name in _CONTAINERS:
            self._pass_container(is_end=is_end)
        elif self._inner:
            return
        elif name in _ROWS:
            self._tables[-1].end_row()
        elif is_end:
            self._tables[-1].column = None
        else:
            table = self._tables[-1]
            table.start_cell(tag.group("attributes"))
            if table.is_spared:
                self._spared.append(tag.span())
            elif mask := table.mask:
                for found in _VALUED.finditer(tag.group("attributes")):
                    start = tag.start("attributes") + found.start("value")
                    value = found.group("value")
                    changed[start : start + len(value)] = mask(value)

    def _pass_container(self, *, is_end: bool) -> None:
        table = self._tables[-1]
        if self._inner or (not is_end and table.header is not None and table.column is not None):
            self._inner += -1 if is_end else 1
        elif not is_end:
            if len(self._tables) >= _MOST_TABLES:
                raise UnreadableFileError("too_deep")
            self._tables.append(_Table())
        else:
            table.end_row()
            if len(self._tables) > 1:
                self._tables.pop()
