"""What a sheet is once its container no longer matters: numbered rows of cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Cell", "Row", "Sheet"]

Cell = str | Decimal | float | int | bool | datetime | date | time | timedelta | None
"""Containers of text (CSV, HTML, SpreadsheetML) give ``str`` only. Spreadsheets keep what the
cell was: a number is a ``Decimal`` of the shortest text that means the same double, a moment a
``datetime`` without zone, a duration (or a time of 24 hours and more) a ``timedelta``. A cell
with nothing in it is None in a spreadsheet and "" in text."""


class Row(NamedTuple):
    number: int
    """1-based, as a person who opens the file sees it; blank rows are counted, though they
    may be left out."""
    cells: tuple[Cell, ...]
    """As many as the row has, which may be fewer or more than the header's."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file. Its rows can be read once, and before the next sheet is asked for."""

    name: str
    """"" where the container has no names for its tables."""
    rows: Iterator[Row]
