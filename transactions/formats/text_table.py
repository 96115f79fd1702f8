"""Rows of delimited text or of a kept grid, masked by what their header says, as they pass."""

from __future__ import annotations

from typing import Final

from transactions.formats.private_columns import TableHeader, find_header
from transactions.formats.redaction_stages import PlainText
from transactions.formats.text_rows import (
    DelimitedRows,
    GridRows,
    Rows,
    is_open,
    likely_delimiter,
)
from transactions.spreadsheets.lines import GRID_START

_SHEET_START: Final = b'{"sheet":'
_DIGITS: Final = b"0123456789"
_FEW_DIGITS: Final = 12
"""A header has at most one digit in so many characters."""
_HEADER_BYTES: Final = 64 * 1024
_ROW_LINES: Final = 50
_LOOKS: Final = 20_000
"""A file with more rows of nothing but words is a text, not a table."""


class TextTable(PlainText):
    """Borders are line ends. A row that goes on in the next line is held back, so that its
    cells are counted right."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Rows | None = None
        self._header: TableHeader | None = None
        self._above: list[bytes] = []
        self._looks = 0
        self._open: list[bytes] = []

    def finish(self) -> bytes:
        rest = super().finish()
        row, self._open = b"".join(self._open), []
        return rest + self._masked([self._without_private(row)], self._rows, self._header)

    def _mask(self, block: bytes) -> bytes:
        if self._rows is None:
            self._rows = GridRows() if block.startswith(GRID_START) else DelimitedRows(b",")
        out: list[bytes] = []
        run: list[bytes] = []
        for line in block.splitlines(keepends=True):
            row = self._whole_row(line)
            if not row:
                continue
            header, rows = self._header, self._rows
            if self._is_new_header(row):
                out.append(self._masked(run, rows, header))
                run = [row]
            else:
                run.append(self._without_private(row))
        out.append(self._masked(run, self._rows, self._header))
        return b"".join(out)

    def _whole_row(self, line: bytes) -> bytes:
        """The row that ends with ``line``, or nothing while it goes on."""
        if not isinstance(self._rows, DelimitedRows):
            return line
        if not self._open and line.count(b'"') % 2 == 0:
            return line
        self._open.append(line)
        row = b"".join(self._open)
        if len(self._open) <= _ROW_LINES and is_open(row, self._rows.delimiter):
            return b""
        self._open.clear()
        return row

    def _is_new_header(self, row: bytes) -> bool:
        """Look at a row of words, and take it as the header from here on if it is one."""
        if isinstance(self._rows, GridRows) and row.startswith(_SHEET_START):
            self._header, self._above = None, []
            return True
        digits = len(row) - len(row.translate(None, _DIGITS))
        is_wordy = digits * _FEW_DIGITS <= len(row) <= _HEADER_BYTES
        if not is_wordy or self._looks > _LOOKS:
            self._above = []
            return False
        self._looks += 1
        rows = self._rows if isinstance(self._rows, GridRows) else _delimited(row)
        cells, above = rows.cells(row), self._above
        self._above = cells
        header = find_header(cells, above, self._header)
        if header is None:
            return False
        self._header, self._rows = header, rows
        return True

    def _without_private(self, row: bytes) -> bytes:
        if self._header is None or self._rows is None or not self._header.masks or not row:
            return row
        return self._rows.mask_columns(row, self._header.masks)

    def _masked(self, run: list[bytes], rows: Rows | None, header: TableHeader | None) -> bytes:
        """Rows below one header without card numbers."""
        if rows is None:
            return b"".join(run)
        masked, count = rows.mask_cards(run, header.without_card if header else frozenset())
        self.redacted += count
        return masked


def _delimited(row: bytes) -> DelimitedRows:
    return DelimitedRows(likely_delimiter(row))
