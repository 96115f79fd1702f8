"""A sheet as a table: its header, its layout's name, and the rows below."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from pathlib import PurePath
from typing import TYPE_CHECKING

from transactions.formats.tabular.header import LOOK_AHEAD, Header, find_header
from transactions.formats.tabular.header_fingerprint import fingerprint_of, steady
from transactions.formats.tabular.header_titles import report_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transactions.formats.tabular.cells import Row, Sheet


@dataclass(slots=True)
class Table:
    sheet: str
    header: Header
    fingerprint: str
    report_names: tuple[str, ...]
    """What the report calls itself, the best first: its title, its sheet, its file."""
    rows: Iterator[Row]
    """Below the header; to be read once."""

    @property
    def report_tag(self) -> str:
        """What the source calls rows that have no type word of their own."""
        return next(filter(None, map(steady, self.report_names)), "")


def open_table(sheet: Sheet, file_name: str) -> Table | None:
    """The table of a sheet, None for a sheet without one. Its rows are then read, but for
    those of the table."""
    head = list(islice(sheet.rows, LOOK_AHEAD))
    header = find_header(head)
    if header is None:
        return None
    below = [row for row in head if row.number > header.last_row]
    title = report_name(header.above)
    stem = PurePath(file_name).stem
    names = tuple(name for name in (title, sheet.name, stem) if name)
    fingerprint = fingerprint_of(header, sheet.name, title or stem)
    return Table(sheet.name, header, fingerprint, names, chain(below, sheet.rows))
