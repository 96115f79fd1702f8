"""What the parts of a spreadsheet's layout are called on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transactions.formats.canonical import Metric
from transactions.formats.tabular.roles import METRIC_ROLES, Role
from transactions.formats.tabular.types import Meaning
from transactions.models import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLES = {
    Role.UNKNOWN: _("Not used"),
    Role.IGNORE: _("Not needed"),
    Role.DATE_TIME: _("Date and time"),
    Role.DATE: _("Date"),
    Role.TIME: _("Time of day"),
    Role.START_TIME: _("Start time"),
    Role.END_TIME: _("End time"),
    Role.BUSINESS_DATE: _("Business date"),
    Role.TRANSACTION_NO: _("Transaction or receipt number"),
    Role.LINKED_NO: _("Number of the original transaction"),
    Role.REGISTER: _("Register"),
    Role.TILL: _("Till"),
    Role.SHIFT: _("Shift"),
    Role.CASHIER: _("Cashier"),
    Role.CASHIER_ID: _("Cashier's number"),
    Role.CASHIER_NAME: _("Cashier's name"),
    Role.APPROVER: _("Who approved"),
    Role.STORE: _("Store number"),
    Role.STORE_NAME: _("Store's name"),
    Role.TYPE: _("Type of transaction"),
    Role.STATUS: _("Status"),
    Role.REASON: _("Reason or remark"),
    Role.AMOUNT: _("Total of the receipt"),
    Role.NET: _("Net amount"),
    Role.GROSS: _("Gross amount"),
    Role.TAX: _("Tax"),
    Role.VOID_AMOUNT: _("Amount voided"),
    Role.REFUND_AMOUNT: _("Amount refunded"),
    Role.DISCOUNT: _("Discount given by hand"),
    Role.PROMOTION: _("Promotion"),
    Role.COUPON: _("Coupon"),
    Role.LINE_NO: _("Line number"),
    Role.SKU: _("Item code"),
    Role.DESCRIPTION: _("Item"),
    Role.DEPARTMENT: _("Department"),
    Role.QUANTITY: _("Quantity"),
    Role.UNIT_PRICE: _("Price of one"),
    Role.REGULAR_PRICE: _("Regular price"),
    Role.NEW_PRICE: _("Price keyed by hand"),
    Role.LINE_AMOUNT: _("Amount of one item"),
    Role.TENDER: _("Payment"),
    Role.TENDER_AMOUNT: _("Amount paid"),
    Role.CHANGE: _("Change given back"),
    Role.PUMP: _("Pump"),
    Role.HAS_LINE_VOID: _("Yes if an item was removed"),
    Role.IS_VOID: _("Yes if the sale was voided"),
    Role.IS_REFUND: _("Yes if it is a refund"),
    Role.IS_TRAINING: _("Yes in training mode"),
    Role.IS_SUSPENDED: _("Yes if it was suspended"),
}
METRICS = {
    Metric.TRANSACTIONS: _("Transactions"),
    Metric.ITEMS_SOLD: _("Items sold"),
    Metric.VOIDS: _("Voids"),
    Metric.LINE_VOIDS: _("Items removed"),
    Metric.POST_VOIDS: _("Voids after payment"),
    Metric.REFUNDS: _("Refunds"),
    Metric.NO_SALES: _("No sales"),
    Metric.DISCOUNTS: _("Discounts"),
    Metric.PROMOTIONS: _("Promotions"),
    Metric.CORRECTIONS: _("Corrections"),
    Metric.PAID_OUTS: _("Paid outs"),
    Metric.PAID_INS: _("Paid ins"),
    Metric.SAFE_DROPS: _("Safe drops"),
    Metric.SAFE_LOANS: _("Safe loans"),
    Metric.DRIVE_OFFS: _("Drive-offs"),
    Metric.DRAWER_OPENS: _("Drawer opened"),
    Metric.DRAWER_OPENED_BY_KEY: _("Drawer opened with the key"),
    Metric.SUSPENDED: _("Suspended"),
    Metric.OVER_SHORT: _("Over or short"),
    Metric.OPENING_BALANCE: _("Opening balance"),
    Metric.CLOSING_BALANCE: _("Closing balance"),
    Metric.SALES_TOTAL: _("Sales"),
    Metric.TAX: _("Tax"),
}
_TRAITS = {
    Meaning.LINE_VOID: _("Sale with an item removed"),
    Meaning.MANUAL_DISCOUNT: _("Sale with a discount by hand"),
    Meaning.PRICE_OVERRIDE: _("Sale with a price changed by hand"),
    Meaning.AGE_BYPASS: _("Sale with the age check skipped"),
    Meaning.TRAINING: _("Sale in training mode"),
    Meaning.PROMOTION: _("Sale with a promotion"),
    Meaning.PAYMENT: _("Payment line of a receipt"),
    Meaning.TAX: _("Tax line of a receipt"),
    Meaning.IGNORE: _("Leave these rows out"),
}
MEANINGS = {str(each): EVENT_TYPES.get(str(each), _TRAITS.get(each, str(each))) for each in Meaning}
_WHY = {
    "exact": _("its name says so"),
    "words": _("by the words of its name"),
    "spelling": _("its name looks like it: please check"),
    "content": _("by what its cells hold"),
    "second": _("another column is used for that"),
    "not_fitting": _("its cells do not fit its name"),
    "per_line": _("differs from row to row of one receipt"),
    "unknown": _("nothing tells what it is"),
}
CHOICES = {
    "date_order": {"mdy": _("Month first"), "dmy": _("Day first")},
    "serial_epoch": {
        "1900": _("Counted from 1900, as Excel on Windows does"),
        "1904": _("Counted from 1904, as old Excel on Macs did"),
    },
    "decimal_mark": {".": _("Point for cents"), ",": _("Comma for cents")},
    "grain": {
        "receipt": _("One receipt"),
        "line": _("One item of a receipt"),
        "summary": _("A sum over many transactions, such as a shift"),
    },
    "store_column": {
        "code": _("Store numbers: send one file per store"),
        "ignore": _("Not store numbers: leave the column out"),
    },
}
QUESTIONS = {
    "two_columns": _("Which column is it: %(role)s?"),
    "not_fitting": _(
        "“%(column)s” holds “%(value)s”, which its name does not lead one to expect. What is it?"
    ),
    "spelling": _("Is “%(column)s” this: %(role)s?"),
    "line_or_total": _("Is “%(column)s” the amount of one item, or of the whole receipt?"),
    "grain": _("Transaction numbers repeat on rows that follow each other. What is one row?"),
    "repeated_numbers": _("Transaction numbers repeat, and nothing shows why. What is one row?"),
    "type_word": _("What does “%(word)s” mean? Rows with it: %(count)s."),
    "row_type": _("No column says what kind of transaction a row is. What are the rows?"),
    "day_of_title": _(
        "The rows have no date. Do all of them belong to %(day)s, as the title says?"
    ),
    "no_date": _("No column is the date. Which one is it?"),
    "several_stores": _("The store column holds more than one number. What are they?"),
    "mixed_dates": _(
        "Some dates put the day first and some the month. Which is right? Rows of the other kind "
        "will not be read."
    ),
    "date_order": _("Is “%(value)s” written with the month first or the day first?"),
    "serial_dates": _("Some dates are only a count of days. From which year are they counted?"),
    "mixed_marks": _(
        "Amounts in “%(column)s” use both a point and a comma for cents. Which is right?"
    ),
    "decimal_mark": _("How is “%(value)s” in “%(column)s” written?"),
}


def role_word(role: str) -> str:
    """A role, or a figure of a report of sums such as ``voids.count``."""
    if role in METRIC_ROLES:
        metric, kind = role.rsplit(".", 1)
        said = gettext("%(what)s: how many") if kind == "count" else gettext("%(what)s: amount")
        return said % {"what": METRICS[Metric(metric)]}
    return str(ROLES[Role(role)])


def roles(grain: str) -> list[tuple[str, str]]:
    """Value and word of each role that a column can be given, figures last and only in
    reports of sums."""
    found = [(str(role), str(word)) for role, word in ROLES.items()]
    if grain == "summary":
        found += [(role, role_word(role)) for role in sorted(METRIC_ROLES)]
    return found


def why_word(why: str) -> str:
    return str(_WHY.get(why, ""))


def question(code: str, params: Mapping[str, str]) -> str:
    words = {name: str(value) for name, value in params.items()}
    if "role" in words:
        words["role"] = role_word(words["role"])
    known = {"column": "", "value": "", "word": "", "count": "", "day": "", "role": ""} | words
    return str(QUESTIONS.get(code, code)) % known
