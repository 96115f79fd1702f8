"""What one search asks, as a value. Pure: what a name stands for is found in ``scope.py``.

A query holds what the person wrote, not what it came to: "yesterday" stays yesterday, and
a store that has gone stays named, so that a saved search means tomorrow what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import time
    from decimal import Decimal

    from transactions.search.days import Day


class Order(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    AMOUNT = "amount"
    """The largest first, whichever way the money went."""
    RISK = "risk"
    """The riskiest first; only what is to be reviewed has a risk."""


class Basis(StrEnum):
    """What a date means: of the store's clock, or of its books."""

    CALENDAR = "calendar"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Every part narrows; several words of one part are any of them."""

    since: Day | None = None
    until: Day | None = None
    basis: Basis = Basis.CALENDAR
    from_time: time | None = None
    to_time: time | None = None
    """Not included; before ``from_time`` it is of the next morning."""
    stores: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    cashiers: tuple[str, ...] = ()
    """Numbers, or (parts of) names of cashiers and people."""
    types: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    """``any`` for whatever was flagged."""
    statuses: tuple[str, ...] = ()
    tenders: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    """Of the amount without its sign; both included."""
    item: str = ""
    note: str = ""
    number: str = ""
    training: bool | None = None
    rules: tuple[int, ...] = ()
    alerts: tuple[int, ...] = ()
    every_account: bool = False
    """Also second accounts of one event, and rows that nobody decided about yet."""
    order: Order = Order.NEWEST

    @property
    def is_empty(self) -> bool:
        """Nothing narrows it: every transaction there is."""
        parts = (part.name for part in fields(self) if part.name not in _WAYS)
        return all(getattr(self, part) in _NOTHING for part in parts)


_WAYS: Final = {"basis", "order", "every_account"}
_NOTHING: Final = (None, "", ())
