"""Which period a report is about, and whose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import PeriodScope
from transactions.formats.naxml.extract import text_of
from transactions.formats.naxml.header import FileHeader, read_period

if TYPE_CHECKING:
    from datetime import date, datetime

    from transactions.formats.naxml.extract import Extractor
    from transactions.formats.naxml.part import Part

_DAYS: Final = frozenset({"1", "2"})
_SHIFT: Final = "98"
_INTERVALS: Final = {
    "day": PeriodScope.DAY,
    "shift": PeriodScope.SHIFT,
    "cashier": PeriodScope.CASHIER,
    "register": PeriodScope.REGISTER,
    "till": PeriodScope.TILL,
}


@dataclass(frozen=True, slots=True)
class Period:
    """``scope`` tells the span: a shift is ``begins`` to ``ends``, anything else is the
    whole of ``business_date``. Register, cashier and till narrow it, "" where they do not."""

    scope: PeriodScope = PeriodScope.DAY
    business_date: date | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    sequence: str = ""
    register: str = ""
    cashier: str = ""
    till: str = ""


def read_movement_header(x: Extractor, element: Part) -> Period:
    fields = element.fields
    span = FileHeader()
    read_period(x, fields, span)
    primary = fields.get("primaryreportperiod")
    return Period(
        scope=_scope(primary),
        business_date=x.date(fields.get("businessdate")),
        begins=span.period_begins,
        ends=span.period_ends,
        sequence=text_of(fields.get("reportsequencenumber")),
    )


def _scope(primary: Part | None) -> PeriodScope:
    """Passport numbers its periods; others name the interval."""
    if primary is None:
        return PeriodScope.DAY
    if named := _INTERVALS.get(primary.attributes.get("interval", "").lower()):
        return named
    text = text_of(primary)
    if text in _DAYS:
        return PeriodScope.DAY
    return PeriodScope.SHIFT if text == _SHIFT else _INTERVALS.get(text.lower(), PeriodScope.DAY)


def read_sales_header(x: Extractor, element: Part, period: Period) -> Period:
    """The period narrowed to the register, cashier and till that are named."""
    fields = element.fields
    return replace(
        period,
        register=text_of(fields.get("registerid")),
        cashier=text_of(fields.get("cashierid")),
        till=text_of(fields.get("tillid")),
    )
