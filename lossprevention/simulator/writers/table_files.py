"""A report in the three containers in which back offices hand it out.

The one that calls itself ``.xls`` is seldom one: it is XLSX inside, or a web page.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Final

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from .tables import Cell, Table

_HEADER_ROW: Final = 4
"""From 0: the fifth row, below three titles and a row that is not there at all."""
_NEVER: Final = datetime(2000, 1, 1)  # noqa: DTZ001  a stamp that is the same every time


def write_table(table: Table, container: str) -> tuple[str, bytes]:
    """The file's extension and content. Raises ``ValueError`` for no known container."""
    if container not in CONTAINERS:
        raise ValueError(f"no such container: {container} (known: {', '.join(CONTAINERS)})")
    extension, write = CONTAINERS[container]
    return extension, write(table)


def _xlsx(table: Table) -> bytes:
    """Codes as numbers, so that zeros in front are lost; titles merged, and repeated in
    every cell that was merged."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _NEVER})
        sheet = book.add_worksheet("Report")
        title = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "m/d/yyyy h:mm AM/PM"})
        money = book.add_format({"num_format": "#,##0.00"})
        last = len(table.headers) - 1
        for index, text in enumerate(table.titles[: _HEADER_ROW - 1]):
            sheet.merge_range(index, 0, index, last, text, title)
            for column in range(last + 1):
                sheet.write_string(index, column, text, title)
        for column, header in enumerate(table.headers):
            sheet.write_string(_HEADER_ROW, column, header, title)
        for index, row in enumerate(_lines(table), start=_HEADER_ROW + 1):
            for column, cell in enumerate(row):
                _write_cell(sheet, (index, column), cell, moment, money)
    return out.getvalue()


def _write_cell(
    sheet: Worksheet, at: tuple[int, int], cell: Cell, moment: Format, money: Format
) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(*at, cell, moment)
    elif isinstance(cell, Decimal):
        sheet.write_number(*at, float(cell), money)
    elif isinstance(cell, int) and not isinstance(cell, bool):
        sheet.write_number(*at, cell)
    elif cell is not None:
        sheet.write_string(*at, _text(cell, padded=False))


def _csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, as programs write for Excel."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([title] for title in table.titles)
    writer.writerow(table.headers)
    writer.writerows([_text(cell) for cell in row] for row in _lines(table))
    return out.getvalue().encode("utf-8-sig")


def _html(table: Table) -> bytes:
    """A page with one table, called a spreadsheet."""
    span = len(table.headers)
    titles = "".join(
        f'<tr><td colspan="{span}"><b>{escape(title)}</b></td></tr>\n' for title in table.titles
    )
    head = "".join(f"<th>{escape(header)}</th>" for header in table.headers)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(_text(cell))}</td>' for cell in row)}</tr>\n"
        for row in _lines(table)
    )
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        f'</head><body><table border="1">\n{titles}<tr>{head}</tr>\n{rows}</table></body></html>\n'
    )
    return page.encode()


def _lines(table: Table) -> list[tuple[Cell, ...]]:
    return [*table.rows, table.total] if table.total else table.rows


def _text(cell: Cell, *, padded: bool = True) -> str:
    """As such reports write it; codes with zeros in front, where text can hold them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, datetime):
        return f"{cell:%m/%d/%Y %I:%M %p}"
    if isinstance(cell, Decimal):
        return f"({abs(cell):,.2f})" if cell < 0 else f"{cell:,.2f}"
    if isinstance(cell, int) and padded:
        return f"{cell:04d}"
    return str(cell)


CONTAINERS: Final[Mapping[str, tuple[str, Callable[[Table], bytes]]]] = {
    "xlsx": (".xls", _xlsx),
    "csv": (".csv", _csv),
    "html": (".xls", _html),
}
