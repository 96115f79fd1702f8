"""The process that opens one binary spreadsheet and writes its sheets as lines of a grid.

    python -m transactions.spreadsheets.child PATH MEMORY

The file is hostile until shown otherwise: memory is limited before it is opened, and what
goes wrong here ends here. Exit status 3: refused, the last line of the error output says why
as JSON.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NoReturn

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
)

from transactions.spreadsheets.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_SHEETS
from transactions.spreadsheets.lines import row_lines, sheet_line, skip_line

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSED: Final = 3
_ROWS_AT_ONCE: Final = 500
_LONGEST_TEXT: Final = 4 * MAX_CELL_CHARACTERS
"""In bytes of UTF-8."""


class RefusedError(Exception):
    """The file is not to be read; ``code`` and ``params`` say why."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def main(path: str, memory: str) -> int:
    """Answers the exit status of what was refused; what was written ends the process itself."""
    _limit(int(memory))
    gc.disable()  # nothing here goes round in a ring, and the looking costs a tenth
    try:
        _write(path, sys.stdout.buffer)
    except RefusedError as refused:
        sys.stderr.write("\n" + json.dumps({"code": refused.code, "params": refused.params}))
        return REFUSED


def _limit(memory: int) -> None:
    if sys.platform == "win32":
        return  # the parent watches
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(path: str, out: BinaryIO) -> NoReturn:
    try:
        # Not from_path, which goes by the name.
        with Path(path).open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
            last = _write_sheets(workbook, out)
            out.flush()
            _leave(last)
    except PasswordError as error:
        raise RefusedError("password") from error
    except CalamineError as error:
        raise RefusedError("spreadsheet_damaged") from error
    except MemoryError as error:
        raise RefusedError("spreadsheet_too_large") from error


def _leave(_last: CalamineSheet | None) -> NoReturn:
    """At once: to take a large sheet apart cell by cell, as Python ends, takes a while."""
    os._exit(0)


def _write_sheets(workbook: CalamineWorkbook, out: BinaryIO) -> CalamineSheet | None:
    """Answers the sheet read last."""
    sheets = workbook.sheets_metadata
    if len(sheets) > MAX_SHEETS:
        raise RefusedError("too_many_sheets", limit=str(MAX_SHEETS))
    has_rows = False
    last: CalamineSheet | None = None
    for number, sheet in enumerate(sheets):
        if sheet.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
            raise RefusedError("macros")
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        out.write(sheet_line(sheet.name))
        last = None  # before the next is opened: memory has room for one
        last = workbook.get_sheet_by_index(number)
        for lines in _lines(last):
            has_rows = True
            out.write(lines)
    if not has_rows:
        raise RefusedError("spreadsheet_empty")
    return last


def _lines(sheet: CalamineSheet) -> Iterator[bytes]:
    """The sheet's lines, many at once. Rows come from the first of the sheet on, cells from
    the first column that has any."""
    left: list[Any] = [""] * (sheet.start[1] if sheet.start else 0)
    if len(left) + sheet.width > MAX_COLUMNS:
        raise RefusedError("too_many_columns", limit=str(MAX_COLUMNS))
    rows: list[list[Any]] = []
    blank = 0
    for cells in sheet.iter_rows():
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            blank += 1
            continue
        if blank or len(rows) >= _ROWS_AT_ONCE:
            yield _checked(row_lines(rows)) + (skip_line(blank) if blank else b"")
            rows, blank = [], 0
        rows.append([*left, *cells] if left else cells)
    if rows:
        yield _checked(row_lines(rows))


def _checked(lines: bytes) -> bytes:
    """No program writes a cell this long; one repeated in every row fills a disk."""
    if len(lines) > _LONGEST_TEXT and max(map(len, lines.split(b'"'))) > _LONGEST_TEXT:
        raise RefusedError("text_too_large")
    return lines


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
