"""How the customer paid. Of a card only the last four digits are taken."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import Adjustment, AdjustmentKind, Tender, TenderClass
from transactions.formats.naxml.extract import text_of
from transactions.formats.naxml.names import name_set

if TYPE_CHECKING:
    from lxml.etree import _Element

    from transactions.formats.naxml.extract import Extractor, Fields

KNOWN_FIELDS: Final = name_set(
    """tender tenderamount changeflag authorization accountinfo cardinfo foreigntender
    tendercount currency extension checkinfo couponinfo"""
)

# First match wins: "outsideMobileCredit" is mobile before it is a card.
_CLASSES: Final = (
    (TenderClass.MOBILE, r"mobile|applepay|googlepay|wallet"),
    (TenderClass.EBT, r"\bebt|^ebt|ebt$|snap|food.?stamp|\bwic"),
    (TenderClass.GIFT, r"gift|stored.?value|cash.?card|prepaid.?card"),
    (TenderClass.FLEET, r"fleet|voyager|\bwex|wright|fuelman|comdata"),
    (TenderClass.LOYALTY, r"loyal|reward|points"),
    (TenderClass.ROUNDING, r"rounding"),
    (TenderClass.CHECK, r"che(ck|que)"),
    (TenderClass.HOUSE, r"house|on.?account|local.?account|drive.?off"),
    (TenderClass.CARD, r"credit|debit|visa|master|amex|american.?express|discover|diners|\bcard"),
    (TenderClass.CASH, r"cash"),
)
_MASKED = re.compile(r"(?:[Xx*#.\d]{4,})?(\d{4})")
_DISCOUNT_CODE = re.compile(r"discount", re.IGNORECASE)


@lru_cache(maxsize=1024)
def tender_class(code: str, sub_code: str) -> TenderClass:
    """The class of a tender code; numeric house codes say nothing and stay ``other``."""
    for text in (code.lower(), sub_code.lower()):
        for found, pattern in _CLASSES:
            if text and re.search(pattern, text):
                return found
    return TenderClass.OTHER


def read_tender(x: Extractor, element: _Element) -> Tender:
    names = x.names
    fields = {names[child.tag]: child for child in element}
    if not fields.keys() <= KNOWN_FIELDS:
        x.note_strangers(fields, KNOWN_FIELDS)
    code = sub_code = ""
    if (inner := fields.get("tender")) is not None:
        for child in inner:
            name = names[child.tag]
            if name == "tendercode":
                code = text_of(child)
            elif name == "tendersubcode":
                sub_code = text_of(child)
    amount = x.amount(fields.get("tenderamount"))
    is_change = x.flag(fields.get("changeflag")) is True
    if is_change and amount is not None:
        amount = -abs(amount)
    kind = tender_class(code, sub_code)
    last4 = "" if kind is TenderClass.CASH else _card_last4(x, fields)
    return Tender(kind, amount, code, sub_code, is_change, last4)


def discount_of(tender: Tender) -> Adjustment | None:
    """Some registers ring a manual discount as a method of payment."""
    if tender.tender_class is TenderClass.OTHER and _DISCOUNT_CODE.search(tender.code):
        return Adjustment(AdjustmentKind.MANUAL_DISCOUNT, tender.amount, reason=tender.code)
    return None


def _card_last4(x: Extractor, fields: Fields) -> str:
    for name in ("authorization", "cardinfo", "accountinfo"):
        if (part := fields.get(name)) is not None:
            for descendant in part.iter():
                if x.names[descendant.tag] == "accountid":
                    number = text_of(descendant).replace(" ", "").replace("-", "")
                    return found.group(1) if (found := _MASKED.fullmatch(number)) else ""
    return ""
