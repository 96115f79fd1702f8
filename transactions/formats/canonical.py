"""The event vocabulary every other part speaks.

One :class:`Event` is one thing a register did, whatever format it came in. This
module is pure (no Django, no other app) so that parsers, flags, rules and the
simulator may all import it.

Units and zones: money is :class:`~decimal.Decimal` in the store's currency;
``*_local`` times are the register's wall clock without a zone; only
:func:`to_utc` turns them into UTC, and says how sure that is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from zoneinfo import ZoneInfo


class EventType(StrEnum):
    SALE = "sale"
    REFUND = "refund"
    VOID = "void"
    POST_VOID = "post_void"
    NO_SALE = "no_sale"
    SUSPEND = "suspend"
    RESUME = "resume"
    PAID_OUT = "paid_out"
    PAID_IN = "paid_in"
    SAFE_DROP = "safe_drop"
    SAFE_LOAN = "safe_loan"
    DRAWER_ALARM = "drawer_alarm"
    DRIVE_OFF = "drive_off"
    PUMP_TEST = "pump_test"
    CHECK_CASH = "check_cash"
    OPEN_CLOSE = "open_close"
    CLOCK = "clock"
    PRICE_CHANGE = "price_change"
    SUMMARY = "summary"
    OTHER = "other"
    UNKNOWN = "unknown"


class Flag(StrEnum):
    """A suspicious trait of one transaction. ``pattern`` is held by alerts only."""

    REFUND = "refund"
    VOID = "void"
    NO_SALE = "no_sale"
    SUSPENDED = "suspended"
    CANCELLATION = "cancellation"
    MANUAL_DISCOUNT = "manual_discount"
    PRICE_OVERRIDE = "price_override"
    OVERRIDE = "override"
    AGE_BYPASS = "age_bypass"
    DRAWER_ALARM = "drawer_alarm"
    TRAINING_SALE = "training_sale"
    UNEXPLAINED_DISCOUNT = "unexplained_discount"
    PATTERN = "pattern"


class Confidence(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"


class LineKind(StrEnum):
    ITEM = "item"
    OPEN_DEPARTMENT = "open_department"
    FUEL = "fuel"
    FUEL_PREPAY = "fuel_prepay"
    FEE = "fee"
    WASH = "wash"
    MONEY_ORDER = "money_order"
    LOYALTY = "loyalty"
    OTHER = "other"


class LineStatus(StrEnum):
    NORMAL = "normal"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class AdjustmentKind(StrEnum):
    PROMOTION = "promotion"
    LOYALTY = "loyalty"
    MANUAL_DISCOUNT = "manual_discount"
    PRICE_OVERRIDE = "price_override"
    COUPON = "coupon"
    UNKNOWN = "unknown"


class TenderClass(StrEnum):
    CASH = "cash"
    CARD = "card"
    MOBILE = "mobile"
    FLEET = "fleet"
    EBT = "ebt"
    CHECK = "check"
    GIFT = "gift"
    LOYALTY = "loyalty"
    HOUSE = "house"
    ROUNDING = "rounding"
    OTHER = "other"


class TimeBasis(StrEnum):
    """Which of the source's times ``occurred_local`` is; receipt is the best for video."""

    RECEIPT = "receipt"
    END = "end"
    START = "start"
    FILE = "file"
    ROW = "row"
    """The time column of a spreadsheet's row."""


class TimeQuality(StrEnum):
    EXACT = "exact"
    AMBIGUOUS_DST = "ambiguous_dst"
    NONEXISTENT_DST = "nonexistent_dst"
    ASSUMED = "assumed"
    DATE_ONLY = "date_only"
    """The source gave a day and no time; the event stands at the day's start."""
    AHEAD = "ahead"
    """Up to a day later than the file that tells of it: a fast clock or a wrong time zone.
    Marked, and otherwise treated like any other."""
    IMPLAUSIBLE = "implausible"
    """Before 2000, or later than the file that tells of it: kept, marked, never alerting."""


