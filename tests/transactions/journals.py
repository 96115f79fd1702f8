"""Small Passport journals written by hand, for tests of what happens to them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from transactions.services.receive import Incoming

HEAD = (
    '<?xml version ="1.0" encoding="ISO-8859-1" standalone="no"?>\n'
    '<NAXML-POSJournal version="3.4" release="3.4.0"><TransmissionHeader>'
    "<StoreLocationID>{store}</StoreLocationID><VendorName>Gilbarco-VeederRoot</VendorName>"
    "<VendorModelVersion>23.01.14.01</VendorModelVersion></TransmissionHeader>"
    "<JournalReport><JournalHeader><ReportSequenceNumber>1</ReportSequenceNumber>"
    '<PrimaryReportPeriod interval="day">2</PrimaryReportPeriod>'
    "<BeginDate>{date}</BeginDate><BeginTime>{time}</BeginTime>"
    "<EndDate>{date}</EndDate><EndTime>{time}</EndTime></JournalHeader>"
)
TAIL = "</JournalReport></NAXML-POSJournal>"


@dataclass(frozen=True)
class Ring:
    """One register event: kind is sale, refund, void, no_sale or removed."""

    number: int
    kind: str = "sale"
    amount: str = "4.50"
    register: str = "1"
    cashier: str = "7"
    date: str = "2026-03-03"
    time: str = "14:03:07"
    item: str = "COFFEE"

    def xml(self) -> str:
        common = (
            f"<EventSequenceID>1</EventSequenceID><TrainingModeFlag value='no'/>"
            f"<CashierID>{self.cashier}</CashierID><RegisterID>{self.register}</RegisterID>"
            f"<TillID>1</TillID><OutsideSalesFlag value='no'/>"
            f"<TransactionID>{self.number}</TransactionID>"
            f"<EventStartDate>{self.date}</EventStartDate>"
            f"<EventStartTime>{self.time}</EventStartTime>"
            f"<EventEndDate>{self.date}</EventEndDate><EventEndTime>{self.time}</EventEndTime>"
            f"<BusinessDate>{self.date}</BusinessDate><ReceiptDate>{self.date}</ReceiptDate>"
            f"<ReceiptTime>{self.time}</ReceiptTime><OfflineFlag value='no'/>"
            f"<SuspendFlag value='no'/>"
        )
        if self.kind == "no_sale":
            return f"<OtherEvent>{common}<NoSaleEventDetail/></OtherEvent>"
        tag = {"refund": "RefundEvent", "void": "VoidEvent"}.get(self.kind, "SaleEvent")
        sign = "-" if self.kind == "refund" else ""
        return (
            f"<{tag}>{common}<TransactionDetailGroup>{self._lines(sign)}</TransactionDetailGroup>"
            f"<TransactionSummary><TransactionTotalGrossAmount>{sign}{self.amount}"
            f"</TransactionTotalGrossAmount><TransactionTotalNetAmount>{sign}{self.amount}"
            f"</TransactionTotalNetAmount><TransactionTotalTaxNetAmount>0.00"
            f"</TransactionTotalTaxNetAmount><TransactionTotalGrandAmount>{sign}{self.amount}"
            f"</TransactionTotalGrandAmount></TransactionSummary></{tag}>"
        )

    def _lines(self, sign: str) -> str:
        status = "cancel" if self.kind == "void" else "normal"
        lines = self._item(sign, status)
        if self.kind == "removed":
            lines += self._item("", "cancel")
        if self.kind != "void":
            lines += (
                "<TransactionLine status='normal'><TenderInfo><Tender><TenderCode>cash"
                f"</TenderCode></Tender><TenderAmount>{sign}{self.amount}</TenderAmount>"
                "<ChangeFlag value='no'/></TenderInfo></TransactionLine>"
            )
        return lines

    def _item(self, sign: str, status: str) -> str:
        return (
            f"<TransactionLine status='{status}'><ItemLine><ItemCode>"
            f"<POSCodeFormat format='upcA'/><POSCode>00012345678905</POSCode></ItemCode>"
            f"<Description>{self.item}</Description><EntryMethod method='scan'/>"
            f"<ActualSalesPrice>{self.amount}</ActualSalesPrice>"
            f"<MerchandiseCode>4</MerchandiseCode><RegularSellPrice>{self.amount}"
            f"</RegularSellPrice><SalesQuantity>{sign}1</SalesQuantity>"
            f"<SalesAmount>{sign}{self.amount}</SalesAmount></ItemLine></TransactionLine>"
        )


def journal(*rings: Ring, store: str = "101") -> bytes:
    """One file that holds the rings, in the order given."""
    last = rings[-1] if rings else Ring(0)
    head = HEAD.format(store=store, date=last.date, time=last.time)
    return (head + "".join(ring.xml() for ring in rings) + TAIL).encode("iso-8859-1")


def incoming(name: str, data: bytes) -> Incoming:
    return Incoming(name, io.BytesIO(data))


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()
