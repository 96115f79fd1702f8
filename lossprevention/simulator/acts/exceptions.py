"""Refunds, voids and suspended sales: honest most days, and every thief's tools."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from lossprevention.simulator.basket import basket, plain
from lossprevention.simulator.journal import ItemLine, Link, PrepayLine, Tender
from lossprevention.simulator.receipts import add_up, pay, pay_card
from transactions.formats.canonical import EventType, Flag

from .making import begin, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lossprevention.simulator.catalogue import Item
    from lossprevention.simulator.desk import Moment
    from lossprevention.simulator.journal import JournalEvent, ReceiptLine


def refund(
    moment: Moment,
    items: Sequence[Item],
    *,
    cash: bool,
    customer: bool,
    approver: str = "",
    original: JournalEvent | None = None,
) -> JournalEvent:
    """Goods brought back (or said to be), with or without the sale they came from."""
    lines = [plain(item, -1) for item in items]
    for line in lines:
        line.approver = approver
    event = begin(moment, "RefundEvent", EventType.REFUND, lines)
    event.customer = customer
    event.link = Link(original, "refund") if original else None
    approved = approver not in ("", moment.cashier)
    event.expected_flags = frozenset({Flag.REFUND} | ({Flag.OVERRIDE} if approved else set()))
    due = add_up(event).net
    if due is None:
        raise ValueError("a refund without totals cannot be paid")
    cash_back = [Tender(code="cash", amount=due)]
    return settle(moment, event, cash_back if cash else pay_card(moment.rng, due))


def void(
    moment: Moment, lines: Sequence[ReceiptLine] | None = None, *, customer: bool = True
) -> JournalEvent:
    """A whole sale cancelled: every line is, nothing is paid. Some have no summary."""
    gone = [_cancelled(line) for line in (lines or basket(moment.rng))]
    event = begin(moment, "VoidEvent", EventType.VOID, gone)
    event.expected_flags = frozenset({Flag.VOID})
    event.customer = customer
    if moment.rng.random() < 0.6:
        add_up(event, include_cancelled=True)
    return event


def void_of(moment: Moment, sale: JournalEvent, *, customer: bool) -> JournalEvent:
    """A sale that was paid, and is taken out of the books afterwards."""
    event = void(moment, sale.lines, customer=customer)
    event.link = Link(sale, "void")
    return event


def suspend(
    moment: Moment, lines: Sequence[ReceiptLine] | None = None, *, customer: bool = True
) -> JournalEvent:
    """A sale put aside: lines, totals, no money."""
    event = begin(moment, "SaleEvent", EventType.SUSPEND, lines or basket(moment.rng, 2))
    event.suspended = True
    event.expected_flags = frozenset({Flag.SUSPENDED})
    event.customer = customer
    return add_up(event)


def resume(moment: Moment, suspended: JournalEvent) -> JournalEvent:
    """The same lines again, paid this time, pointing back at the suspended sale."""
    event = begin(moment, "SaleEvent", EventType.RESUME, [copy(line) for line in suspended.lines])
    event.link = Link(suspended, "recalledSuspend")
    add_up(event)
    if event.net is None:
        raise ValueError("a resumed sale has totals")
    return settle(moment, event, pay(moment.rng, event.net))


def _cancelled(line: ReceiptLine) -> ReceiptLine:
    if isinstance(line, PrepayLine):
        raise ValueError("a fuel prepay is settled, never voided")
    gone = copy(line)
    gone.cancelled = True
    if isinstance(gone, ItemLine):
        gone.cut = None
    return gone
