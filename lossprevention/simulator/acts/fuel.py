"""Fuel: at the pump, after filling, and prepaid with all the noise of its settlement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from lossprevention.simulator import catalogue
from lossprevention.simulator.basket import basket
from lossprevention.simulator.journal import ZERO, FuelLine, Link, PrepayLine
from lossprevention.simulator.receipts import cents, pay_card, pay_cash
from transactions.formats.canonical import EventType

from .making import begin, settle

if TYPE_CHECKING:
    import random

    from lossprevention.simulator.desk import Moment
    from lossprevention.simulator.journal import JournalEvent

FUELLING_SECONDS = (240, 1500)
_GRADE_WEIGHTS = (68, 12, 12, 8)


def pay_at_pump(moment: Moment) -> JournalEvent:
    """A card at the pump; the register is the pump and the cashier nobody."""
    position = int(moment.register) % 100
    event = begin(
        moment,
        "SaleEvent",
        EventType.SALE,
        [_fill(moment.rng, position, Decimal(moment.rng.randint(900, 7200)) / 100)],
        seconds=moment.rng.randint(90, 300),
    )
    settle(moment, event, tenders=[])
    event.tenders = pay_card(moment.rng, event.net or ZERO, outside=True)
    return event


def postpay_sale(moment: Moment) -> JournalEvent:
    """Filled first, paid inside, with something from the shop."""
    amount = Decimal(moment.rng.randint(1000, 6000)) / 100
    fuel = _fill(moment.rng, moment.rng.randint(1, 8), amount)
    return settle(
        moment, begin(moment, "SaleEvent", EventType.SALE, [fuel, *basket(moment.rng, 1)])
    )


def prepay_written_once(moment: Moment) -> JournalEvent:
    """A prepay that the register writes when the fuel has flowed: the prepay line is
    cancelled, the fuel takes its place, and the end lies minutes after the receipt."""
    amount = _prepaid(moment.rng)
    position = moment.rng.randint(1, 8)
    back = PrepayLine(position=position, amount=amount, cancelled=True)
    event = begin(moment, "SaleEvent", EventType.SALE, [back, _fill(moment.rng, position, amount)])
    settle(moment, event, cash_share=0.7)
    event.ended += timedelta(seconds=moment.rng.randint(*FUELLING_SECONDS))
    return event


@dataclass(slots=True)
class Prepay:
    """Fuel paid before it flows: sold once, settled some minutes later.

    ``pumped`` is the share that fitted into the tank; less than all means change, which
    arrives as a sale with a negative total.
    """

    amount: Decimal
    pumped: Decimal
    position: int
    sold: JournalEvent | None = None

    @classmethod
    def at_random(cls, rng: random.Random) -> Prepay:
        pumped = Decimal(1) if rng.random() < 0.55 else Decimal(rng.randint(55, 97)) / 100
        return cls(_prepaid(rng), pumped, rng.randint(1, 8))

    def sell(self, moment: Moment) -> JournalEvent:
        line = PrepayLine(position=self.position, amount=self.amount)
        extra = basket(moment.rng, 1) if moment.rng.random() < 0.35 else []
        event = begin(moment, "SaleEvent", EventType.SALE, [line, *extra])
        self.sold = settle(moment, event, cash_share=0.7)
        return event

    def settle(self, moment: Moment) -> JournalEvent:
        """Start and receipt time are copied from the sale; only the end is the truth."""
        if self.sold is None:
            raise ValueError("a prepay is sold before it is settled")
        fuel = _fill(moment.rng, self.position, cents(self.amount * self.pumped))
        back = PrepayLine(
            position=self.position, amount=-self.amount, linked_no=self.sold.transaction_no
        )
        event = begin(moment, "SaleEvent", EventType.SALE, [back, fuel], seconds=2)
        event.link = Link(self.sold, "prepay")
        event.customer = False
        settle(moment, event, tenders=[])
        event.started, event.receipt = self.sold.started, self.sold.receipt
        event.tenders = pay_cash(moment.rng, event.net or ZERO)
        return event


def _prepaid(rng: random.Random) -> Decimal:
    return Decimal(rng.choice((10, 15, 20, 25, 30, 40, 50)))


def _fill(rng: random.Random, position: int, amount: Decimal) -> FuelLine:
    grade = rng.choices(catalogue.GRADES, _GRADE_WEIGHTS)[0]
    gallons = (amount / grade.price).quantize(Decimal("0.001"))
    return FuelLine(grade=grade, position=position, gallons=gallons, amount=amount)
