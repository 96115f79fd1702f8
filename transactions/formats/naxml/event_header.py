"""Who, where and when of one event: what all kinds of event begin with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import RegisterClass, TimeBasis
from transactions.formats.naxml.part import Pick

if TYPE_CHECKING:
    from transactions.formats.canonical import Event, FormatContext
    from transactions.formats.naxml.extract import Extractor
    from transactions.formats.naxml.header import FileHeader
    from transactions.formats.naxml.part import Part

_PUMP_REGISTER: Final = re.compile(r"10(?!000)[0-9]{3}")
"""Passport numbers the pumps' registers from 10001."""
PUMP_CASHIER: Final = "20000"
"""Passport's cashier of sales at the pump."""


_IDENTITY: Final = Pick(
    """registerid tillid cashierid transactionid eventsequenceid
    trainingmodeflag outsidesalesflag offlineflag suspendflag"""
)
_TIMES: Final = Pick(
    """receiptdate receipttime eventenddate eventendtime eventstartdate eventstarttime
    businessdate"""
)


def read_identity(x: Extractor, element: Part, event: Event, header: FileHeader) -> None:
    flag = x.flag
    (register, till, cashier, number, sequence,
     training, outside, offline, suspended) = _IDENTITY.of(element)  # fmt: skip
    event.store_code = header.store_code
    event.vendor = header.vendor
    event.report_sequence = header.report_sequence
    event.shift_no = header.shift_no
    event.currency = header.currency
    event.register = register.text
    event.till = till.text
    event.cashier = cashier.text
    event.transaction_no = number.text
    event.event_sequence = sequence.text
    event.is_training = flag(training)
    event.is_outside = flag(outside)
    event.is_offline = flag(offline)
    event.is_suspended = flag(suspended)


def register_class(event: Event, context: FormatContext) -> RegisterClass:
    register = event.register
    if event.is_outside or event.cashier == PUMP_CASHIER:
        return RegisterClass.OUTSIDE
    if register in context.outside_registers or (
        len(register) == len(PUMP_CASHIER) and _PUMP_REGISTER.fullmatch(register)
    ):
        return RegisterClass.OUTSIDE
    return RegisterClass.INSIDE if register else RegisterClass.UNKNOWN


def read_times(x: Extractor, element: Part, event: Event, header: FileHeader) -> None:
    """Receipt time is when the customer stood there; the end of a prepay is much later."""
    paid_day, paid_clock, end_day, end_clock, day, clock, business_date = _TIMES.of(element)
    receipt = x.moment(paid_day, paid_clock)
    end = x.moment(end_day, end_clock)
    start = x.moment(day, clock)
    event.started_raw = f"{day.text} {clock.text}".strip()
    event.business_date = x.date(business_date) or header.business_date
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
