"""Writing rows of cells: CSV and XLSX, in flat memory, with nothing in them that a program
which opens them would run."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Protocol

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from review.search.columns import Cell

FORMULA_SIGNS: Final = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001 - spreadsheets take the wide ones too
WIDTHS: Final = (8, 18, 19, 18, 12, 12, 9, 18, 18, 12, 11, 10, 28, 12, 6, 9, 60)


class RowFile(Protocol):
    def write(self, rows: Iterable[Sequence[Cell]]) -> None: ...

    def close(self) -> None: ...


def inert(text: str) -> str:
    """Text that a spreadsheet shows and never works out."""
    return f"'{text}" if text.lstrip(" ")[:1] and text.lstrip(" ")[0] in FORMULA_SIGNS else text


class CsvFile:
    """UTF-8 with the mark by which Excel knows it."""

    def __init__(self, path: Path, headings: Sequence[str], _about: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(headings)

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._writer.writerows([_text(cell) for cell in row] for row in rows)

    def close(self) -> None:
        self._file.close()


class XlsxFile:
    """One sheet of rows, written as they come, and one that says what they are."""

    def __init__(self, path: Path, headings: Sequence[str], about: Sequence[str]) -> None:
        options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._sheet = self._book.add_worksheet()
        self._about, self._next = about, 1
        self._time = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._money = self._book.add_format({"num_format": "#,##0.00"})
        bold = self._book.add_format({"bold": True})
        for column, width in enumerate(WIDTHS):
            self._sheet.set_column(column, column, width)
        self._sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            self._sheet.write_string(0, column, heading, bold)

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            for column, cell in enumerate(row):
                self._write(column, cell)
            self._next += 1

    def _write(self, column: int, cell: Cell) -> None:
        at = (self._next, column)
        match cell:
            case None | "":
                return
            case str():
                self._sheet.write_string(*at, cell)  # a string is never a formula or a link
            case datetime():
                self._sheet.write_datetime(*at, cell, self._time)
            case date():
                self._sheet.write_datetime(*at, cell)
            case Decimal():
                self._sheet.write_number(*at, float(cell), self._money)
            case _:
                self._sheet.write_number(*at, cell)

    def close(self) -> None:
        self._sheet.autofilter(0, 0, max(1, self._next - 1), len(WIDTHS) - 1)
        second = self._book.add_worksheet()
        for line, text in enumerate(self._about):
            second.write_string(line, 0, text)
        self._book.close()


FORMATS: Final[dict[str, type[CsvFile] | type[XlsxFile]]] = {"csv": CsvFile, "xlsx": XlsxFile}


def _text(cell: Cell) -> Any:
    """Numbers and times as they are; they are no text that somebody typed."""
    if isinstance(cell, str):
        return inert(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return "" if cell is None else str(cell)
