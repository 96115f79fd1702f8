"""One row of text and its cells: delimited, or an array of a kept grid.

Cells are found as the readers of :mod:`transactions.formats.tabular` find them, so that a
column here is the same column there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Protocol

import orjson

from transactions.formats.masking import mask_numbers
from transactions.spreadsheets.lines import row_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Masks = Mapping[int, Callable[[bytes], bytes]]

_QUOTED: Final = re.compile(rb'"(?:[^"]|"")*+"')
_ESCAPE: Final = re.compile(rb"\\(?:u[0-9A-Fa-f]{4}|.)")
"""Its digits are none of the text's."""
_DELIMITERS: Final = (b",", b";", b"\t", b"|")


class Rows(Protocol):
    def cells(self, row: bytes) -> list[bytes]:
        """The texts of a row's cells, to be read as names."""
        ...

    def mask_columns(self, row: bytes, masks: Masks) -> bytes: ...

    def mask_cards(self, rows: Sequence[bytes], spared: frozenset[int]) -> tuple[bytes, int]:
        """The rows joined, card numbers masked but in ``spared`` columns, and how many."""
        ...


class DelimitedRows:
    def __init__(self, delimiter: bytes) -> None:
        self.delimiter = delimiter

    def cells(self, row: bytes) -> list[bytes]:
        return [cell.strip(b' "\r\n') for cell in split(row, self.delimiter)]

    def mask_columns(self, row: bytes, masks: Masks) -> bytes:
        cells = split(row, self.delimiter)
        for place, mask in masks.items():
            if place < len(cells):
                cells[place] = mask(cells[place])
        return self.delimiter.join(cells)

    def mask_cards(self, rows: Sequence[bytes], spared: frozenset[int]) -> tuple[bytes, int]:
        whole = b"".join(rows)
        masked, count = mask_numbers(whole, lambda _block, _position: False)
        if count == 0 or not spared:
            return masked, count
        parts = [self._mask_row(row, spared) for row in rows]
        return b"".join(part for part, _ in parts), sum(count for _, count in parts)

    def _mask_row(self, row: bytes, spared: frozenset[int]) -> tuple[bytes, int]:
        def is_spared(block: bytes, position: int) -> bool:
            return len(split(block[:position], self.delimiter)) - 1 in spared

        return mask_numbers(row, is_spared)


class GridRows:
    """Lines that are no arrays have no cells and pass as they are, but for card numbers."""

    def cells(self, row: bytes) -> list[bytes]:
        return [_text(value).encode() for value in _values(row)]

    def mask_columns(self, row: bytes, masks: Masks) -> bytes:
        values = _values(row)
        for place, mask in masks.items():
            if place < len(values) and (text := _text(values[place])):
                values[place] = mask(text.encode()).decode(errors="replace")
        return row_line(values) if values else row

    def mask_cards(self, rows: Sequence[bytes], spared: frozenset[int]) -> tuple[bytes, int]:
        whole = b"".join(rows)
        readable = _ESCAPE.sub(b".", whole) if b"\\" in whole else whole
        _, count = mask_numbers(readable, lambda _block, _position: False)
        if count == 0:
            return whole, 0
        parts = [self._mask_row(row, spared) for row in rows]
        return b"".join(part for part, _ in parts), sum(count for _, count in parts)

    def _mask_row(self, row: bytes, spared: frozenset[int]) -> tuple[bytes, int]:
        values, total = _values(row), 0
        if not values:
            return mask_numbers(row, lambda _block, _position: False)
        for place, value in enumerate(values):
            is_spared = place in spared
            masked, count = mask_numbers(_text(value).encode(), lambda *_, spare=is_spared: spare)
            if count:
                values[place] = masked.decode(errors="replace")
                total += count
        return (row_line(values), total) if total else (row, 0)


def _values(row: bytes) -> list[Any]:
    if not row.startswith(b"["):
        return []
    try:
        return list(orjson.loads(row))
    except orjson.JSONDecodeError:
        return []


def _text(value: Any) -> str:
    """What a person would see in the cell."""
    if isinstance(value, dict):
        return " ".join(_text(inner) for inner in value.values())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def likely_delimiter(row: bytes) -> bytes:
    return max(_DELIMITERS, key=row.count)


def split(row: bytes, delimiter: bytes) -> list[bytes]:
    """The cells as they are written, quotation marks and line's end included."""
    if b'"' not in row:
        return row.split(delimiter)
    cells, start = [], 0
    while (end := row.find(delimiter, _past_quotes(row, start))) >= 0:
        cells.append(row[start:end])
        start = end + len(delimiter)
    cells.append(row[start:])
    return cells


def is_open(row: bytes, delimiter: bytes) -> bool:
    """Whether the row ends within quotation marks: it goes on in the next line."""
    last = split(row, delimiter)[-1]
    return last.startswith(b'"') and _QUOTED.match(last) is None


def _past_quotes(row: bytes, start: int) -> int:
    """Where the cell's delimiter may be: behind its closing mark, nowhere without one."""
    if not row.startswith(b'"', start):
        return start
    quoted = _QUOTED.match(row, start)
    return quoted.end() if quoted else len(row)
