"""Sales inside: baskets, lottery, cancelled lines, discounts, changed prices, training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lossprevention.simulator import catalogue
from lossprevention.simulator.basket import basket, pick, plain, ring
from lossprevention.simulator.journal import DepartmentLine, ItemLine, PriceCut
from lossprevention.simulator.receipts import cents
from transactions.formats.canonical import EventType, Flag

from .making import begin, settle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from lossprevention.simulator.catalogue import Item
    from lossprevention.simulator.desk import Moment
    from lossprevention.simulator.journal import JournalEvent, ReceiptLine


def sell(
    moment: Moment,
    lines: Sequence[ReceiptLine],
    *flags: Flag,
    cash_share: float = 0.42,
    customer: bool = True,
) -> JournalEvent:
    """A finished, paid sale of given lines."""
    event = begin(moment, "SaleEvent", EventType.SALE, lines)
    event.expected_flags = frozenset(flags)
    event.customer = customer
    return settle(moment, event, cash_share=cash_share)


def basket_sale(moment: Moment) -> JournalEvent:
    return sell(moment, basket(moment.rng))


def lottery_sale(moment: Moment) -> JournalEvent:
    stake = catalogue.cents_of(moment.rng.choice((200, 300, 500, 1000, 2000)))
    draw = DepartmentLine(
        department=catalogue.LOTTERY_ONLINE, description="LOTTERY ONLINE", amount=stake
    )
    extra = basket(moment.rng, 1) if moment.rng.random() < 0.3 else []
    return sell(moment, [draw, *extra], cash_share=0.9)


def car_wash_sale(moment: Moment) -> JournalEvent:
    wash = DepartmentLine(
        department=catalogue.CAR_WASH,
        description="CAR WASH DELUXE",
        amount=catalogue.cents_of(1100),
    )
    return sell(moment, [wash])


def sale_with_cancelled_line(
    moment: Moment, cancelled: Item | None = None, *, ring_again: bool = True
) -> JournalEvent:
    """A sale that goes on after one line was taken off again.

    Honest people rang it twice by mistake (``ring_again`` leaves it once on the receipt);
    a friend behind the counter takes the dear thing off and lets it go for nothing.
    """
    kept: list[ReceiptLine] = [*basket(moment.rng, moment.rng.randint(1, 3))]
    item = cancelled or pick(moment.rng)
    gone = plain(item)
    gone.cancelled = True
    if ring_again:
        kept.append(ring(moment.rng, item, promotions=False))
    kept.insert(moment.rng.randint(0, len(kept)), gone)
    return sell(moment, kept, Flag.CANCELLATION)


def discounted_sale(
    moment: Moment, item: Item, share: Decimal, reason: str, approver: str = ""
) -> JournalEvent:
    """A sale with a discount keyed by hand on one line."""
    line = plain(item)
    line.cut = PriceCut(reason=reason, amount=cents(line.amount * share), manual=True)
    line.approver = approver
    flags = {Flag.MANUAL_DISCOUNT} | _override(approver, moment.cashier)
    return sell(moment, [line, *basket(moment.rng, 1)], *flags)


def overridden_sale(
    moment: Moment, item: Item, price: Decimal, reason: str, approver: str = ""
) -> JournalEvent:
    """A sale in which the price of one line was changed by hand."""
    line = ItemLine(item=item, price=price, amount=price, override_reason=reason)
    line.approver = approver
    flags = {Flag.PRICE_OVERRIDE} | _override(approver, moment.cashier)
    return sell(moment, [line], *flags)


def sale_without_age_check(moment: Moment) -> JournalEvent:
    line = ring(moment.rng, pick(moment.rng, catalogue.TOBACCO), promotions=False)
    line.age_bypassed = True
    return sell(moment, [line], Flag.AGE_BYPASS)


def training_sale(moment: Moment) -> JournalEvent:
    event = sell(moment, basket(moment.rng, 2), Flag.TRAINING_SALE, cash_share=1, customer=False)
    event.training = True
    return event


def loyal_employee_sale(moment: Moment) -> JournalEvent:
    """The approver is the cashier: loyalty lines look like that and mean nothing."""
    lines = basket(moment.rng, 1)
    lines[0].approver = moment.cashier
    return sell(moment, lines)


def _override(approver: str, cashier: str) -> set[Flag]:
    return {Flag.OVERRIDE} if approver and approver != cashier else set()
