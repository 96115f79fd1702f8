"""Rows of delimited text, in flat memory, as a spreadsheet program would open them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO, Final

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.cells import Row, Sheet
from transactions.formats.tabular.delimiters import Delimiter, find_table
from transactions.formats.tabular.text_encoding import decode_start, find_encoding
from transactions.spreadsheets.limits import MAX_COLUMNS, MAX_ROW_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD_BYTES: Final = 64 * 1024
_LINES_OF_ONE_ROW: Final = 50
"""A cell of more lines than this is a quotation mark that nobody closed."""
_WRAPPING: Final = '="'
_NUL_SHOWN: Final = "\ufffd"
"""Not left out: what stands on both sides of it must not grow together."""


def read_delimited(stream: BinaryIO) -> Iterator[Sheet]:
    """The one sheet of a text file. Its rows raise UnreadableFileError (``line_too_long``,
    ``too_many_columns``, ``open_quote``, ``not_xml`` where there is no table)."""
    encoding = find_encoding(stream)
    delimiter = find_table(decode_start(stream.read(_HEAD_BYTES)) or "")
    if delimiter is None:
        raise UnreadableFileError("not_xml")
    stream.seek(0)
    yield Sheet("", _rows(stream, encoding, delimiter))


def _rows(stream: BinaryIO, encoding: str, delimiter: Delimiter) -> Iterator[Row]:
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
    lines = _Lines(text)
    try:
        if delimiter.is_declared:
            lines.skip()
        yield from _numbered(lines, delimiter.character)
    finally:
        if not stream.closed:  # as it is when whoever read stopped in the middle
            text.detach()  # the caller's stream stays open


def _numbered(lines: _Lines, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for cells in reader:
            if lines.end_row(cells):
                cells = [_unwrapped(cell) for cell in cells]
            if cells and (len(cells) > 1 or cells[0]):
                yield Row(lines.row, tuple(cells))
    except csv.Error as error:
        raise lines.refused("open_quote") from error


class _Lines:
    """Hands lines to the reader of rows and watches what one row takes of them."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.row = 0
        self._of_row = 0
        self._characters = 0
        self._is_wrapped = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_ROW_CHARACTERS)
        if not line:
            raise StopIteration
        self._of_row += 1
        self._characters += len(line)
        if self._characters >= MAX_ROW_CHARACTERS:
            raise self.refused("line_too_long")
        if self._of_row > _LINES_OF_ONE_ROW:
            raise self.refused("open_quote")
        self._is_wrapped |= _WRAPPING in line
        return line.replace("\0", _NUL_SHOWN) if "\0" in line else line

    def skip(self) -> None:
        """Pass over a line that is a row to a person, but not of the table."""
        self._text.readline(MAX_ROW_CHARACTERS)
        self.row += 1

    def end_row(self, cells: list[str]) -> bool:
        """Count the row; whether its cells may be written as ``="00123"``."""
        self.row += 1
        if len(cells) > MAX_COLUMNS:
            raise UnreadableFileError("too_many_columns", limit=str(MAX_COLUMNS))
        self._of_row = self._characters = 0
        is_wrapped, self._is_wrapped = self._is_wrapped, False
        return is_wrapped

    def refused(self, code: str) -> UnreadableFileError:
        return UnreadableFileError(code, line=str(self.row + 1))


def _unwrapped(cell: str) -> str:
    """The text of ``="00123"``, by which programs keep a code's leading zeros in Excel."""
    if len(cell) > len(_WRAPPING) and cell.startswith(_WRAPPING) and cell.endswith('"'):
        return cell[len(_WRAPPING) : -1].replace('""', '"')
    return cell
