"""What reading a sheet answers step by step: each row, and each event after its last row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transactions.formats.canonical import Event
    from transactions.formats.tabular.cells import Row
    from transactions.formats.tabular.reader_facts import Facts
    from transactions.formats.tabular.reader_meaning import RowMeaning
    from transactions.formats.tabular.reader_rows import RowClass


@dataclass(slots=True)
class RowResult:
    """What became of one row; the events of a receipt come with its last row."""

    row: Row
    kind: RowClass
    facts: Facts | None = None
    said: RowMeaning | None = None
    code: str = ""
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    event: Event
    row: int
    """The first of its rows."""
