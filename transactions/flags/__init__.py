"""Suspicious traits of one transaction, by small pure functions.

Looking alike is not enough: fuel prepay, paid-outs, promotions, an approver who is the
cashier, and pumps that have no cashier are told apart here, once for every format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transactions.flags.money import manual_discount, price_override, unexplained_discount
from transactions.flags.people import age_bypass, override, training_sale
from transactions.flags.trade import (
    cancellation,
    drawer_alarm,
    no_sale,
    refund,
    suspended,
    void,
)
from transactions.formats.canonical import EventType, RegisterClass

if TYPE_CHECKING:
    from transactions.formats.canonical import Event, FlagHit, FormatContext

__all__ = ["find_flags"]

_FINDERS: Final = (
    refund,
    void,
    no_sale,
    suspended,
    cancellation,
    manual_discount,
    price_override,
    override,
    age_bypass,
    drawer_alarm,
    unexplained_discount,
)
_AT_A_PUMP: Final = (refund, drawer_alarm)
"""A pump has no cashier: what it cancels or suspends nobody did."""

_REHEARSED: Final = frozenset(
    {
        EventType.SALE,
        EventType.REFUND,
        EventType.VOID,
        EventType.POST_VOID,
        EventType.SUSPEND,
        EventType.RESUME,
    }
)


def find_flags(event: Event, context: FormatContext) -> list[FlagHit]:
    """The flags of one event, at most one hit per flag, in a fixed order.

    A transaction rung in training mode has that flag alone.
    """
    if event.is_training and event.event_type in _REHEARSED:
        return [training_sale(event)]
    finders = _AT_A_PUMP if event.register_class is RegisterClass.OUTSIDE else _FINDERS
    return [hit for finder in finders if (hit := finder(event, context)) is not None]
