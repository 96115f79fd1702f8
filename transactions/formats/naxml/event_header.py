"""Who, where and when of one event: what all kinds of event begin with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import RegisterClass, TimeBasis
from transactions.formats.naxml.extract import text_of

if TYPE_CHECKING:
    from transactions.formats.canonical import Event, FormatContext
    from transactions.formats.naxml.extract import Extractor, Fields
    from transactions.formats.naxml.header import FileHeader

_PUMP_REGISTER: Final = re.compile(r"10(?!000)[0-9]{3}")
"""Passport numbers the pumps' registers from 10001."""
PUMP_CASHIER: Final = "20000"
"""Passport's cashier of sales at the pump."""


def read_identity(x: Extractor, fields: Fields, event: Event, header: FileHeader) -> None:
    get, flag = fields.get, x.flag
    event.store_code = header.store_code
    event.vendor = header.vendor
    event.report_sequence = header.report_sequence
    event.shift_no = header.shift_no
    event.currency = header.currency
    event.register = text_of(get("registerid"))
    event.till = text_of(get("tillid"))
    event.cashier = text_of(get("cashierid"))
    event.transaction_no = text_of(get("transactionid"))
    event.event_sequence = text_of(get("eventsequenceid"))
    event.is_training = flag(get("trainingmodeflag"))
    event.is_outside = flag(get("outsidesalesflag"))
    event.is_offline = flag(get("offlineflag"))
    event.is_suspended = flag(get("suspendflag"))


def register_class(event: Event, context: FormatContext) -> RegisterClass:
    register = event.register
    if event.is_outside or event.cashier == PUMP_CASHIER:
        return RegisterClass.OUTSIDE
    if register in context.outside_registers or (
        len(register) == len(PUMP_CASHIER) and _PUMP_REGISTER.fullmatch(register)
    ):
        return RegisterClass.OUTSIDE
    return RegisterClass.INSIDE if register else RegisterClass.UNKNOWN


def read_times(x: Extractor, fields: Fields, event: Event, header: FileHeader) -> None:
    """Receipt time is when the customer stood there; the end of a prepay is much later."""
    get = fields.get
    receipt = x.moment(get("receiptdate"), get("receipttime"))
    end = x.moment(get("eventenddate"), get("eventendtime"))
    day, clock = get("eventstartdate"), get("eventstarttime")
    start = x.moment(day, clock)
    event.started_raw = f"{text_of(day)} {text_of(clock)}".strip()
    event.business_date = x.date(get("businessdate")) or header.business_date
    if receipt:
        event.receipt_local = receipt[0]
    if end:
        event.ended_local = end[0]
    if start:
        event.started_local = start[0]
    if best := receipt or end or start:
        event.occurred_local, event.utc_offset = best
        if not receipt:
            event.time_basis = TimeBasis.END if end else TimeBasis.START
    else:
        event.occurred_local, event.time_basis = header.declared_at, TimeBasis.FILE
        x.report("no_time")
