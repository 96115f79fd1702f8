"""Promotions, loyalty rewards, coupons and discounts, of one line or the whole receipt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transactions.formats.canonical import Adjustment, AdjustmentKind
from transactions.formats.naxml.extract import text_of
from transactions.formats.naxml.overrides import PREFIX, read_price_override

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transactions.formats.canonical import Line
    from transactions.formats.naxml.extract import Extractor, Fields
    from transactions.formats.naxml.part import Part

_LOYALTY = re.compile(r"loyal|reward|member|points", re.IGNORECASE)
_COUPON = re.compile(r"coupon", re.IGNORECASE)
_PROMOTION = re.compile(r"promo|mix.?(and|&)?.?match|combo", re.IGNORECASE)


def is_adjustment(name: str) -> bool:
    return name in ("promotion", "discount") or name.startswith(PREFIX)


def read_adjustments(x: Extractor, among: Iterable[Part], line: Line | None) -> list[Adjustment]:
    """Every adjustment ``among`` the elements; ``line`` is None for the whole receipt."""
    found, overrides = [], []
    for child in among:
        name = child.name
        if name in ("promotion", "discount"):
            found.append(_read_reduction(x, child, name, line))
        elif name.startswith(PREFIX):
            overrides.append(child)
    override = read_price_override(x, overrides, line) if overrides else None
    return [*found, override] if override else found


def _read_reduction(x: Extractor, element: Part, name: str, line: Line | None) -> Adjustment:
    fields = element.fields
    reason = text_of(_ending(fields, "reason"))
    amount = x.amount(_ending(fields, "amount"))
    return Adjustment(
        _kind(name, f"{reason} {_types(element)}"),
        abs(amount) if amount is not None else None,
        line.sequence if line else None,
        text_of(_ending(fields, "id")),
        reason,
    )


def _kind(name: str, words: str) -> AdjustmentKind:
    if _LOYALTY.search(words):
        return AdjustmentKind.LOYALTY
    if name == "promotion":
        return AdjustmentKind.PROMOTION
    if _COUPON.search(words):
        return AdjustmentKind.COUPON
    return AdjustmentKind.PROMOTION if _PROMOTION.search(words) else AdjustmentKind.MANUAL_DISCOUNT


def _ending(fields: Fields, ending: str) -> Part | None:
    for name, element in fields.items():
        if name.endswith(ending):
            return element
    return None


def _types(element: Part) -> str:
    return " ".join(
        value
        for child in element.parts
        for key, value in child.attributes.items()
        if key.lower().endswith("type")
    )
