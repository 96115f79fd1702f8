"""The rows of a spreadsheet that could not be read, as a file to mend and send again."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.reader import TabularReader
from transactions.services.layouts import ConfirmedLayouts
from transactions.services.read_file import format_context
from transactions.services.stored import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from transactions.formats.tabular.reader_tally import UnreadRow
    from transactions.models import SourceFile

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What a spreadsheet program takes for the beginning of a formula."""
_MARK = "\ufeff"
"""Excel reads UTF-8 only behind it."""


def unread_rows(file: SourceFile) -> list[UnreadRow]:
    """Read the kept file once more and keep nothing but what could not be understood."""
    context = replace(format_context(file.store), mappings=ConfirmedLayouts().definitions(file))
    with opened(file) as stream:
        reader = TabularReader(stream, file.original_name, context)
        try:
            for _event in reader:
                pass
        except UnreadableFileError:
            return list(reader.row_errors)  # up to where the file breaks
    return list(reader.row_errors)


def as_csv(
    rows: Iterable[UnreadRow], headers: tuple[str, str, str, str], why: Callable[[UnreadRow], str]
) -> bytes:
    """Sheet, row, why, column and the row's own cells. No cell can be taken for a formula."""
    text = io.StringIO()
    text.write(_MARK)
    writer = csv.writer(text)
    writer.writerow(headers)
    for row in rows:
        cells = (row.sheet, str(row.row), why(row), row.column, *row.cells)
        writer.writerow([harmless(cell) for cell in cells])
    return text.getvalue().encode()


def harmless(cell: str) -> str:
    """``=1+1`` becomes ``'=1+1``, which is shown and never worked out."""
    return (
        f"'{cell}" if cell.lstrip(" \xa0").startswith(_STARTS) or cell.startswith(_STARTS) else cell
    )
