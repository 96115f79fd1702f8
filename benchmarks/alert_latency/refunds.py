"""Refunds as a register writes them, each a moment ago and with a number of its own."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from benchmarks.journal import STORE_CODE, TIMEZONE

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE: Final = f"""<?xml version ="1.0" encoding="ISO-8859-1" standalone="no"?>
<NAXML-POSJournal version="3.4" release="3.4.0"><TransmissionHeader>
<StoreLocationID>{STORE_CODE}</StoreLocationID><VendorName>Gilbarco-VeederRoot</VendorName>
<VendorModelVersion>23.01.14.01</VendorModelVersion></TransmissionHeader><JournalReport>
<JournalHeader><ReportSequenceNumber>1</ReportSequenceNumber>
<PrimaryReportPeriod interval="day">2</PrimaryReportPeriod>
<BeginDate>%(day)s</BeginDate><BeginTime>%(at)s</BeginTime>
<EndDate>%(day)s</EndDate><EndTime>%(at)s</EndTime></JournalHeader>
<RefundEvent><EventSequenceID>1</EventSequenceID><TrainingModeFlag value="no"/>
<CashierID>7</CashierID><RegisterID>1</RegisterID><TillID>1</TillID>
<OutsideSalesFlag value="no"/><TransactionID>%(number)s</TransactionID>
<EventStartDate>%(day)s</EventStartDate><EventStartTime>%(at)s</EventStartTime>
<EventEndDate>%(day)s</EventEndDate><EventEndTime>%(at)s</EventEndTime>
<BusinessDate>%(day)s</BusinessDate><ReceiptDate>%(day)s</ReceiptDate>
<ReceiptTime>%(at)s</ReceiptTime><OfflineFlag value="no"/><SuspendFlag value="no"/>
<TransactionDetailGroup><TransactionLine status="normal"><ItemLine><ItemCode>
<POSCodeFormat format="upcA"/><POSCode>00012345678905</POSCode></ItemCode>
<Description>PHONE CHARGER</Description><EntryMethod method="scan"/>
<ActualSalesPrice>59.99</ActualSalesPrice><MerchandiseCode>12</MerchandiseCode>
<SellingUnits>1</SellingUnits><RegularSellPrice>59.99</RegularSellPrice>
<SalesQuantity>-1</SalesQuantity><SalesAmount>-59.99</SalesAmount></ItemLine></TransactionLine>
<TransactionLine status="normal"><TenderInfo><Tender><TenderCode>cash</TenderCode></Tender>
<TenderAmount>-59.99</TenderAmount><ChangeFlag value="no"/></TenderInfo></TransactionLine>
</TransactionDetailGroup><TransactionSummary>
<TransactionTotalGrossAmount>-59.99</TransactionTotalGrossAmount>
<TransactionTotalNetAmount>-59.99</TransactionTotalNetAmount>
<TransactionTotalTaxNetAmount>0.00</TransactionTotalTaxNetAmount>
<TransactionTotalGrandAmount>-59.99</TransactionTotalGrandAmount>
</TransactionSummary></RefundEvent></JournalReport></NAXML-POSJournal>
"""


def refunds(first: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents, without end, numbered from ``first``."""
    for number in itertools.count(first):
        now = datetime.now(ZoneInfo(TIMEZONE))
        words = {"day": f"{now:%Y-%m-%d}", "at": f"{now:%H:%M:%S}", "number": number}
        yield f"PJR340{now:%y%m%d%H%M%S}{number}.xml", (_FILE % words).encode("iso-8859-1")
