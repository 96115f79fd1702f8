"""Flags that an event's type or its lines raise: refund, void, no sale, removed items."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import (
    Confidence,
    EventType,
    Flag,
    FlagHit,
    LineStatus,
    RegisterClass,
)
from transactions.formats.merchandise import GOODS, is_prepay_settlement, returned_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transactions.formats.canonical import Event, FormatContext, Line

ONGOING: Final = frozenset({EventType.SALE, EventType.RESUME, EventType.REFUND})
"""Trades that went on, so that a removed item was removed from something."""

PUMP_CASHIERS: Final = frozenset({"", "0", "20000", "notset", "system"})


def refund(event: Event, context: FormatContext) -> FlagHit | None:
    if event.event_type is EventType.REFUND:
        return _whole_refund(event, context)
    if event.event_type not in ONGOING or event.register_class is RegisterClass.OUTSIDE:
        return None
    if not (returned := returned_lines(event, context)):
        return None
    params = {"count": str(len(returned)), "amount": str(abs(total_of(returned) or 0))}
    return FlagHit(Flag.REFUND, Confidence.LIKELY, "refund_in_sale", params)


def _whole_refund(event: Event, context: FormatContext) -> FlagHit | None:
    """Prepaid fuel that was not pumped comes back as a refund too; nobody decided that."""
    if is_prepay_settlement(event) and not _standing_goods(event):
        return None
    if event.register_class is RegisterClass.OUTSIDE and event.cashier.lower() in PUMP_CASHIERS:
        return None
    if event.amount is None:
        return FlagHit(Flag.REFUND, event.confidence, "refund_no_amount")
    params = {"amount": str(abs(event.amount))}
    if event.source_event_tag.lower() == "saleevent":
        if returned := total_of(returned_lines(event, context)):
            params["amount"] = str(abs(returned))
        code = "refund_by_lines" if returned else "refund_negative_total"
        return FlagHit(Flag.REFUND, event.confidence, code, params)
    if event.linked_transaction_no:
        params["transaction_no"] = event.linked_transaction_no
        return FlagHit(Flag.REFUND, event.confidence, "refund_linked", params)
    return FlagHit(Flag.REFUND, event.confidence, "refund_no_link", params)


def void(event: Event, _context: FormatContext) -> FlagHit | None:
    if event.event_type is EventType.POST_VOID:
        code = "post_void"
    elif event.event_type is EventType.VOID:
        certain = event.confidence is Confidence.CERTAIN
        code = "void" if certain else "void_all_lines"
    else:
        return None
    if event.amount is None:
        return FlagHit(Flag.VOID, event.confidence, "void_no_amount")
    return FlagHit(Flag.VOID, event.confidence, code, {"amount": str(event.amount)})


def no_sale(event: Event, _context: FormatContext) -> FlagHit | None:
    if event.event_type is not EventType.NO_SALE:
        return None
    certain = event.confidence is Confidence.CERTAIN
    return FlagHit(Flag.NO_SALE, event.confidence, "no_sale" if certain else "no_sale_inferred")


def suspended(event: Event, _context: FormatContext) -> FlagHit | None:
    """Only without payment: some registers mark a paid sale too, for another reason."""
    if event.event_type is not EventType.SUSPEND:
        return None
    if event.amount is None:
        return FlagHit(Flag.SUSPENDED, event.confidence, "suspended_no_amount")
    params = {"amount": str(event.amount)}
    return FlagHit(Flag.SUSPENDED, event.confidence, "suspended", params)


def cancellation(event: Event, _context: FormatContext) -> FlagHit | None:
    """Goods lines only: cancelled fuel lines are how a prepay is completed."""
    if event.event_type not in ONGOING:
        return None
    removed = [
        line for line in event.lines if line.status is not LineStatus.NORMAL and line.kind in GOODS
    ]
    if not removed:
        return None
    params = {"count": str(len(removed))}
    total = total_of(removed)
    if total is None:
        return FlagHit(Flag.CANCELLATION, Confidence.CERTAIN, "cancellation_no_amount", params)
    params["amount"] = str(abs(total))
    if any(line.status is LineStatus.CANCELLED for line in removed):
        return FlagHit(Flag.CANCELLATION, Confidence.CERTAIN, "cancellation", params)
    params["status"] = removed[0].status_raw
    return FlagHit(Flag.CANCELLATION, Confidence.LIKELY, "cancellation_unclear", params)


def drawer_alarm(event: Event, _context: FormatContext) -> FlagHit | None:
    if event.event_type is not EventType.DRAWER_ALARM:
        return None
    return FlagHit(Flag.DRAWER_ALARM, event.confidence, "drawer_alarm")


def total_of(lines: Sequence[Line]) -> Decimal | None:
    amounts = [line.amount for line in lines if line.amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _standing_goods(event: Event) -> bool:
    return any(line.kind in GOODS and line.status is LineStatus.NORMAL for line in event.lines)
