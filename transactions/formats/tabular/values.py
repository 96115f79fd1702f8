"""Amounts as people and programs write them, to :class:`~decimal.Decimal`.

A cell is a number, nothing, or not readable; nothing that cannot be read becomes 0.
``(5.00)``, ``5.00-``, ``5.00 CR`` and the typographic minus are negative: a credit is money
that goes back. ``DR`` is positive.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from transactions.formats.tabular.cells import Cell

POINT: Final = "."
COMMA: Final = ","

_NOTHING: Final = frozenset({"", "-", "--", "n/a", "na", "n.a.", "null", "none", "nil", "$-", "$"})
_SIGNED: Final = re.compile(
    r"(?P<open>\()?\s*(?P<minus>[-+])?\s*(?:(?P<before>[$€£]|usd|cad|eur|gbp)\s*)?"
    r"(?P<inner>\()?(?P<minus2>[-+])?\s*(?P<number>[0-9.,' ]*[0-9][0-9.,' ]*?)\s*"
    r"\*{0,3}\s*(?P<close>\))?\s*(?:(?:[$€£]|usd|cad|eur|gbp)\s*)?(?P<close2>\))?\s*"
    r"(?P<after>[-+]|cr|dr)?\s*\*{0,3}",
    re.IGNORECASE | re.ASCII,
)
_PLAIN: Final = re.compile(r"[0-9]{1,15}", re.ASCII)
_LONGEST: Final = 40
_PLACES: Final = Decimal("0.000001")


def is_nothing(cell: Cell) -> bool:
    """Whether a cell says that there is no number."""
    return cell is None or (isinstance(cell, str) and _tidy(cell) in _NOTHING)


def read_amount(cell: Cell, mark: str) -> Decimal | None:
    """The number in a cell, None for none. Raises ``ValueError`` for what is no number.

    ``mark`` is the column's decimal mark and matters for text only.
    """
    if isinstance(cell, str):
        return _from_text(cell, mark)
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, Decimal | int | float):
        raise ValueError(cell)
    number = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    if not number.is_finite() or abs(number) >= Decimal("1e15"):
        raise ValueError(cell)
    exponent = number.as_tuple().exponent
    return number.quantize(_PLACES) if isinstance(exponent, int) and exponent < -6 else number


@lru_cache(maxsize=16384)
def _from_text(text: str, mark: str) -> Decimal | None:
    tidy = _tidy(text)
    if tidy in _NOTHING:
        return None
    found = _SIGNED.fullmatch(tidy) if len(tidy) <= _LONGEST else None
    if found is None:
        raise ValueError(text)
    bracketed = _balanced(found, text)
    number = _digits(found["number"].strip(), mark)
    signs = [found["minus"], found["minus2"], found["after"]]
    if sum(sign is not None for sign in signs) + bracketed > 1:
        raise ValueError(text)
    negative = bracketed or "-" in signs or found["after"] == "cr"
    return -number if negative and number else number


def _tidy(text: str) -> str:
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")
    return plain.replace("\u2212", "-").replace("\u2013", "-").strip().lower()


def _balanced(found: re.Match[str], text: str) -> bool:
    """Whether the number stands in brackets, which must open and close once."""
    opened = [found["open"], found["inner"]].count("(")
    closed = [found["close"], found["close2"]].count(")")
    if opened != closed or opened > 1:
        raise ValueError(text)
    return opened == 1


def _digits(number: str, mark: str) -> Decimal:
    """``1.234,50`` under a comma; a thousands mark must stand where one belongs."""
    whole, _, decimals = number.partition(mark)
    groups = re.split(r"[.,' ]", whole)
    if len(groups) > 1:
        separators = set(re.findall(r"[.,' ]", whole))
        fit = re.fullmatch(r"[1-9][0-9]{0,2}", groups[0]) and all(
            len(group) == 3 for group in groups[1:]
        )
        if len(separators) != 1 or not fit:
            raise ValueError(number)
    digits = "".join(groups) or "0"
    if not _PLAIN.fullmatch(digits) or (decimals and not _PLAIN.fullmatch(decimals)):
        raise ValueError(number)
    return Decimal(f"{digits}.{decimals}" if decimals else digits)
