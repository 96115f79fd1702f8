"""Where a sheet's table begins: titles are passed over, one or two rows of names are read.

Rows 1 to 40 are scored by how many of their cells are names of columns. A sheet without
such a row holds no table that we know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.header_words import joined, shown
from transactions.formats.tabular.roles import Role
from transactions.formats.tabular.roles_match import match_metric, match_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transactions.formats.tabular.cells import Cell, Row

LOOKED_AT: Final = 40
"""Rows in which a header may begin."""
LOOK_AHEAD: Final = LOOKED_AT + 12

_ENOUGH: Final = 3
_VALUE: Final = re.compile(r"[0-9]{2,}|[0-9][./:-][0-9]")
_LONGEST_NAME: Final = 60
_POINTS: Final = {"exact": 4, "words": 3, "spelling": 2}


@dataclass(frozen=True, slots=True)
class Header:
    """A table's column names and what stood above them."""

    names: tuple[str, ...]
    """As written, "" for a column without one; a header of two rows is joined by a space."""
    first_row: int
    last_row: int
    """Sheet rows, 1-based."""
    above: tuple[Row, ...]
    parts: tuple[tuple[str, ...], ...]
    """The header's own rows, as they come again at each page."""


def find_header(rows: Sequence[Row]) -> Header | None:
    """The best header among a sheet's first rows (give it :data:`LOOK_AHEAD` of them)."""
    best: Header | None = None
    best_score = 0
    for index, row in enumerate(rows):
        if row.number > LOOKED_AT:
            break
        if not has_names(row.cells):
            continue
        for header in _candidates(rows, index):
            score = _score(header.names)
            if score > best_score:
                best, best_score = header, score
    return best


def filled(cells: Sequence[Cell]) -> list[tuple[int, str]]:
    """The cells with something in them, as text, with their columns."""
    return [(index, text) for index, cell in enumerate(cells) if (text := shown(cell))]


def is_repeated_title(cells: Sequence[Cell]) -> bool:
    """A merged title comes as one value in every cell that it covers."""
    texts = [text for _, text in filled(cells)]
    return len(texts) > 1 and len(set(texts)) == 1


def has_names(cells: Sequence[Cell]) -> bool:
    """Whether a row could be names of columns: text, short, and not one title throughout."""
    texts = [text for _, text in filled(cells)]
    if not texts or is_repeated_title(cells):
        return False
    wordy = sum(len(text) <= _LONGEST_NAME and not _VALUE.search(text) for text in texts)
    return wordy * 4 >= len(texts) * 3


def _candidates(rows: Sequence[Row], index: int) -> list[Header]:
    """The row alone, and as the upper of two rows, merged names above being spread."""
    upper = rows[index]
    above = tuple(rows[:index])
    own = _names(upper.cells)
    found = [Header(own, upper.number, upper.number, above, (own,))]
    if index + 1 >= len(rows) or rows[index + 1].number != upper.number + 1:
        return found
    lower = rows[index + 1]
    if not has_names(lower.cells) or any(isinstance(cell, bool) for cell in lower.cells):
        return found
    below = _names(lower.cells)
    for top in (own, _spread(own, below)):
        both = _join(top, below)
        found.append(Header(both, upper.number, lower.number, above, (own, below)))
    return found


def _names(cells: Sequence[Cell]) -> tuple[str, ...]:
    names = [shown(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _spread(top: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """A merged name is written once and meant for the columns after it too."""
    spread, last = [], ""
    for index in range(max(len(top), len(below))):
        last = (top[index] if index < len(top) else "") or last
        spread.append(last)
    return tuple(spread)


def _join(top: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    width = max(len(top), len(below))
    padded = zip(
        top + ("",) * (width - len(top)), below + ("",) * (width - len(below)), strict=True
    )
    return tuple(" ".join(dict.fromkeys(part for part in pair if part)) for pair in padded)


def _score(names: tuple[str, ...]) -> int:
    """Points for each different role found; 0 when fewer than three columns are known."""
    found: dict[str, int] = {}
    extra = 0
    for name in names:
        match = match_name(name) or match_metric(name)
        if match is None:
            continue
        points = _POINTS[match.how] - (match.role == Role.IGNORE)
        if match.role in found:
            extra += 1
        found[match.role] = max(found.get(match.role, 0), points)
    if len(found) < _ENOUGH:
        return 0
    return sum(found.values()) * 10 + extra


def repeats(header: Header, cells: Sequence[Cell]) -> bool:
    """Whether a row below is the header (or one row of it) again, as after a page break."""
    keys = {index: joined(text) for index, text in filled(cells)}
    if len(keys) < 2:
        return False
    for part in (*header.parts, header.names):
        same = sum(
            index < len(part) and bool(part[index]) and joined(part[index]) == key
            for index, key in keys.items()
        )
        if same >= 2 and same * 5 >= len(keys) * 3:
            return True
    return False
