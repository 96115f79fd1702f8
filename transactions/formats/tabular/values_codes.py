"""Codes and answers of yes or no: what is text in a cell, whatever type it was stored as."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from transactions.formats.tabular.cells import Cell

_SPACES: Final = re.compile(r"\s+")
_FORMULA_TEXT: Final = re.compile(r'="([^"]*)"')
_YES: Final = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "✔", "on"})
_NO: Final = frozenset({"no", "n", "false", "f", "0", "", "-", "off", "n/a", "none"})


def code_text(cell: Cell) -> str:
    """A code or a text: 101.0 is ``101``, ``="007"`` is ``007``; other text stays verbatim."""
    if isinstance(cell, str):
        return _text(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Decimal | int | float):
        return _number(Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell))
    return cell.isoformat(" ") if isinstance(cell, datetime) else _moment(cell)


def _moment(cell: object) -> str:
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


@lru_cache(maxsize=8192)
def _text(text: str) -> str:
    plain = _SPACES.sub(" ", text).strip()
    if plain.startswith("="):
        quoted = _FORMULA_TEXT.fullmatch(plain)
        return quoted[1].strip() if quoted else plain
    return plain.removeprefix("'")


def _number(number: Decimal) -> str:
    if not number.is_finite():
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_yes_no(cell: Cell) -> bool | None:
    """True, False, or None for an answer that is neither, which a caller looks at itself."""
    text = code_text(cell).casefold()
    if text in _YES:
        return True
    return False if text in _NO else None
