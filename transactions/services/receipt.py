"""A receipt as it is stored: lines, adjustments, tenders, and what nobody understood."""

from __future__ import annotations

from itertools import compress
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from transactions.formats.canonical import Adjustment, Line, RegisterClass, Tender

if TYPE_CHECKING:
    from transactions.formats.canonical import Event


class _Filled:
    """Turns one kind of receipt entry into a dict of the fields that say something: a
    number that is zero does, an empty text and a flag that is not set do not."""

    def __init__(self, kind: type[Line | Adjustment | Tender], *numbers: str) -> None:
        self._names = tuple(kind.__slots__)
        self._values = attrgetter(*self._names)
        self._numbers = numbers

    def __call__(self, entry: Line | Adjustment | Tender) -> dict[str, Any]:
        values = self._values(entry)
        filled = dict(compress(zip(self._names, values, strict=True), values))
        for name in self._numbers:
            if name not in filled and (number := getattr(entry, name)) is not None:
                filled[name] = number
        return filled


_line = _Filled(Line, "sequence", "quantity", "unit_price", "regular_price", "amount")
_adjustment = _Filled(Adjustment, "amount", "line")
_tender = _Filled(Tender, "amount")


def receipt_of(event: Event) -> dict[str, Any]:
    """Lines, adjustments and tenders with the empty fields left out."""
    receipt: dict[str, Any] = {}
    if event.lines:
        receipt["lines"] = [_line(line) for line in event.lines]
    if event.adjustments:
        receipt["adjustments"] = [_adjustment(each) for each in event.adjustments]
    if event.tenders:
        receipt["tenders"] = [_tender(tender) for tender in event.tenders]
    if event.unknown_elements:
        receipt["unknown"] = list(event.unknown_elements)
    if event.register_class is not RegisterClass.UNKNOWN:
        receipt["register_class"] = event.register_class
    return receipt
