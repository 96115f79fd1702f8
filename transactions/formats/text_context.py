"""Which column of a table (or key of a JSON line) a position lies in, in plain text."""

from __future__ import annotations

import re
from typing import Final

_DELIMITERS: Final = (b",", b";", b"\t", b"|")
_NO_CARD: Final = re.compile(
    rb"upc|plu|sku|gtin|\bean|bar ?code|scan ?code|item ?(?:code|no|num|id)|product ?(?:code|id)"
    rb"|tran(?:s|saction)? ?(?:id|no|num)|receipt|invoice|ticket|order ?(?:id|no)|amount|price"
    rb"|total|gross|\bnet\b|qty|quantity|date|time|poscode|inventoryitemid"
)
_COLUMN: Final = re.compile(
    rb"type|cashier|employee|register|terminal|store|description|card|account|reason|tender"
)
_NOT_WORD: Final = re.compile(rb"[^a-z0-9]+")
_JSON_KEY: Final = re.compile(rb"\"([^\"\\]{1,60})\"\s*:\s*\"?$")


class Columns:
    """The header of a table once a line was seen that looks like one."""

    def __init__(self) -> None:
        self._delimiter = b","
        self._names: list[bytes] = []

    def consider(self, line: bytes) -> None:
        """Take ``line`` as the header when at least two of its cells are column names."""
        delimiter = max(_DELIMITERS, key=line.count)
        cells = [_words(cell) for cell in line.split(delimiter)]
        known = sum(bool(_NO_CARD.search(cell) or _COLUMN.search(cell)) for cell in cells)
        wordy = sum(not any(48 <= byte <= 57 for byte in cell) for cell in cells)
        if known >= 2 and wordy * 2 > len(cells):
            self._delimiter, self._names = delimiter, cells

    def is_protected(self, block: bytes, position: int) -> bool:
        """Whether the digits at ``position`` are in a column that holds no card number."""
        start = max(block.rfind(b"\n", 0, position), block.rfind(b"\r", 0, position)) + 1
        before = block[start:position]
        if (key := key_before(before, len(before))) is not None:
            return is_code_name(key)
        column = self._column(before)
        if column >= len(self._names):
            return False
        return _NO_CARD.search(self._names[column]) is not None

    def _column(self, before: bytes) -> int:
        """Delimiters before the position that are not inside quotes."""
        outside = before.split(b'"')[::2]
        return sum(part.count(self._delimiter) for part in outside)


def key_before(block: bytes, position: int) -> bytes | None:
    """The name in JSON whose value begins at ``position``, None within or outside of one."""
    found = _JSON_KEY.search(block[max(0, position - 80) : position])
    return found.group(1) if found else None


def is_code_name(name: bytes) -> bool:
    """Whether what is named so has digits of its own, and never a card's."""
    return _NO_CARD.search(_words(name)) is not None


def _words(cell: bytes) -> bytes:
    """A column's name in plain words: ``Trans #`` is ``trans no``."""
    return _NOT_WORD.sub(b" ", cell.lower().replace(b"#", b" no ")).strip()
