"""Flags of a lower price: discounts and overrides by hand, and gaps nothing explains.

Promotions, loyalty rewards and coupons are the shop's own doing and raise none.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from transactions.flags.trade import ONGOING
from transactions.formats.canonical import (
    AdjustmentKind,
    Confidence,
    EventType,
    Flag,
    FlagHit,
    LineStatus,
)
from transactions.formats.merchandise import is_prepay_settlement

if TYPE_CHECKING:
    from transactions.formats.canonical import Adjustment, Event, FormatContext

NORMAL: Final = LineStatus.NORMAL
TOLERANCE: Final = Decimal("0.05")
"""Rounding, of cash and of taxes by level, that a total may show."""


def manual_discount(event: Event, _context: FormatContext) -> FlagHit | None:
    found = _standing(event, AdjustmentKind.MANUAL_DISCOUNT)
    if not found:
        return None
    total = sum((abs(a.amount) for a in found if a.amount is not None), Decimal(0))
    if not total:
        return FlagHit(Flag.MANUAL_DISCOUNT, Confidence.LIKELY, "manual_discount_no_amount")
    params = {"amount": str(total)}
    if reason := next((a.reason for a in found if a.reason), ""):
        params["reason"] = reason
        return FlagHit(Flag.MANUAL_DISCOUNT, Confidence.CERTAIN, "manual_discount_reason", params)
    return FlagHit(Flag.MANUAL_DISCOUNT, Confidence.CERTAIN, "manual_discount", params)


def price_override(event: Event, _context: FormatContext) -> FlagHit | None:
    """What the source says beats what was inferred from prices."""
    found = _standing(event, AdjustmentKind.PRICE_OVERRIDE)
    if not found:
        return None
    explicit = [a for a in found if a.source == "explicit"]
    confidence = Confidence.CERTAIN if explicit else Confidence.LIKELY
    difference = sum((a.amount for a in explicit or found if a.amount), Decimal(0))
    if not difference:
        return FlagHit(Flag.PRICE_OVERRIDE, confidence, "price_override_no_amount")
    code = "price_override" if explicit else "price_override_derived"
    params = {"difference": str(abs(difference))}
    return FlagHit(
        Flag.PRICE_OVERRIDE, confidence, code if difference > 0 else f"{code}_up", params
    )


def unexplained_discount(event: Event, _context: FormatContext) -> FlagHit | None:
    """Goods plus tax exceed what was paid, and no adjustment on the receipt says why.

    Vendors disagree whether gross holds tax or removed lines: a gap that either of these
    would explain is no gap.
    """
    if event.event_type is not EventType.SALE or is_prepay_settlement(event):
        return None
    paid = event.grand if event.grand is not None else event.net
    if event.gross is None or paid is None or paid < 0 or event.gross < 0:
        return None
    tax = event.tax or Decimal(0)
    gap = event.gross + tax - paid - _explained(event)
    removed = sum(
        (abs(line.amount) for line in event.lines if line.amount and line.status is not NORMAL),
        Decimal(0),
    )
    innocent = (Decimal(0), tax, removed, removed + tax)
    if gap <= TOLERANCE or any(abs(gap - reason) <= TOLERANCE for reason in innocent):
        return None
    params = {"difference": str(gap)}
    return FlagHit(Flag.UNEXPLAINED_DISCOUNT, Confidence.LIKELY, "unexplained_discount", params)


def _explained(event: Event) -> Decimal:
    return sum((abs(a.amount) for a in event.adjustments if a.amount is not None), Decimal(0))


def _standing(event: Event, kind: AdjustmentKind) -> list[Adjustment]:
    """The adjustments of a kind in a trade that went on, but for removed lines."""
    if not event.adjustments or event.event_type not in ONGOING:
        return []
    removed = {line.sequence for line in event.lines if line.status is LineStatus.CANCELLED}
    return [a for a in event.adjustments if a.kind is kind and a.line not in removed]
