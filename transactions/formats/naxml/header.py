"""The file's own header: store, vendor, report period, when it was made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from transactions.formats.naxml.extract import text_of

if TYPE_CHECKING:
    from datetime import date

    from transactions.formats.naxml.extract import Extractor, Fields
    from transactions.formats.naxml.part import Part

_PASSPORT_NAME: Final = re.compile(r"C?PJR3\d{2}(\d{12})\d*\.xml", re.IGNORECASE)
"""``PJR`` + NAXML version + yyMMddHHmmss + running number."""


@dataclass(slots=True)
class FileHeader:
    """What the file says about all of its events."""

    store_code: str = ""
    vendor: str = ""
    vendor_version: str = ""
    currency: str = ""
    report_sequence: str = ""
    shift_no: str = ""
    business_date: date | None = None
    sent_at: datetime | None = None
    named_at: datetime | None = None
    """From Passport's file name."""
    period_begins: datetime | None = None
    period_ends: datetime | None = None

    @property
    def declared_at(self) -> datetime | None:
        return self.sent_at or self.named_at or self.period_ends or self.period_begins


def moment_of_name(name: str) -> datetime | None:
    """The register's wall clock in a Passport file name, None for any other name."""
    found = _PASSPORT_NAME.search(name)
    if not found:
        return None
    try:
        return datetime.strptime(found.group(1), "%y%m%d%H%M%S")  # noqa: DTZ007  wall clock
    except ValueError:
        return None


def read_transmission_header(x: Extractor, element: Part, header: FileHeader) -> None:
    fields = element.fields
    header.store_code = text_of(fields.get("storelocationid"))
    header.vendor = text_of(fields.get("vendorname"))
    header.vendor_version = text_of(fields.get("vendormodelversion"))
    for below in element.iter():
        if below.name == "currencycode":
            header.currency = text_of(below)
    if sent := x.moment(fields.get("date"), fields.get("time"), quiet=True):
        header.sent_at = sent[0]


def read_journal_header(x: Extractor, element: Part, header: FileHeader) -> None:
    fields = element.fields
    header.report_sequence = text_of(fields.get("reportsequencenumber"))
    header.business_date = x.date(fields.get("businessdate"))
    for name in ("primaryreportperiod", "secondaryreportperiod"):
        period = fields.get(name)
        if period is not None and period.attributes.get("interval", "").lower() == "shift":
            header.shift_no = text_of(period)
    read_period(x, fields, header)


def read_period(x: Extractor, fields: Fields, header: FileHeader) -> None:
    """Begin and end of what is reported; a period still open ends in the year 2100."""
    get = fields.get
    begin = x.moment(get("begindate"), get("begintime"), quiet=True)
    end = x.moment(get("enddate"), get("endtime"), quiet=True)
    header.period_begins = begin[0] if begin else None
    header.period_ends = end[0] if end else None
