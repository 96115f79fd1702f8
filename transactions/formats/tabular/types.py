"""What a report's type words mean: an event of its own, or a trait of a sale.

The first pattern that is found in a word decides, so the order of the table is its
contract: "no sale" is not a sale, "line void" no voided sale, "credit card" no credit.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from transactions.formats.canonical import EventType
from transactions.formats.tabular.header_words import normalise


class Meaning(StrEnum):
    """What a row is. All event types, and what is said of a sale rather than by itself."""

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
    OTHER = "other"
    UNKNOWN = "unknown"
    LINE_VOID = "line_void"
    MANUAL_DISCOUNT = "manual_discount"
    PRICE_OVERRIDE = "price_override"
    AGE_BYPASS = "age_bypass"
    TRAINING = "training"
    PROMOTION = "promotion"
    PAYMENT = "payment"
    """A line that tells how was paid, not what was sold."""
    TAX = "tax"
    IGNORE = "ignore"
    """Rows of this word are left out, counted, and say nothing."""


TRAITS: Final = frozenset(
    {
        Meaning.LINE_VOID, Meaning.MANUAL_DISCOUNT, Meaning.PRICE_OVERRIDE, Meaning.AGE_BYPASS,
        Meaning.TRAINING, Meaning.PROMOTION,
    }
)  # fmt: skip
"""Said of a sale: the event is a sale that shows it."""

_LINE: Final = r"(line|item|plu|dept|department|product)s?"
_GONE: Final = r"(void(ed)?|cancel(l?ed)?|delet(e|ed)|correct(ed|ion)?|remov(e|ed))"
_WHOLE: Final = r"(trans\w*|sales?|tickets?|receipts?|orders?|checks?)"
_ENDS: Final = r"(open|close|start|end)"
_PERIODS: Final = r"(day|shift|till|register|store|batch)"
_PATTERNS: Final[tuple[tuple[Meaning, str], ...]] = (
    (Meaning.DRAWER_ALARM, r"\bdrawer (alarm|violation|left open)|\bcash drawer alarm"),
    (Meaning.NO_SALE, r"\bno ?sales?\b|\bdrawer open|\bopen(ed)? (cash )?drawer"),
    (Meaning.POST_VOID, r"\bpost ?void|\bvoid after|\bafter (tender|sale) void|\bvoid prev"),
    (Meaning.LINE_VOID, rf"\b{_LINE} {_GONE}\b|\b{_GONE} {_LINE}\b|\berror ?correct|\bitem corr"),
    (Meaning.VOID, rf"\bvoid(s|ed)?\b|\bcancel(l?ed)? {_WHOLE}\b|\b{_WHOLE} cancel|\babandon"),
    (Meaning.AGE_BYPASS, r"\b(age|id)\b.*\b(bypass|override|skip)"),
    (Meaning.TRAINING, r"\btraining\b"),
    (Meaning.PROMOTION, r"\b(promo\w*|loyalty|rewards?|member|coupons?|mix (and )?match|combo)\b"),
    (Meaning.PAID_OUT, r"\bpay ?outs?\b|\bpaid ?outs?\b|\bvendor pay"),
    (Meaning.PAID_IN, r"\bpay ?ins?\b|\bpaid ?ins?\b"),
    (Meaning.PAYMENT, r"^(credit|debit|gift|ebt)( card)?( payment)?s?$(?<!^credit)(?<!^credits)"
     r"|\bcredit cards?\b(?!.*\b(refund|return))|^(tender|payment)s?$"),
    (Meaning.REFUND, r"\brefund(s|ed)?\b|\breturn(s|ed)?\b|\bcredit\b(?! (card|sale|debit))"),
    (Meaning.SUSPEND, r"\bsuspend(ed|s)?\b|\b(on )?hold\b|\bheld\b|\bpark(ed)?\b"),
    (Meaning.RESUME, r"\bresumed?\b|\brecall(ed)?\b|\bretrieved?\b"),
    (Meaning.SAFE_LOAN, r"\b(safe|till|cash|drawer) ?loans?\b"),
    (Meaning.SAFE_DROP, r"\bsafe ?drops?\b|\bdrops?\b"),
    (Meaning.DRIVE_OFF, r"\bdrive ?offs?\b"),
    (Meaning.PUMP_TEST, r"\bpump ?tests?\b"),
    (Meaning.CHECK_CASH, r"\bche(ck|que) cash|\bcash(ed)? che(ck|que)"),
    (Meaning.PRICE_CHANGE, r"\bfuel price change"),
    (Meaning.MANUAL_DISCOUNT, r"\bdisc(ount(s|ed)?)?\b"),
    (Meaning.PRICE_OVERRIDE, r"(?<!manager )(?<!supervisor )\boverrid|\bprice (change|modif)"),
    (Meaning.CLOCK, r"\b(clock|sign|log|punch)(ed)? ?(in|out|on|off)\b"),
    (Meaning.OPEN_CLOSE, rf"\b{_ENDS}(d|ed|ing)? (of )?(the )?{_PERIODS}\b|\b{_PERIODS} {_ENDS}"),
    (Meaning.TAX, r"^(sales )?tax(es)?$"),
    (Meaning.SALE, r"\bsales?\b"),
)  # fmt: skip
_COMPILED: Final = tuple((meaning, re.compile(pattern)) for meaning, pattern in _PATTERNS)
_EVENT_TYPES: Final = {str(each) for each in EventType}
SETTLED: Final = frozenset(
    {"", "completed", "complete", "paid", "closed", "ok", "success", "successful", "approved",
     "processed", "finalized", "posted", "normal", "done", "finished", "settled", "captured"}
)  # fmt: skip
"""Words of a status column that add nothing to what the row is."""


@lru_cache(maxsize=4096)
def meaning_of_word(text: str) -> Meaning:
    """The proposed meaning of a type word, ``UNKNOWN`` for one that no rule knows."""
    words = normalise(text)
    for meaning, pattern in _COMPILED:
        if pattern.search(words):
            return meaning
    return Meaning.UNKNOWN


def event_type_of(meaning: Meaning) -> EventType:
    """The event that a row of this meaning becomes; a trait's event is a sale."""
    if str(meaning) in _EVENT_TYPES:
        return EventType(str(meaning))
    if meaning in TRAITS:
        return EventType.SALE
    return EventType.OTHER