class Metric(StrEnum):
    """What a register counted by itself, in its shift or day report (MSM, statistics)."""

    TRANSACTIONS = "transactions"
    ITEMS_SOLD = "items_sold"
    VOIDS = "voids"
    LINE_VOIDS = "line_voids"
    POST_VOIDS = "post_voids"
    REFUNDS = "refunds"
    NO_SALES = "no_sales"
    DISCOUNTS = "discounts"
    PROMOTIONS = "promotions"
    CORRECTIONS = "corrections"
    PAID_OUTS = "paid_outs"
    PAID_INS = "paid_ins"
    SAFE_DROPS = "safe_drops"
    SAFE_LOANS = "safe_loans"
    DRIVE_OFFS = "drive_offs"
    DRAWER_OPENS = "drawer_opens"
    DRAWER_OPENED_BY_KEY = "drawer_opened_by_key"
    SUSPENDED = "suspended"
    OVER_SHORT = "over_short"
    OPENING_BALANCE = "opening_balance"
    CLOSING_BALANCE = "closing_balance"
    SALES_TOTAL = "sales_total"
    TAX = "tax"


class PeriodScope(StrEnum):
    """Whose period a control total counts."""

    DAY = "day"
    SHIFT = "shift"
    CASHIER = "cashier"
    REGISTER = "register"
    TILL = "till"


class SourceRank(IntEnum):
    """Whose account of an event is believed: the greatest."""

    JOURNAL = 100
    """The register's own journal outranks any report made from it."""
    PUSHED = 90
    """Canonical events that a program pushed."""
    REPORT = 50
    """Rows of a back office's export."""
    EXTRACT = 40
    """Rows of a report of one kind of event (voids, refunds), which the back office takes
    from the list that tells of every sale."""


class RegisterClass(StrEnum):
    INSIDE = "inside"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Line:
    """A line of the receipt. Cancelled lines are kept: they are evidence."""

    kind: LineKind
    status: LineStatus = LineStatus.NORMAL
    status_raw: str = ""
    sequence: int = 0
    """1-based place on the receipt."""
    sku: str = ""
    """Item code verbatim, leading zeros kept."""
    description: str = ""
    department: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    """As given; may be the extended price on multi-quantity lines."""
    regular_price: Decimal | None = None
    amount: Decimal | None = None
    entry_method: str = ""
    approver: str = ""
    age_bypassed: bool = False
    linked_transaction_no: str = ""


@dataclass(slots=True)
class Adjustment:
    kind: AdjustmentKind
    amount: Decimal | None
    """Positive when the customer pays less."""
    line: int | None = None
    """``Line.sequence`` it belongs to; None for the whole receipt."""
    identifier: str = ""
    reason: str = ""
    source: str = "explicit"
    """``explicit`` when the source said so, ``derived`` when inferred from prices."""


@dataclass(slots=True)
class Tender:
    tender_class: TenderClass
    amount: Decimal | None
    """Signed: change given back is negative."""
    code: str = ""
    sub_code: str = ""
    is_change: bool = False
    card_last4: str = ""


