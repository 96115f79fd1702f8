"""One register event as the element every NAXML journal has for it.

The text is the same in the one-event file and in the day file, so that both name the
event by the same store, register, business date, number, sequence and start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lossprevention.simulator.journal import ZERO

from .line_xml import write_line, write_tax, write_tender
from .xml_text import XmlText

if TYPE_CHECKING:
    from datetime import datetime

    from lossprevention.simulator.journal import Detail, JournalEvent, Link
    from lossprevention.simulator.profiles import StoreProfile


def event_text(profile: StoreProfile, event: JournalEvent, depth: int = 2) -> str:
    """The event's element, indented ``depth`` levels, ending with a line break."""
    xml = XmlText(depth)
    with xml.node(event.tag):
        _write_header(xml, profile, event)
        if event.link is not None:
            _write_link(xml, profile, event.link)
        if event.detail is not None:
            _write_detail(xml, event.tag, event.detail)
        if event.lines:
            _write_lines(xml, event)
        if event.net is not None:
            _write_summary(xml, event)
    return xml.text()


def write_moment(xml: XmlText, name: str, profile: StoreProfile, at: datetime | None) -> None:
    """A date and a time of the store's wall clock, without a zone, as registers write them."""
    if at is None:
        return
    clock = at.astimezone(profile.zone)
    xml.leaf(f"{name}Date", f"{clock:%Y-%m-%d}")
    xml.leaf(f"{name}Time", f"{clock:%H:%M:%S}")


def _write_header(xml: XmlText, profile: StoreProfile, event: JournalEvent) -> None:
    xml.leaf("EventSequenceID", event.sequence)
    xml.flag("TrainingModeFlag", event.training)
    xml.leaf("CashierID", event.cashier)
    xml.leaf("RegisterID", event.register)
    xml.leaf("TillID", event.register)
    xml.flag("OutsideSalesFlag", event.outside)
    xml.leaf("TransactionID", event.transaction_no)
    write_moment(xml, "EventStart", profile, event.started)
    write_moment(xml, "EventEnd", profile, event.ended)
    xml.leaf("BusinessDate", event.day.isoformat())
    write_moment(xml, "Receipt", profile, event.receipt)
    xml.flag("OfflineFlag", value=False)
    xml.flag("SuspendFlag", event.suspended)


def _write_link(xml: XmlText, profile: StoreProfile, link: Link) -> None:
    with xml.node("LinkedTransactionInfo"):
        xml.leaf("OriginalStoreLocationID", profile.code)
        xml.leaf("OriginalRegisterID", link.event.register)
        xml.leaf("OriginalTransactionID", link.event.transaction_no)
        write_moment(xml, "OriginalEventStart", profile, link.event.started)
        xml.leaf("TransactionLinkReason", link.reason)


def _write_detail(xml: XmlText, tag: str, detail: Detail) -> None:
    """Money moves sit in a wrapper of their own; other details stand directly in the event."""
    if tag == "FinancialEvent":
        with xml.node("FinancialEventDetail", status="normal"):
            _write_detail_body(xml, detail)
    else:
        _write_detail_body(xml, detail)


def _write_detail_body(xml: XmlText, detail: Detail) -> None:
    attributes = dict(detail.attributes)
    if not detail.children:
        xml.leaf(detail.name, **attributes)
        return
    with xml.node(detail.name, **attributes):
        for name, value in detail.children:
            xml.leaf(name, value)
        if detail.tender_code and detail.amount is not None:
            with xml.node("TenderInfo"):
                with xml.node("Tender"):
                    xml.leaf("TenderCode", detail.tender_code)
                    xml.leaf("TenderSubCode", "generic")
                xml.leaf("TenderAmount", f"{detail.amount:.2f}")


def _write_lines(xml: XmlText, event: JournalEvent) -> None:
    with xml.node("TransactionDetailGroup"):
        for line in event.lines:
            write_line(xml, line)
        for tax in event.taxes:
            write_tax(xml, tax)
        for tender in event.tenders:
            write_tender(xml, tender)


def _write_summary(xml: XmlText, event: JournalEvent) -> None:
    net = event.net or ZERO
    taxable = sum((tax.taxable for tax in event.taxes), ZERO)
    with xml.node("TransactionSummary"):
        xml.leaf("TransactionTotalGrossAmount", f"{event.gross:.2f}")
        xml.leaf("TransactionTotalNetAmount", f"{net:.2f}")
        xml.leaf("TransactionTotalTaxSalesAmount", f"{taxable:.2f}")
        xml.leaf("TransactionTotalTaxExemptAmount", "0.00")
        xml.leaf("TransactionTotalTaxNetAmount", f"{event.tax:.2f}")
        direction = "Refunded" if net < 0 else "Collected"
        xml.leaf("TransactionTotalGrandAmount", f"{net:.2f}", direction=direction)
