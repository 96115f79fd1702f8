"""Price overrides: said by the source, or inferred from the prices on the line.

No public source shows Passport's element, so anything named ``PriceOverride…`` is
taken: one element with children, or several leaves side by side.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import Adjustment, AdjustmentKind, LineKind, LineStatus
from transactions.formats.naxml.extract import text_of

if TYPE_CHECKING:
    from transactions.formats.canonical import Line
    from transactions.formats.naxml.extract import Extractor
    from transactions.formats.naxml.part import Part

PREFIX: Final = "priceoverride"
TOLERANCE: Final = Decimal("0.01")
"""Rounding that a multi-quantity or weighed line may show on its amount."""

_BEFORE: Final = frozenset({"originalprice", "regularsellprice", "regularprice"})


def read_price_override(x: Extractor, elements: list[Part], line: Line | None) -> Adjustment | None:
    """One adjustment for all ``PriceOverride…`` siblings; None where a flag says no."""
    found = Adjustment(AdjustmentKind.PRICE_OVERRIDE, None, line.sequence if line else None)
    before, after = line.regular_price if line else None, None
    for element in _leaves(elements):
        name = element.name
        if name.endswith("flag"):
            if x.flag(element) is False:
                return None
        elif name.endswith(("reason", "reasoncode")):
            found.reason = text_of(element)
        elif name.endswith("amount"):
            found.amount = x.amount(element)
        elif name in _BEFORE:
            before = x.amount(element)
        elif name.endswith("price"):
            after = x.amount(element)
    if found.amount is None and before is not None and after is not None:
        found.amount = before - after
    return found


def _leaves(elements: list[Part]) -> list[Part]:
    return [leaf for element in elements for leaf in (element.parts or [element])]


def derive_price_override(line: Line) -> Adjustment | None:
    """An item sold off its regular price that nothing on the receipt explains.

    Works on the line's amount and quantity, since the price given may be the extended
    one; a regular price that equals the whole amount is an extended price too.
    """
    if line.kind is not LineKind.ITEM or line.status is not LineStatus.NORMAL:
        return None
    regular, amount, quantity = line.regular_price, line.amount, line.quantity
    if not regular or amount is None or amount == regular:
        return None
    paid = abs(amount)
    expected = regular * abs(quantity) if quantity else regular
    if abs(paid - expected) <= TOLERANCE or abs(paid - regular) <= TOLERANCE:
        return None
    return Adjustment(
        AdjustmentKind.PRICE_OVERRIDE, expected - paid, line.sequence, source="derived"
    )
