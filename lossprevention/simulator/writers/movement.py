"""Passport's miscellaneous summary (MSM): what the register counted, per shift and per day.

The traps are the register's own: blocks of pumps behind the closed report, their names in
capitals, and gallons where fuel has its count.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lossprevention.simulator.journal import ZERO, FuelLine
from lossprevention.simulator.profiles import OUTSIDE_CASHIER
from lossprevention.simulator.tallies import figures_of
from transactions.formats.canonical import Metric

from .event_xml import write_moment
from .passport import DECLARATION, write_transmission_header
from .xml_text import XmlText

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from lossprevention.simulator.journal import JournalEvent
    from lossprevention.simulator.profiles import StoreProfile
    from lossprevention.simulator.store_day import StoreDay
    from lossprevention.simulator.tallies import Figure, Period

_SHIFT, _DAY = "98", "2"
_OPENED_WITH: Final = Decimal("150.00")
_CODES: Final = {
    Metric.TRANSACTIONS: ("statistics", "transactions"),
    Metric.VOIDS: ("statistics", "voidTransactions"),
    Metric.LINE_VOIDS: ("statistics", "nonFuelVoidItems"),
    Metric.NO_SALES: ("statistics", "noSales"),
    Metric.REFUNDS: ("statistics", "refunds"),
    Metric.PAID_OUTS: ("payouts", "vendorPay"),
    Metric.SAFE_DROPS: ("safeDrop", "total"),
    Metric.DISCOUNTS: ("discount", "amountFixed"),
    Metric.SALES_TOTAL: ("totalizer", "sales"),
}
_COUNT_ONLY: Final = frozenset({Metric.TRANSACTIONS, Metric.VOIDS, Metric.NO_SALES})


def shift_report(profile: StoreProfile, period: Period) -> tuple[str, bytes]:
    """Name and content of a till's report, a section per cashier who rang in that shift."""
    xml = XmlText(1)
    day = period.events[0].day
    for cashier, events in period.by_cashier().items():
        with xml.node("MiscellaneousSummaryMovement"):
            _write_header(
                xml, profile, (period.begins, period.ends), day, _SHIFT, str(period.number)
            )
            with xml.node("SalesMovementHeader"):
                xml.leaf("RegisterID", period.register)
                xml.leaf("CashierID", cashier)
                xml.leaf("TillID", period.register)
            _write_balance(xml, "openingBalance", _OPENED_WITH)
            _write_figures(xml, figures_of(events))
            _write_balance(xml, "closingBalance", _OPENED_WITH + _cash(events))
    return _name(profile, period.ends, period.register), _document(profile, xml)


def day_report(day: StoreDay) -> tuple[str, bytes]:
    """Name and content of the whole day's report of the store."""
    xml = XmlText(1)
    with xml.node("MiscellaneousSummaryMovement"):
        number = str(day.date.toordinal() % 10_000)
        _write_header(xml, day.profile, (day.start, day.end), day.date, _DAY, number)
        _write_figures(xml, figures_of(day.events))
        for grade, (gallons, amount) in _fuel(day.events).items():
            with xml.node("MSMDetail"):
                _write_codes(xml, "fuelSalesByGrade", grade)
                _write_sum(xml, f"{amount:.2f}", f"{gallons:.3f}")
    for register in day.profile.pumps:
        _write_pump(xml, register.code, day.events)
    return _name(day.profile, day.end, ""), _document(day.profile, xml)


def _name(profile: StoreProfile, at: datetime, register: str) -> str:
    return f"MSM340{at.astimezone(profile.zone):%y%m%d%H%M%S}{register or 0}.xml"


def _document(profile: StoreProfile, body: XmlText) -> bytes:
    head = XmlText(1)
    write_transmission_header(head, profile)
    text = (
        f'{DECLARATION}\n<NAXML-MovementReport version="3.4" release="3.4.0">\n'
        f"{head.text()}{body.text()}</NAXML-MovementReport>\n"
    )
    return text.encode("iso-8859-1", "xmlcharrefreplace")


def _write_header(
    xml: XmlText,
    profile: StoreProfile,
    span: tuple[datetime, datetime],
    day: date,
    period: str,
    number: str,
) -> None:
    with xml.node("MovementHeader"):
        xml.leaf("ReportSequenceNumber", number)
        xml.leaf("PrimaryReportPeriod", period)
        xml.leaf("SecondaryReportPeriod", "0")
        xml.leaf("BusinessDate", day.isoformat())
        write_moment(xml, "Begin", profile, span[0])
        write_moment(xml, "End", profile, span[1])


def _write_figures(xml: XmlText, figures: Mapping[Metric, Figure]) -> None:
    for metric, codes in _CODES.items():
        figure = figures[metric]
        with xml.node("MSMDetail"):
            _write_codes(xml, *codes)
            amount = ZERO if metric in _COUNT_ONLY else figure.amount
            _write_sum(xml, f"{amount:.2f}", str(figure.count))


def _write_balance(xml: XmlText, code: str, amount: Decimal) -> None:
    with xml.node("MSMDetail"):
        _write_codes(xml, code, "")
        _write_sum(xml, f"{amount:.2f}", "0")


def _write_codes(xml: XmlText, code: str, sub_code: str) -> None:
    with xml.node("MiscellaneousSummaryCodes"):
        xml.leaf("MiscellaneousSummaryCode", code)
        if sub_code:
            xml.leaf("MiscellaneousSummarySubCode", sub_code)


def _write_sum(xml: XmlText, amount: str, count: str, tender: str = "") -> None:
    with xml.node("MSMSalesTotals"):
        with xml.node("Tender"):
            xml.leaf("TenderCode", tender)
            xml.leaf("TenderSubCode", "generic" if tender else "")
        xml.leaf("MiscellaneousSummaryAmount", amount)
        xml.leaf("MiscellaneousSummaryCount", count)


def _write_pump(xml: XmlText, register: str, events: Iterable[JournalEvent]) -> None:
    """A block per card tender, behind the report that it belongs to."""
    paid: dict[str, list[Decimal]] = {}
    for event in events:
        for tender in event.tenders if event.register == register else ():
            paid.setdefault(tender.code, []).append(tender.amount)
    for code, amounts in sorted(paid.items()):
        with xml.node("MSMDetail"):
            _write_codes(xml, "", "")
            xml.leaf("REGISTERID", register)
            xml.leaf("CASHIERID", OUTSIDE_CASHIER)
            xml.leaf("TILLID", register)
            _write_sum(xml, f"{sum(amounts, ZERO):.2f}", str(len(amounts)), code)


def _fuel(events: Iterable[JournalEvent]) -> dict[str, tuple[Decimal, Decimal]]:
    """Grade to gallons and dollars."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for event in events:
        for line in event.lines:
            if isinstance(line, FuelLine) and not line.cancelled:
                gallons, amount = found.get(line.grade.code, (ZERO, ZERO))
                found[line.grade.code] = (gallons + line.gallons, amount + line.amount)
    return dict(sorted(found.items()))


def _cash(events: Iterable[JournalEvent]) -> Decimal:
    """What cash the till gained: change went out, so did what was put into the safe."""
    real = [event for event in events if not event.training]
    paid = sum((t.amount for e in real for t in e.tenders if t.code == "cash"), ZERO)
    dropped = sum((e.detail.amount for e in real if e.detail and e.detail.amount), ZERO)
    return paid - dropped
