"""What a file's sheets are, by the way that an upload takes, without a database."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from transactions.formats.redaction import Redactor
from transactions.formats.tabular.arrival import pieces_of
from transactions.formats.tabular.grid import iter_sheets

if TYPE_CHECKING:
    from transactions.formats.tabular.cells import Cell


def kept(data: bytes, name: str = "report.xls") -> bytes:
    """The bytes that would be kept of a file."""
    redactor = Redactor()
    pieces = [redactor.feed(piece) for piece in pieces_of(io.BytesIO(data), name)]
    return b"".join(pieces) + redactor.finish()


def numbered(data: bytes, name: str = "report.xls") -> dict[str, dict[int, tuple[Cell, ...]]]:
    """Sheet by name to row by number; sheets without names are numbered."""
    sheets = {}
    for place, sheet in enumerate(iter_sheets(io.BytesIO(kept(data, name)), name)):
        sheets[sheet.name or str(place)] = {row.number: row.cells for row in sheet.rows}
    return sheets


def rows(data: bytes, name: str = "report.xls") -> list[tuple[Cell, ...]]:
    """The rows of the first sheet."""
    return list(next(iter(numbered(data, name).values())).values())
