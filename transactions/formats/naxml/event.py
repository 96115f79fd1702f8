"""One ``*Event`` element to one canonical :class:`Event`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import (
    Confidence,
    Event,
    EventType,
)
from transactions.formats.naxml.amounts import amount_of, moved_amount, paid_amount, read_summary
from transactions.formats.naxml.classify import classify_details, classify_trade
from transactions.formats.naxml.details import read_details
from transactions.formats.naxml.event_header import read_identity, read_times, register_class
from transactions.formats.naxml.extensions import EXTENSIONS, read_extension
from transactions.formats.naxml.extract import text_of
from transactions.formats.naxml.lines import read_lines
from transactions.formats.naxml.names import name_set
from transactions.formats.naxml.overrides import derive_price_override

if TYPE_CHECKING:
    from transactions.formats.canonical import FormatContext
    from transactions.formats.naxml.extract import Extractor, Fields
    from transactions.formats.naxml.header import FileHeader
    from transactions.formats.naxml.part import Part

_TRADES: Final = frozenset({"saleevent", "refundevent", "voidevent"})
_NOT_SOLD: Final = frozenset({EventType.VOID, EventType.POST_VOID, EventType.PAID_OUT})
_COMMON: Final = name_set(
    """eventsequenceid trainingmodeflag cashierid registerid tillid outsidesalesflag
    transactionid eventstartdate eventstarttime eventenddate eventendtime businessdate
    receiptdate receipttime offlineflag suspendflag storehierarchyid
    transactiondetailgroup transactionsummary"""
)
_HEADER_AND_EXTENSIONS: Final = (
    _COMMON | name_set("linkedtransactioninfo refundreason voidreason approverid") | EXTENSIONS
)


def read_event(x: Extractor, element: Part, header: FileHeader, context: FormatContext) -> Event:
    """Read every part; whatever is wrong in it becomes a problem, never an error."""
    fields, name = element.fields, element.name
    event = Event(EventType.UNKNOWN, x.names.spelling[name])
    read_identity(x, element, event, header)
    event.register_class = register_class(event, context)
    read_times(x, element, event, header)
    if (group := fields.get("transactiondetailgroup")) is not None:
        read_lines(x, group, event)
    if (summary := fields.get("transactionsummary")) is not None:
        read_summary(x, summary, event)
    extended: set[str] = set()
    if element.beyond(_COMMON):
        extended = _read_rare(x, element, event)
    if name in _TRADES:
        _finish_trade(event, context)
    if event.event_type is EventType.UNKNOWN or _is_empty_sale(event):
        _finish_other(x, fields, event, extended, context)
    if x.decimals.bad:
        x.report_bad_numbers(element)
    event.unknown_elements = tuple(sorted(x.unknown_here)) if x.unknown_here else ()
    return event


def _read_rare(x: Extractor, element: Part, event: Event) -> set[str]:
    """What few events have; returns the names found in vendors' extensions."""
    fields = element.fields
    get = fields.get
    event.approver = text_of(get("approverid"))
    event.reason_text = text_of(get("refundreason")) or text_of(get("voidreason"))
    if (link := get("linkedtransactioninfo")) is not None:
        _read_link(x, link, event)
    if element.name in _TRADES and (event.lines or event.tenders):
        x.note_strangers(element, _HEADER_AND_EXTENSIONS)
    found: set[str] = set()
    for extension in fields.keys() & EXTENSIONS:
        found |= read_extension(x, fields[extension], event)
    return found


def _read_link(x: Extractor, link: Part, event: Event) -> None:
    fields = link.fields
    event.linked_transaction_no = text_of(fields.get("originaltransactionid"))
    event.linked_register = text_of(fields.get("originalregisterid"))
    event.link_reason = text_of(fields.get("transactionlinkreason"))


def _is_empty_sale(event: Event) -> bool:
    """A no sale may arrive as a sale of nothing."""
    return event.event_type is EventType.SALE and not event.lines and not event.tenders


def _finish_trade(event: Event, context: FormatContext) -> None:
    event.event_type, event.confidence = classify_trade(event, context)
    if event.event_type is EventType.RESUME:
        event.is_recalled = True
    event.amount = amount_of(event, context)
    if not event.approver:
        event.approver = _line_approver(event)
    if event.event_type not in _NOT_SOLD:
        _derive_overrides(event)


def _line_approver(event: Event) -> str:
    """The approver of a line; one who is not the cashier says more."""
    found = ""
    for line in event.lines:
        if line.approver:
            if line.approver != event.cashier:
                return line.approver
            found = line.approver
    return found


def _derive_overrides(event: Event) -> None:
    explained = {adjustment.line for adjustment in event.adjustments} if event.adjustments else ()
    if None in explained:
        return
    for line in event.lines:
        # Equal texts are the same object, so that most lines end here.
        if line.amount is line.regular_price or line.sequence in explained:
            continue
        if (derived := derive_price_override(line)) is not None:
            event.adjustments.append(derived)


def _finish_other(
    x: Extractor, fields: Fields, event: Event, extended: set[str], context: FormatContext
) -> None:
    """What is no trade with goods: its details say what happened, and how much moved."""
    parts = [part for name, part in fields.items() if name not in _HEADER_AND_EXTENSIONS]
    found = read_details(x, parts, event)
    event_type, confidence = classify_details(
        event.source_event_tag.lower(),
        found.names | extended,
        " ".join(found.words),
        drop_cancelled=found.is_cancelled_drop,
    )
    if event_type is EventType.UNKNOWN and event.event_type is EventType.SALE:
        return
    event.event_type, event.confidence = event_type, confidence
    amount = found.amount if found.amount is not None else paid_amount(event, context)
    if found.cancelled:
        event.confidence, amount = Confidence.LIKELY, None
    event.amount = moved_amount(event_type, amount)
