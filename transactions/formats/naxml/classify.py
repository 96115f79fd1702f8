"""What happened at the register, from an event's element, lines, tenders and details.

The order of the tests is the contract: the first that holds decides. Types that the
source names outright are certain; those read off lines or wording are likely.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import Confidence, EventType, LineKind, LineStatus
from transactions.formats.merchandise import (
    GOODS,
    goods_of,
    is_negative,
    is_pay_out,
    is_prepay_settlement,
    returned_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transactions.formats.canonical import Event, FormatContext

Verdict = tuple[EventType, Confidence]

_FUEL: Final = frozenset({LineKind.FUEL, LineKind.FUEL_PREPAY})
_CERTAIN, _LIKELY = Confidence.CERTAIN, Confidence.LIKELY

# Local names of an event's details, lower case; several can occur, the first listed wins.
_NAME_TYPES: Final = (
    (EventType.PAID_OUT, r"(pay|paid)_?outs?(event|detail|$)"),
    (EventType.NO_SALE, r"no_?sale|(cash)?drawer_?open|open_?drawer"),
    (EventType.DRAWER_ALARM, r"(cash)?drawer_?(alarm|violation)"),
    (EventType.POST_VOID, r"post_?void"),
    (EventType.SUSPEND, r"suspend(ed)?_?(event|detail|sale)"),
    (EventType.RESUME, r"(resume|recall)(d|ed)?_?(event|detail|sale)"),
    (EventType.SAFE_DROP, r"safe_?drop"),
    (EventType.SAFE_LOAN, r"(safe|till|drawer)_?loan"),
    (EventType.PAID_IN, r"(pay|paid)_?ins?(event|detail|$)"),
    (EventType.PUMP_TEST, r"pump_?test"),
    (EventType.DRIVE_OFF, r"drive_?off(event|detail|$)"),
    (EventType.CHECK_CASH, r"check_?cash|cash_?check"),
    (EventType.OPEN_CLOSE, r"(register|shift|day|till|paypoint|cashier|store)(detail|openclose)"),
    (EventType.CLOCK, r"(employee)?(time)?_?clock"),
    (EventType.PRICE_CHANGE, r"(fuel|item)?_?price_?change"),
    (EventType.SUMMARY, r"statistics$|.*summary(detail)?$"),
)
_PRIORITY: Final = {event_type: rank for rank, (event_type, _) in enumerate(_NAME_TYPES)}

_NO_SALE_WORDS: Final = re.compile(r"no[\s_-]?sale", re.IGNORECASE)
_RESUMED_WORDS: Final = re.compile(r"suspend|recall|resume", re.IGNORECASE)


@lru_cache(maxsize=8192)
def type_of_name(name: str) -> EventType | None:
    """The event type that a detail's (or event's) local name speaks of."""
    for event_type, pattern in _NAME_TYPES:
        if re.match(pattern, name):
            return event_type
    return None


def classify_trade(event: Event, context: FormatContext) -> Verdict:
    """A Sale, Refund or Void event, whose lines and tenders are already read."""
    tag = event.source_event_tag.lower()
    if tag == "saleevent" and _only_takes_money(event) and not is_pay_out(event, context):
        return _sale_type(event)
    if tag == "voidevent":
        return _void_type(event), _CERTAIN
    if tag == "saleevent" and _all_cancelled(event):
        return EventType.VOID, _LIKELY
    if is_pay_out(event, context):
        return EventType.PAID_OUT, _LIKELY
    if tag == "refundevent":
        return EventType.REFUND, _CERTAIN
    if _gives_back(event, context):
        return EventType.REFUND, _LIKELY
    return _sale_type(event)


def classify_details(
    tag: str, names: Iterable[str], words: str, *, drop_cancelled: bool
) -> Verdict:
    """Any other event, by the names below it, its own name, and its wording.

    ``drop_cancelled``: a safe drop of nothing whose envelope says cancel, which one
    site's registers wrote when the drawer was opened without a sale.
    """
    found = {found for name in names if (found := type_of_name(name))}
    if own := type_of_name(tag.lower()):
        found.add(own)
    if drop_cancelled and found == {EventType.SAFE_DROP}:
        return EventType.NO_SALE, _LIKELY
    specific = found - {EventType.SUMMARY}
    if specific:
        return min(specific, key=_PRIORITY.__getitem__), _CERTAIN
    if _NO_SALE_WORDS.search(words):
        return EventType.NO_SALE, _LIKELY
    return (EventType.SUMMARY, _LIKELY) if found else (EventType.UNKNOWN, _LIKELY)


def _only_takes_money(event: Event) -> bool:
    """Nearly every sale: paid, no line cancelled, none negative. Spares it all other tests."""
    if not event.tenders or (event.grand is None or event.grand.is_signed()):
        return False
    for line in event.lines:
        if line.status is not LineStatus.NORMAL or line.amount is None or line.amount.is_signed():
            return False
    return event.direction != "Refunded" and bool(event.lines)


def _sale_type(event: Event) -> Verdict:
    if event.is_suspended and not event.tenders:
        return EventType.SUSPEND, _CERTAIN
    if event.is_recalled or (event.link_reason and _RESUMED_WORDS.search(event.link_reason)):
        return EventType.RESUME, _CERTAIN
    return EventType.SALE, _LIKELY if event.is_suspended else _CERTAIN


def _void_type(event: Event) -> EventType:
    words = f"{event.link_reason} {event.reason_text}"
    return EventType.POST_VOID if re.search(r"post.?void", words, re.IGNORECASE) else EventType.VOID


def _all_cancelled(event: Event) -> bool:
    """A sale given up: it had goods, none of its lines stands, and nobody paid."""
    if event.tenders:
        return False
    had_goods = False
    for line in event.lines:
        if line.kind in GOODS or line.kind in _FUEL:
            if line.status is LineStatus.NORMAL:
                return False
            had_goods = had_goods or line.kind in GOODS
    return had_goods


def _gives_back(event: Event, context: FormatContext) -> bool:
    if is_prepay_settlement(event):
        return False
    if returned_lines(event, context):
        return True
    total = event.grand if event.grand is not None else event.net
    if total is None or (total >= 0 and event.direction.lower() != "refunded"):
        return False
    return total != 0 and not any(is_negative(line) for line in goods_of(event))
