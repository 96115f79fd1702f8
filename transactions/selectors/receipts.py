"""A stored receipt as rows to show: everything is text already, nothing is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from transactions.formats.canonical import AdjustmentKind, LineKind, TenderClass
from transactions.selectors.wording import money, quantity

if TYPE_CHECKING:
    from decimal import Decimal

    from transactions.models import Transaction

ADJUSTMENTS = {
    AdjustmentKind.PROMOTION: _("Promotion"),
    AdjustmentKind.LOYALTY: _("Loyalty"),
    AdjustmentKind.MANUAL_DISCOUNT: _("Manual discount"),
    AdjustmentKind.PRICE_OVERRIDE: _("Price changed by hand"),
    AdjustmentKind.COUPON: _("Coupon"),
    AdjustmentKind.UNKNOWN: _("Discount, not explained"),
}
NOTEWORTHY = {
    AdjustmentKind.MANUAL_DISCOUNT,
    AdjustmentKind.PRICE_OVERRIDE,
    AdjustmentKind.UNKNOWN,
}
LINE_KINDS = {
    LineKind.ITEM: _("Item"),
    LineKind.OPEN_DEPARTMENT: _("Department, amount keyed"),
    LineKind.FUEL: _("Fuel"),
    LineKind.FUEL_PREPAY: _("Fuel prepay"),
    LineKind.FEE: _("Fee"),
    LineKind.WASH: _("Car wash"),
    LineKind.MONEY_ORDER: _("Money order"),
    LineKind.LOYALTY: _("Loyalty"),
    LineKind.OTHER: _("Other"),
}
TENDERS = {
    TenderClass.CASH: _("Cash"),
    TenderClass.CARD: _("Card"),
    TenderClass.MOBILE: _("Phone payment"),
    TenderClass.FLEET: _("Fleet card"),
    TenderClass.EBT: _("EBT"),
    TenderClass.CHECK: _("Check"),
    TenderClass.GIFT: _("Gift card"),
    TenderClass.LOYALTY: _("Loyalty"),
    TenderClass.HOUSE: _("House account"),
    TenderClass.ROUNDING: _("Rounding"),
    TenderClass.OTHER: _("Other payment"),
}
Entry = Mapping[str, Any]


class Row(TypedDict):
    """One printed row. ``tone`` is "", ``removed``, ``odd`` or ``change``."""

    text: str
    detail: str
    amount: str
    tone: str


class Receipt(TypedDict):
    lines: list[Row]
    totals: list[Row]
    tenders: list[Row]
    facts: list[tuple[str, str]]


def receipt_of(transaction: Transaction) -> Receipt:
    stored = transaction.receipt
    by_line: dict[int | None, list[Entry]] = defaultdict(list)
    for adjustment in stored.get("adjustments", []):
        by_line[adjustment.get("line")].append(adjustment)
    lines: list[Row] = []
    for line in stored.get("lines", []):
        lines.append(_line(line))
        lines += [_adjustment(each) for each in by_line.pop(line.get("sequence"), [])]
    for whole in by_line.values():
        lines += [_adjustment(each) for each in whole]
    return {
        "lines": lines,
        "totals": _totals(transaction),
        "tenders": [_tender(each) for each in stored.get("tenders", [])],
        "facts": _facts(transaction, stored.get("unknown", [])),
    }


def _line(line: Entry) -> Row:
    kind = str(LINE_KINDS.get(line.get("kind", ""), line.get("kind", "")))
    removed = line.get("status") == "cancelled"
    parts = [_times(line), _coded(line)]
    if line.get("age_bypassed"):
        parts.append(gettext("age check skipped"))
    if line.get("approver"):
        parts.append(gettext("approved by %(who)s") % {"who": line["approver"]})
    return {
        "text": line.get("description") or line.get("sku") or kind,
        "detail": " · ".join(part for part in parts if part),
        "amount": money(line.get("amount")),
        "tone": "removed" if removed else "odd" if line.get("age_bypassed") else "",
    }


def _times(line: Entry) -> str:
    count = quantity(line.get("quantity"))
    if count in {"", "1"}:
        return ""
    return f"{count} × {money(line.get('unit_price'))}".rstrip(" ×")  # noqa: RUF001


def _coded(line: Entry) -> str:
    return str(line["sku"]) if line.get("sku") and line.get("description") else ""


def _adjustment(each: Entry) -> Row:
    """Stored positive when the customer pays less; printed as the till prints it."""
    kind = each.get("kind", "")
    amount = money(each.get("amount"))
    if amount:
        amount = amount[1:] if amount.startswith("\N{MINUS SIGN}") else f"\N{MINUS SIGN}{amount}"
    inferred = gettext("worked out from the prices") if each.get("source") == "derived" else ""
    parts = [each.get("identifier", ""), each.get("reason", ""), inferred]
    return {
        "text": str(ADJUSTMENTS.get(kind, kind)),
        "detail": " · ".join(part for part in parts if part),
        "amount": amount,
        "tone": "odd" if kind in NOTEWORTHY else "adjustment",
    }


def _tender(tender: Entry) -> Row:
    kind = tender.get("tender_class", "")
    last4 = tender.get("card_last4")
    return {
        "text": pgettext("money given back", "Change")
        if tender.get("is_change")
        else str(TENDERS.get(kind, kind)),
        "detail": gettext("ends in %(digits)s") % {"digits": last4} if last4 else "",
        "amount": money(tender.get("amount")),
        "tone": "change" if tender.get("is_change") else "",
    }


def _totals(transaction: Transaction) -> list[Row]:
    rows = [
        (gettext("Before tax"), _before_tax(transaction)),
        (gettext("Tax"), transaction.tax),
        (gettext("Total"), transaction.grand if transaction.grand is not None else None),
    ]
    if transaction.amount is not None and transaction.amount != transaction.grand:
        rows.append((_amount_word(transaction), transaction.amount))
    return [
        {"text": text, "detail": "", "amount": money(value), "tone": ""}
        for text, value in rows
        if value is not None
    ]


def _before_tax(transaction: Transaction) -> Decimal | None:
    """Makers disagree whether "net" holds the tax; what is left of the total does not."""
    if transaction.grand is None or transaction.tax is None:
        return transaction.net
    return transaction.grand - transaction.tax


def _amount_word(transaction: Transaction) -> str:
    if transaction.event_type in {"void", "post_void"}:
        return gettext("Voided")
    if transaction.event_type in {"paid_out", "paid_in", "safe_drop", "safe_loan"}:
        return gettext("Moved")
    return gettext("Customer paid")


def _facts(transaction: Transaction, unknown: Sequence[str]) -> list[tuple[str, str]]:
    """What the register wrote, verbatim, for who wants to check us."""
    yes, no = gettext("yes"), gettext("no")
    said = [
        (gettext("Event in the journal"), transaction.source_event_tag),
        (gettext("Transaction number"), transaction.transaction_no),
        (gettext("Event sequence"), transaction.event_sequence),
        (gettext("Business date"), transaction.business_date.isoformat()),
        (gettext("Till"), transaction.till),
        (gettext("Shift"), transaction.shift_no),
        (gettext("Approved by"), transaction.approver),
        (gettext("Refers to transaction"), transaction.linked_transaction_no),
        (gettext("Reason keyed"), transaction.reason_text),
        (gettext("Time taken from"), _BASES.get(transaction.time_basis, "")),
        (gettext("Time"), _QUALITIES.get(transaction.time_quality, "")),
        (gettext("Gross"), money(transaction.gross)),
    ]
    flags = [
        (gettext("Training mode"), transaction.is_training),
        (gettext("Outside"), transaction.is_outside),
        (gettext("Offline"), transaction.is_offline),
        (gettext("Suspended"), transaction.is_suspended),
        (gettext("Recalled"), transaction.is_recalled),
    ]
    said += [(word, yes if value else no) for word, value in flags if value is not None]
    said.append((gettext("Not understood"), ", ".join(str(name) for name in unknown)))
    return [(word, str(value)) for word, value in said if value]


_BASES = {
    "receipt": _("the receipt"),
    "end": _("the end of the event"),
    "start": _("the start of the event"),
    "file": _("the file"),
}
_QUALITIES = {
    "ambiguous_dst": _("in the hour that clocks run twice; the first was taken"),
    "nonexistent_dst": _("in the hour that clocks skip; moved on by it"),
    "assumed": _("assumed, the journal gives none"),
}