@dataclass(slots=True)
class Event:
    """One register event. Text fields are verbatim from the source, "" when absent."""

    event_type: EventType
    source_event_tag: str
    """Verbatim local name of the source's element, e.g. ``SaleEvent``."""
    store_code: str = ""
    vendor: str = ""
    register: str = ""
    register_class: RegisterClass = RegisterClass.UNKNOWN
    till: str = ""
    cashier: str = ""
    approver: str = ""
    transaction_no: str = ""
    event_sequence: str = ""
    shift_no: str = ""
    report_sequence: str = ""
    occurred_local: datetime | None = None
    time_basis: TimeBasis = TimeBasis.RECEIPT
    is_extract: bool = False
    """The row is of a report of this kind of event alone: see ``SourceRank.EXTRACT``."""
    is_date_only: bool = False
    """The source gave a day without a time: ``occurred_local`` is that day's start."""
    started_local: datetime | None = None
    ended_local: datetime | None = None
    receipt_local: datetime | None = None
    started_raw: str = ""
    """Start date and time, part of the event's identity: verbatim where the source has one
    way to write it; of a spreadsheet's row the moment as it was read."""
    utc_offset: timedelta | None = None
    """Set only when the source wrote an offset on its times."""
    business_date: date | None = None
    is_training: bool | None = None
    is_outside: bool | None = None
    is_offline: bool | None = None
    is_suspended: bool | None = None
    is_recalled: bool | None = None
    gross: Decimal | None = None
    net: Decimal | None = None
    tax: Decimal | None = None
    grand: Decimal | None = None
    direction: str = ""
    currency: str = ""
    amount: Decimal | None = None
    """What the customer paid; negative when money went out; the voided value for a
    void; the amount moved for cash movements; None when there is none."""
    linked_transaction_no: str = ""
    linked_register: str = ""
    link_reason: str = ""
    reason_text: str = ""
    confidence: Confidence = Confidence.CERTAIN
    """How sure ``event_type`` is."""
    lines: list[Line] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)
    tenders: list[Tender] = field(default_factory=list)
    unknown_elements: tuple[str, ...] = ()
    """Local names under this event that no rule understood."""
    source_index: int = 0
    """0-based place in its file."""


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """One figure that the register counted itself: what our own count is held against.

    Text fields are verbatim, "" when the report does not narrow by them.
    """

    scope: PeriodScope
    metric: Metric
    count: Decimal | None
    amount: Decimal | None
    """In the store's currency, signed as the source signs it."""
    business_date: date | None
    register: str = ""
    cashier: str = ""
    till: str = ""
    shift_no: str = ""
    begins_local: datetime | None = None
    ends_local: datetime | None = None
    source: str = ""
    """The report it is from: ``msm``, ``statistics`` or ``tabular``."""
    raw_name: str = ""
    """What the source calls it, e.g. ``statistics/voidTransactions``."""


@dataclass(frozen=True, slots=True)
class FlagHit:
    """One flag with its reason as code and parameters; sentences are made by the reader."""

    flag: Flag
    confidence: Confidence
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormatContext:
    """What a parser and the flags may know of the site. Frozen: no settings, no ORM."""

    department_roles: Mapping[str, str] = field(default_factory=dict)
    """Department code to role: merchandise, lottery_sale, lottery_payout, paid_out,
    gift_card, car_wash, fuel, fee, ignore."""
    outside_registers: frozenset[str] = frozenset()
    """Register codes that a person said are pumps or kiosks."""
    totals_formula: str = "auto"
    """``net_includes_tax`` (Passport), ``grand_is_net_plus_tax`` (Bulloch) or ``auto``."""
    tender_classes: Mapping[str, str] = field(default_factory=dict)
    """Tender code (as written, lower case) to a TenderClass value that a person confirmed."""
    mappings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Confirmed meanings of spreadsheet layouts: fingerprint to the mapping's JSON form."""
    accept_proposed: bool = False
    """Read a spreadsheet layout that nobody confirmed yet with the proposed mapping."""


class UnreadableFileError(Exception):
    """A whole file cannot be read; ``code`` and ``params`` make the manager's sentence."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Problem:
    """One event (or part) of a readable file that could not be understood."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    source_index: int | None = None


def to_utc(
    local: datetime, zone: ZoneInfo, offset: timedelta | None = None
) -> tuple[datetime, TimeQuality]:
    """A register's wall clock in UTC, and how sure that is.

    An offset written by the source wins. In the hour that occurs twice the first
    (summer) reading is taken; a time in the spring gap moves forward by the gap.
    """
    if offset is not None:
        return (local - offset).replace(tzinfo=UTC), TimeQuality.EXACT
    first = local.replace(tzinfo=zone, fold=0)
    second = local.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    utc = first.astimezone(UTC)
    if before == after:
        return utc, TimeQuality.EXACT
    if utc.astimezone(zone).replace(tzinfo=None) == local:
        return utc, TimeQuality.AMBIGUOUS_DST
    return utc, TimeQuality.NONEXISTENT_DST
