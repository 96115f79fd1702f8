"""How the customer paid. Of a card only the last four digits are taken."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import Adjustment, AdjustmentKind, Tender, TenderClass
from transactions.formats.naxml.names import name_set
from transactions.formats.naxml.part import Pick

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transactions.formats.naxml.extract import Extractor
    from transactions.formats.naxml.part import Part

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
_VALUES: Final = frozenset(TenderClass)
_TENDER: Final = Pick("tender tenderamount changeflag")
_CODES: Final = Pick("tendercode tendersubcode")
_CARD_PARTS: Final = ("authorization", "cardinfo", "accountinfo")
_CARD: Final = Pick("authorization cardinfo accountinfo")
_NUMBER_STARTS: Final = frozenset("Xx*#.0123456789")
_DISCOUNT_CODE = re.compile(r"discount", re.IGNORECASE)


@lru_cache(maxsize=1024)
def tender_class(code: str, sub_code: str) -> TenderClass:
    """The class of a tender code; numeric house codes say nothing and stay ``other``."""
    for text in (code.lower(), sub_code.lower()):
        for found, pattern in _CLASSES:
            if text and re.search(pattern, text):
                return found
    return TenderClass.OTHER


def confirmed_class(code: str, confirmed: Mapping[str, str]) -> TenderClass | None:
    """What a person said the code is; None for a code nobody spoke of."""
    said = confirmed.get(code.lower()) if confirmed else None
    return TenderClass(said) if said in _VALUES else None


def read_tender(x: Extractor, element: Part) -> Tender:
    x.note_strangers(element, KNOWN_FIELDS)
    tender, paid, change = _TENDER.of(element)
    main, sub = _CODES.of(tender)
    code, sub_code = main.text, sub.text
    amount = x.decimals[paid.text]
    is_change = x.flag(change) is True
    if is_change and amount is not None:
        amount = -abs(amount)
    kind = x.tender_classes and confirmed_class(code, x.tender_classes)
    kind = kind or tender_class(code, sub_code)
    last4 = "" if kind is TenderClass.CASH else _card_last4(element)
    return Tender(kind, amount, code, sub_code, is_change, last4)


def discount_of(tender: Tender) -> Adjustment | None:
    """Some registers ring a manual discount as a method of payment."""
    if tender.tender_class is TenderClass.OTHER and _DISCOUNT_CODE.search(tender.code):
        return Adjustment(AdjustmentKind.MANUAL_DISCOUNT, tender.amount, reason=tender.code)
    return None


def _card_last4(tender: Part) -> str:
    for part in _CARD.of(tender):
        if found := _account_last4(part):
            return found
    return ""


def _account_last4(part: Part) -> str:
    """The end of the account number at most two levels down, as cards have it."""
    for child in part.parts:
        name = child.name
        if name == "accountid":
            return _last4(child.text)
        if name in _CARD_PARTS and (found := _account_last4(child)):
            return found
    return ""


def _last4(number: str) -> str:
    """Of a masked or plain number, not of an account's name that ends in digits."""
    last = number[-4:]
    if len(last) == 4 and last.isdecimal() and number[0] in _NUMBER_STARTS:
        return last
    return ""
