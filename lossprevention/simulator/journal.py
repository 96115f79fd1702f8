"""A register event as the simulator knows it, before it is written in any format.

Money is ``Decimal`` in dollars with two decimals; times are aware UTC, whole seconds.
``expected_type`` and ``expected_flags`` are the truth that a reader of the journal
should come to; they are never written into it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from transactions.formats.canonical import EventType, Flag

if TYPE_CHECKING:
    from datetime import date, datetime

    from .catalogue import Department, FuelGrade, Item

ZERO = Decimal("0.00")


@dataclass(slots=True, kw_only=True)
class PriceCut:
    """Something off a line: a promotion, a loyalty reward or a discount by hand."""

    reason: str
    amount: Decimal
    identifier: str = ""
    manual: bool = False


@dataclass(slots=True, kw_only=True)
class ReceiptLine:
    cancelled: bool = False
    approver: str = ""
    amount: Decimal = ZERO
    """Extended price before price cuts and tax; negative when money goes back."""


@dataclass(slots=True, kw_only=True)
class ItemLine(ReceiptLine):
    item: Item
    quantity: int = 1
    price: Decimal
    entry: str = "scan"
    cut: PriceCut | None = None
    override_reason: str | None = None
    """Set when the price was changed by hand; "" when the register writes no element for it."""
    age_checked: bool = False
    age_bypassed: bool = False


@dataclass(slots=True, kw_only=True)
class DepartmentLine(ReceiptLine):
    department: Department
    description: str


@dataclass(slots=True, kw_only=True)
class FuelLine(ReceiptLine):
    grade: FuelGrade
    position: int
    gallons: Decimal


@dataclass(slots=True, kw_only=True)
class PrepayLine(ReceiptLine):
    position: int
    linked_no: str = ""


@dataclass(slots=True, kw_only=True)
class Tender:
    code: str
    amount: Decimal
    sub_code: str = "generic"
    is_change: bool = False
    account: str = ""
    """Masked."""
    entry: str = ""


@dataclass(slots=True, frozen=True)
class Tax:
    level: str
    taxable: Decimal
    collected: Decimal


@dataclass(slots=True, frozen=True)
class Detail:
    """The one child that says what an OtherEvent or FinancialEvent is."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[tuple[str, str], ...] = ()
    tender_code: str = ""
    """Set when the detail tells what kind of money was moved."""
    amount: Decimal | None = None


@dataclass(slots=True, frozen=True)
class Link:
    """Points at the event that this one settles, resumes, refunds or cancels."""

    event: JournalEvent
    reason: str


@dataclass(slots=True)
class JournalEvent:
    """One thing a register did. The desk fills numbers, till and business date."""

    tag: str
    cashier: str
    started: datetime
    ended: datetime
    """When it truly happened; files are written in this order."""
    expected_type: EventType
    expected_flags: frozenset[Flag] = frozenset()
    lines: list[ReceiptLine] = field(default_factory=list)
    tenders: list[Tender] = field(default_factory=list)
    taxes: list[Tax] = field(default_factory=list)
    detail: Detail | None = None
    link: Link | None = None
    receipt: datetime | None = None
    training: bool = False
    suspended: bool = False
    customer: bool = True
    """Whether a customer stood at the counter: the camera knows, the journal does not."""
    register: str = ""
    outside: bool = False
    transaction_no: str = ""
    sequence: str = ""
    business_date: date | None = None
    file_no: int = 0
    """The controller's running file number."""
    gross: Decimal | None = None
    net: Decimal | None = None
    tax: Decimal | None = None

    @property
    def day(self) -> date:
        """The business date of an event that went through a desk."""
        if self.business_date is None:
            raise ValueError("the event has not been rung yet")
        return self.business_date

    @property
    def moment(self) -> datetime:
        """The time on the receipt, else the end: where the video should be looked at."""
        return self.receipt or self.ended

    @property
    def opens_drawer(self) -> bool:
        """Whether cash moved, or the drawer was opened for its own sake."""
        return self.expected_type is EventType.NO_SALE or any(
            tender.code == "cash" for tender in self.tenders
        )
