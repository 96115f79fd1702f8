"""What a column can mean, and the names that back offices give such columns."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from transactions.formats.canonical import Metric


class Role(StrEnum):
    """The meaning of one column. ``UNKNOWN`` is shown to a person, ``IGNORE`` is not needed."""

    DATE_TIME = "date_time"
    DATE = "date"
    TIME = "time"
    START_TIME = "start_time"
    END_TIME = "end_time"
    BUSINESS_DATE = "business_date"
    TRANSACTION_NO = "transaction_no"
    LINKED_NO = "linked_no"
    REGISTER = "register"
    TILL = "till"
    CASHIER = "cashier"
    CASHIER_ID = "cashier_id"
    CASHIER_NAME = "cashier_name"
    APPROVER = "approver"
    SHIFT = "shift"
    STORE = "store"
    STORE_NAME = "store_name"
    TYPE = "type"
    STATUS = "status"
    REASON = "reason"
    AMOUNT = "amount"
    NET = "net"
    GROSS = "gross"
    TAX = "tax"
    VOID_AMOUNT = "void_amount"
    REFUND_AMOUNT = "refund_amount"
    DISCOUNT = "discount"
    PROMOTION = "promotion"
    COUPON = "coupon"
    LINE_NO = "line_no"
    SKU = "sku"
    DESCRIPTION = "description"
    DEPARTMENT = "department"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    REGULAR_PRICE = "regular_price"
    NEW_PRICE = "new_price"
    LINE_AMOUNT = "line_amount"
    TENDER = "tender"
    TENDER_AMOUNT = "tender_amount"
    CHANGE = "change"
    PUMP = "pump"
    HAS_LINE_VOID = "has_line_void"
    IS_VOID = "is_void"
    IS_REFUND = "is_refund"
    IS_TRAINING = "is_training"
    IS_SUSPENDED = "is_suspended"
    IGNORE = "ignore"
    UNKNOWN = ""


MONEY: Final = frozenset(
    {
        Role.AMOUNT, Role.NET, Role.GROSS, Role.TAX, Role.VOID_AMOUNT, Role.REFUND_AMOUNT,
        Role.DISCOUNT, Role.PROMOTION, Role.COUPON, Role.UNIT_PRICE, Role.REGULAR_PRICE,
        Role.NEW_PRICE, Role.LINE_AMOUNT, Role.TENDER_AMOUNT, Role.CHANGE,
    }
)  # fmt: skip
NUMBERS: Final = MONEY | {Role.QUANTITY}
CLOCKS: Final = frozenset(
    {Role.DATE_TIME, Role.DATE, Role.TIME, Role.START_TIME, Role.END_TIME, Role.BUSINESS_DATE}
)
YES_NO: Final = frozenset(
    {Role.HAS_LINE_VOID, Role.IS_VOID, Role.IS_REFUND, Role.IS_TRAINING, Role.IS_SUSPENDED}
)
ITEMS: Final = frozenset({Role.SKU, Role.DESCRIPTION, Role.LINE_NO})
CRITICAL: Final = (MONEY | CLOCKS) - {Role.REGULAR_PRICE, Role.NEW_PRICE, Role.CHANGE}
"""Never settled between two columns without a person."""

# The better name of a role comes first: of two columns for one role it decides.
SYNONYMS: Final[dict[Role, str]] = {
    Role.DATE_TIME: "date time, datetime, timestamp, time stamp, transaction date time, "
    "sale date time, receipt date time, event date time, occurred at",
    Role.DATE: "transaction date, trandate, sale date, receipt date, event date, void date, "
    "refund date, order date, date",
    Role.TIME: "transaction time, receipt time, event time, sale time, void time, refund time, "
    "order time, time",
    Role.START_TIME: "start time, start date time, begin time",
    Role.END_TIME: "end time, end date time",
    Role.BUSINESS_DATE: "business date, business day, closing date, report date, day",
    Role.TRANSACTION_NO: "transaction no, transaction id, receipt no, receipt id, receipt, "
    "ticket no, ticket id, ticket, invoice no, invoice id, invoice, order id, order no, "
    "check no, journal no, sequence no, sequence",
    Role.LINKED_NO: "original transaction, original transaction no, original transaction id, "
    "original receipt, original receipt no, linked transaction, linked transaction no",
    Role.REGISTER: "register no, pos register no, register, register id, pos register id, "
    "register name, pos register, terminal no, terminal id, terminal, pos no, pos id, pos, "
    "lane no, lane, station no, station id, station, workstation no, workstation id, workstation",
    Role.TILL: "till no, till id, till",
    Role.CASHIER: "cashier, employee, clerk, operator, user, associate, server",
    Role.CASHIER_ID: "cashier id, cashier no, cashier code, employee id, employee no, "
    "employee code, clerk id, clerk no, operator id, operator no, user id, associate id, "
    "server id",
    Role.CASHIER_NAME: "cashier name, employee name, clerk name, operator name, user name, "
    "username, associate name, server name",
    Role.APPROVER: "approved by, approver, approver id, approver name, override by, "
    "overridden by, supervisor, supervisor id, supervisor name, manager, manager id, "
    "manager name",
    Role.SHIFT: "shift no, shift id, shift",
    Role.STORE: "store no, store id, store code, store, site no, site id, site code, site, "
    "location id, location no, location code, location",
    Role.STORE_NAME: "store name, site name, location name",
    Role.TYPE: "transaction type, type, event type, event, record type, entry type, action, "
    "activity",
    Role.STATUS: "transaction status, order status text, order status, payment status text, "
    "payment status, status",
    Role.REASON: "reason, reason code, void reason, refund reason, override reason, "
    "discount reason, comment, comments, note, notes, memo, remarks",
    Role.AMOUNT: "total amount, grand total, transaction total, transaction amount, "
    "receipt total, sale total, sale amount, sales amount, amount, total, amount paid, sales, "
    "value, $",
    Role.NET: "net amount, net sales, net total, net",
    Role.GROSS: "gross amount, gross sales, gross total, gross, subtotal, sub total",
    Role.TAX: "tax net amount, tax amount, tax, sales tax, total tax, tax total",
    Role.VOID_AMOUNT: "void amount, voided amount, void total",
    Role.REFUND_AMOUNT: "refund amount, refunded amount, return amount, refund total",
    Role.DISCOUNT: "discount amount, manual discount, discount, total discount, discount total",
    Role.PROMOTION: "promotion amount, promo amount, promotion, promo",
    Role.COUPON: "coupon amount, coupon",
    Role.LINE_NO: "line no, line, line id, line sequence",
    Role.SKU: "scan code, upc, upc code, plu, plu no, sku, sku no, item code, item no, item id, "
    "item upc, barcode, bar code, product code",
    Role.DESCRIPTION: "item description, description, item name, item, product name, "
    "product description, product",
    Role.DEPARTMENT: "department no, department id, department code, merchandise code, "
    "department, department name, category, category name",
    Role.QUANTITY: "quantity, quantity sold, sales quantity, units, count, gallons",
    Role.UNIT_PRICE: "unit price, price, selling price, sale price, sold price, actual price, "
    "actual sales price",
    Role.REGULAR_PRICE: "regular price, original price, regular sell price, retail price, "
    "unit retail, list price, retail, regular, old price, normal price",
    Role.NEW_PRICE: "new price, override price, changed price",
    Role.LINE_AMOUNT: "line amount, line total, extended price, extended amount, "
    "extended total, item amount, item total",
    Role.TENDER: "tender, tender type, tender name, tender code, mop, method of payment, "
    "payment method, payment type, pay type, payment",
    Role.TENDER_AMOUNT: "tender amount, tendered amount, amount tendered, tendered, payment amount",
    Role.CHANGE: "change, change due, change amount, change given",
    Role.PUMP: "pump no, pump, dispenser, dispenser no, fueling point, fp",
    Role.HAS_LINE_VOID: "has line void, line void, line voided, item void, item voided",
    Role.IS_VOID: "is void, is voided, void, voided, void flag",
    Role.IS_REFUND: "is refund, refund, refunded, refund flag",
    Role.IS_TRAINING: "is training, training mode, training, training mode flag, training flag",
    Role.IS_SUSPENDED: "is suspended, suspended, suspend, suspend flag",
    Role.IGNORE: "customer name, customer, customer id, loyalty no, loyalty id, phone no, phone, "
    "card no, account no, email, birth date, dob, server order id, device order id, "
    "order status id, payment status id, tax sales amount, tax exempt amount, "
    "cash back amount, tip amount, online charges amount, earned amount, redeemed amount, "
    "balance amount, train id, row no, row, check digit",
}

_METRIC_NAMES: Final[dict[Metric, str]] = {
    Metric.TRANSACTIONS: "transactions, customers, customer, tickets, receipts",
    Metric.ITEMS_SOLD: "items sold, items, units sold",
    Metric.VOIDS: "voids, void, void transactions, voided transactions, transaction voids",
    Metric.LINE_VOIDS: "line voids, item voids, line void, item void, error corrects",
    Metric.POST_VOIDS: "post voids, post void",
    Metric.REFUNDS: "refunds, refund, returns, return",
    Metric.NO_SALES: "no sales, no sale, nosales, nosale",
    Metric.DISCOUNTS: "discounts, discount, manual discounts",
    Metric.PROMOTIONS: "promotions, promotion, promos",
    Metric.CORRECTIONS: "corrections, error corrections",
    Metric.PAID_OUTS: "paid outs, payouts, paid out, payout, pay outs",
    Metric.PAID_INS: "paid ins, payins, paid in, payin, pay ins",
    Metric.SAFE_DROPS: "safe drops, safe drop, drops",
    Metric.SAFE_LOANS: "safe loans, safe loan, loans",
    Metric.DRIVE_OFFS: "drive offs, driveoffs, drive off",
    Metric.DRAWER_OPENS: "drawer opens, drawer open, drawer openings",
    Metric.SUSPENDED: "suspended, suspends, suspended transactions",
    Metric.OVER_SHORT: "over short, overshort, short over, cash over short, over under",
    Metric.OPENING_BALANCE: "opening balance, opening cash, starting cash",
    Metric.CLOSING_BALANCE: "closing balance, closing cash, ending cash",
    Metric.SALES_TOTAL: "sales total, net sales, total sales, sales",
    Metric.TAX: "tax total, taxes, sales tax, tax",
}
_MONEY_METRICS: Final = frozenset(
    {
        Metric.OVER_SHORT, Metric.OPENING_BALANCE, Metric.CLOSING_BALANCE, Metric.SALES_TOTAL,
        Metric.TAX,
    }
)  # fmt: skip
_ENDINGS: Final = {
    "count": ("count {0}", "{0} count", "{0} no", "{0} quantity"),
    "amount": ("{0} amount", "{0} total", "{0} value", "{0} $"),
}


def metric_role(metric: Metric, kind: str) -> str:
    """The role of a column of counts or amounts in a report of sums: ``voids.count``."""
    return f"{metric}.{kind}"


METRIC_ROLES: Final = frozenset(
    metric_role(metric, kind) for metric in Metric for kind in ("count", "amount")
)


def metric_synonyms() -> dict[str, list[str]]:
    """Metric role to its names; a bare name counts, unless the metric is money by nature."""
    found: dict[str, list[str]] = {}
    for metric, names in _METRIC_NAMES.items():
        bare = "amount" if metric in _MONEY_METRICS else "count"
        for kind, endings in _ENDINGS.items():
            spelled = [each.format(name) for name in names.split(", ") for each in endings]
            if kind == bare:
                spelled = [*names.split(", "), *spelled]
            found[metric_role(metric, kind)] = spelled
    return found


def is_role(text: str) -> bool:
    return text in METRIC_ROLES or text in set(Role)
