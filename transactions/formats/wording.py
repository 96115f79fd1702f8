"""Filling the named places of a sentence, after it was translated."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MONEY_PARAMS: Final = frozenset({"amount", "value_removed", "difference"})
"""Parameters that hold decimal text and are shown as money."""


def identity(message: str) -> str:
    return message


def fill(message: str, params: Mapping[str, str], translate: Callable[[str], str]) -> str:
    """``message`` translated, with its ``%(name)s`` places filled.

    A parameter that is missing shows as nothing: an old row's sentence must still render.
    """
    shown: defaultdict[str, str] = defaultdict(str)
    for name, value in params.items():
        shown[name] = money(value) if name in MONEY_PARAMS else value
    return translate(message) % shown


def money(text: str) -> str:
    """``-64.2`` as ``-$64.20``; text that is no number stays as it is."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return text
    if not amount.is_finite():
        return text
    sign = "-" if amount < 0 else ""
    return f"{sign}${abs(amount):,.2f}"
