"""What separates the cells of a text file, found out by trying.

The separator is the one by which most lines become rows of one width; a letter or a log,
whose commas come as they please, is no table by any.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from typing import Final

DELIMITERS: Final = (",", "\t", ";", "|")
_LINES: Final = 60
_LINE_CHARACTERS: Final = 64 * 1024
_LONGEST_NAME: Final = 40
_NARROW: Final = 2
_SHARE: Final = 0.5
_SHARE_OF_NARROW: Final = 0.6


@dataclass(frozen=True, slots=True)
class Delimiter:
    character: str
    is_declared: bool = False
    """The file's first line is ``sep=;``, which is no row."""


def find_table(text: str) -> Delimiter | None:
    """How the start of a file is cut into cells; None when it is no table."""
    lines = _whole_lines(text)
    if not lines:
        return None
    if declared := _declared(lines[0]):
        return Delimiter(declared, is_declared=True)
    best = max(DELIMITERS, key=lambda each: _score(lines, each))
    return Delimiter(best) if _score(lines, best) > 0 else None


def _whole_lines(text: str) -> list[str]:
    lines = text.removeprefix("\ufeff").splitlines()[: _LINES + 1]
    if len(lines) > 1 and not text.endswith(("\n", "\r")):
        lines.pop()  # the look may have ended within it
    return [line[:_LINE_CHARACTERS] for line in lines if line.strip()][:_LINES]


def _declared(line: str) -> str:
    """Excel's own hint, which wins over anything counted."""
    found = line.strip().lower()
    if found.startswith("sep=") and len(line.strip("\r\n")) == len("sep=") + 1:
        return line.strip("\r\n")[-1]
    return ""


def _score(lines: list[str], delimiter: str) -> float:
    """0 for no table; more, the more lines agree on the more cells."""
    rows = _without_titles(_rows(lines, delimiter))
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda each: (each[1], each[0]))
    if len(rows) == 1 or count == 1:
        return float(width) if _is_lone_header(rows) else 0.0
    share = count / len(rows)
    if share < (_SHARE_OF_NARROW if width == _NARROW else _SHARE):
        return 0.0
    return share * width


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []


def _without_titles(rows: list[list[str]]) -> list[list[str]]:
    """Titles stand above the table and are one cell each."""
    first = next((place for place, row in enumerate(rows) if len(row) > 1), 0)
    return rows[first:]


def _is_lone_header(rows: list[list[str]]) -> bool:
    """An export of a day on which nothing happened: titles perhaps, and a header."""
    widest = max(rows, key=len)
    return (
        len(widest) > _NARROW
        and all(len(row) == 1 for row in rows if row is not widest)
        and all(0 < len(cell.strip()) <= _LONGEST_NAME for cell in widest)
        and not any(cell.strip().endswith(".") for cell in widest)
    )
