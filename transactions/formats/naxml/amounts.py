"""An event's totals and its one ``amount``.

Vendors add differently: on Passport net includes tax and grand equals net, on Bulloch
grand is net plus tax, and one Passport version has net without tax. The grand total is
what the customer paid wherever it is given; the formula matters only where it is not.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import EventType, LineStatus
from transactions.formats.naxml.part import Pick

if TYPE_CHECKING:
    from transactions.formats.canonical import Event, FormatContext, Line
    from transactions.formats.naxml.extract import Extractor
    from transactions.formats.naxml.part import Part

_KNOWN: Final = frozenset(
    f"transactiontotal{name}amount"
    for name in ("gross", "net", "grand", "taxsales", "taxexempt", "taxnet", "tax")
)
_TOTALS: Final = Pick(
    """transactiontotalgrossamount transactiontotalnetamount transactiontotaltaxnetamount
    transactiontotalgrandamount"""
)
_MONEY_OUT: Final = frozenset({EventType.PAID_OUT, EventType.SAFE_DROP, EventType.CHECK_CASH})
_MONEY_IN: Final = frozenset({EventType.PAID_IN, EventType.SAFE_LOAN})


def read_summary(x: Extractor, summary: Part, event: Event) -> None:
    """The ``TransactionSummary``; its tax total wins over the tax lines added up."""
    x.note_strangers(summary, _KNOWN)
    number = x.decimals
    gross, net, tax, grand = _TOTALS.of(summary)
    event.gross, event.net = number[gross.text], number[net.text]
    if (summed_up := number[tax.text]) is not None:
        event.tax = summed_up
    event.grand = number[grand.text]
    if grand.attributes:
        event.direction = grand.attributes.get("direction", "").strip()
        event.currency = event.currency or grand.attributes.get("currency", "")


def amount_of(event: Event, context: FormatContext) -> Decimal | None:
    """``Event.amount`` for trades, by the meaning that its type gives it."""
    kind = event.event_type
    if kind in (EventType.VOID, EventType.POST_VOID):
        return _voided_value(event)
    if kind is EventType.NO_SALE:
        return None
    paid = paid_amount(event, context)
    if paid is None:
        return None
    if event.source_event_tag.lower() == "refundevent" or kind is EventType.PAID_OUT:
        return -abs(paid)
    return -abs(paid) if event.direction.lower() == "refunded" else paid


def moved_amount(event_type: EventType, amount: Decimal | None) -> Decimal | None:
    """The sign of a cash movement: money leaving the till is negative."""
    if amount is None or event_type in (EventType.NO_SALE, EventType.OPEN_CLOSE):
        return None
    if event_type in _MONEY_OUT:
        return -abs(amount)
    return abs(amount) if event_type in _MONEY_IN else amount


def paid_amount(event: Event, context: FormatContext) -> Decimal | None:
    """The grand total, else what was tendered, else net, else the lines that stand."""
    if event.grand is not None and (event.grand or event.event_type is not EventType.SUSPEND):
        return event.grand
    if tendered := [t.amount for t in event.tenders if t.amount is not None]:
        return sum(tendered, Decimal(0))
    if event.net is not None:
        return event.net + _tax_beside_net(event, context.totals_formula)
    standing = [line for line in event.lines if line.status is LineStatus.NORMAL]
    return _sum_of(standing)


def _tax_beside_net(event: Event, formula: str) -> Decimal:
    """The tax that the net total leaves out; ``auto`` looks whether the sums tell."""
    if event.tax is None or formula == "net_includes_tax":
        return Decimal(0)
    if formula == "auto" and (event.gross is None or event.net != event.gross):
        return Decimal(0)
    return event.tax


def _voided_value(event: Event) -> Decimal | None:
    """What the cancelled receipt was worth; without a summary the lines, without tax."""
    if event.grand or event.net:
        return abs(event.grand or event.net or Decimal(0))
    total = _sum_of(event.lines)
    return abs(total) if total is not None else event.grand


def _sum_of(lines: list[Line]) -> Decimal | None:
    amounts = [line.amount for line in lines if line.amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None
