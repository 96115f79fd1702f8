"""What a register counted itself, as it wrote it among its events.

Bulloch puts Statistics into the extension of the event that closes a shift; a count of
what no single event shows (drawer opened by key) is worth the most. Others write the cash
in the drawer when a register is opened or closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import ControlTotal, Metric, PeriodScope
from transactions.formats.naxml.extensions import STATISTICS
from transactions.formats.naxml.extract import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from transactions.formats.canonical import Event
    from transactions.formats.naxml.extract import Extractor
    from transactions.formats.naxml.header import FileHeader
    from transactions.formats.naxml.part import Part

MAX_TOTALS: Final = 10_000
"""Of one file; a chain's busiest day has some hundreds."""

# Clear keys are left out: they wipe digits before an item is rung, not a line.
_METRICS: Final = {
    "customercount": Metric.TRANSACTIONS,
    "numberoftransactions": Metric.TRANSACTIONS,
    "numberofcashdraweropens": Metric.DRAWER_OPENS,
    "drawermanuallyopened": Metric.DRAWER_OPENED_BY_KEY,
    "numberofvoidtransactions": Metric.VOIDS,
    "numberofundokeyshit": Metric.CORRECTIONS,
    "numberofnosales": Metric.NO_SALES,
    "numberofrefunds": Metric.REFUNDS,
    "numberofrefundtransactions": Metric.REFUNDS,
    "numberofsafedrops": Metric.SAFE_DROPS,
    "numberofpayouts": Metric.PAID_OUTS,
    "numberofdriveoffs": Metric.DRIVE_OFFS,
}


_BALANCES: Final = {"open": Metric.OPENING_BALANCE, "close": Metric.CLOSING_BALANCE}
_CASH: Final = "cashindrawer"


def read_statistics(
    x: Extractor, element: Part, event: Event, header: FileHeader
) -> Iterator[ControlTotal]:
    """A total per figure below ``element`` that this product counts as well.

    The event's cashier, register and till are who is counted; the file's report period is
    the span. Figures that are no plain number are problems of the event.
    """
    for part in element.iter():
        if part.name == STATISTICS:
            yield from _counts(x, part, event, header)
        elif metric := _BALANCES.get(part.attributes.get("detailType", "").lower()):
            cash = part.fields.get(_CASH)
            amount = x.amount(cash)
            if cash is not None and amount is not None:
                yield _total(x, metric, cash, event, header, amount=amount)


def _counts(
    x: Extractor, statistics: Part, event: Event, header: FileHeader
) -> Iterator[ControlTotal]:
    for figure in statistics.parts:
        metric = _METRICS.get(figure.name)
        if metric is None:
            continue
        count = x.amount(figure)
        if count is not None:
            yield _total(x, metric, figure, event, header, count=count)
        elif text_of(figure):
            x.report_value("bad_number", figure, text_of(figure))
            x.decimals.bad.clear()


def _total(
    x: Extractor,
    metric: Metric,
    figure: Part,
    event: Event,
    header: FileHeader,
    *,
    count: Decimal | None = None,
    amount: Decimal | None = None,
) -> ControlTotal:
    return ControlTotal(
        scope=PeriodScope.SHIFT,
        metric=metric,
        count=count,
        amount=amount,
        business_date=event.business_date,
        register=event.register,
        cashier=event.cashier,
        till=event.till,
        shift_no=event.shift_no,
        begins_local=header.period_begins,
        ends_local=header.period_ends or event.occurred_local,
        source="statistics",
        raw_name=x.names.spelling[figure.name],
    )
