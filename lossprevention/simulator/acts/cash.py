"""Cash that moves without a sale: drawers, drops, vendors, lottery winners, openings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lossprevention.simulator import catalogue
from lossprevention.simulator.journal import DepartmentLine, Detail, Tender
from transactions.formats.canonical import EventType, Flag

from .making import begin, settle

if TYPE_CHECKING:
    from lossprevention.simulator.catalogue import Department
    from lossprevention.simulator.desk import Moment
    from lossprevention.simulator.journal import JournalEvent


def no_sale(moment: Moment, *, customer: bool = True) -> JournalEvent:
    """The drawer opened for nothing: change for the air pump, or something worse."""
    event = begin(moment, "OtherEvent", EventType.NO_SALE, seconds=moment.rng.randint(4, 15))
    event.detail = Detail("NoSaleEventDetail")
    event.expected_flags = frozenset({Flag.NO_SALE})
    event.customer = customer
    return event


def safe_drop(moment: Moment) -> JournalEvent:
    amount = Decimal(moment.rng.randrange(100, 420, 20))
    event = begin(moment, "FinancialEvent", EventType.SAFE_DROP, seconds=40)
    event.detail = Detail(
        "SafeDropDetail",
        children=(
            ("DropAmount", f"{amount:.2f}"),
            ("EnvelopeID", str(moment.rng.randint(1000, 9999))),
        ),
        tender_code="cash",
        amount=amount,
    )
    event.customer = False
    return event


def paid_out(moment: Moment) -> JournalEvent:
    """Cash to a vendor at the door; Passport writes it as a refund."""
    amount = catalogue.cents_of(moment.rng.randrange(1500, 12000, 25))
    return _money_back(moment, catalogue.PAID_OUT, "PAID OUT", amount)


def lottery_payout(moment: Moment) -> JournalEvent:
    """A winning ticket; written as a refund as well."""
    prize = Decimal(moment.rng.choice((2, 4, 5, 10, 15, 20, 25, 40, 50, 100)))
    return _money_back(moment, catalogue.LOTTERY_PAYOUT, "LOTTERY PAYOUT", prize)


def open_register(moment: Moment) -> JournalEvent:
    event = begin(moment, "OtherEvent", EventType.OPEN_CLOSE, seconds=30)
    event.detail = Detail(
        "RegisterDetail", (("detailType", "open"),), (("CashInDrawer", "150.00"),)
    )
    event.customer = False
    return event


def close_shift(moment: Moment) -> JournalEvent:
    event = begin(moment, "OtherEvent", EventType.OPEN_CLOSE, seconds=45)
    event.detail = Detail("ShiftDetail", (("detailType", "close"),))
    event.customer = False
    return event


def close_day(moment: Moment) -> JournalEvent:
    event = begin(moment, "OtherEvent", EventType.OPEN_CLOSE, seconds=20)
    event.detail = Detail("DayDetail", (("detailType", "close"),))
    event.customer = False
    return event


def _money_back(
    moment: Moment, department: Department, words: str, amount: Decimal
) -> JournalEvent:
    line = DepartmentLine(department=department, description=words, amount=-amount)
    event = begin(moment, "RefundEvent", EventType.PAID_OUT, [line])
    return settle(moment, event, tenders=[Tender(code="cash", amount=-amount)])
