"""Details of a miscellaneous summary, added up to one control total per metric.

A report gives a figure per tender and often a total beside its parts; what comes out has
each metric once per register, cashier and till.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from transactions.formats.canonical import ControlTotal, PeriodScope
from transactions.formats.naxml.extract import text_of
from transactions.formats.naxml_movement.names import (
    AMOUNTS_ONLY,
    is_known,
    metric_of,
    preference,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from transactions.formats.canonical import Metric
    from transactions.formats.naxml.extract import Extractor
    from transactions.formats.naxml.part import Part
    from transactions.formats.naxml_movement.period import Period

MAX_FIGURES: Final = 20_000
"""Distinct figures of one report; a shift's has some dozens per register."""
SOURCE: Final = "msm"
_WHO: Final = frozenset({"registerid", "cashierid", "tillid"})


@dataclass(slots=True)
class _Sum:
    count: Decimal | None = None
    amount: Decimal | None = None
    names: dict[str, None] = field(default_factory=dict)

    def add(self, name: str, count: Decimal | None, amount: Decimal | None) -> None:
        self.names[name] = None
        self.count = _plus(self.count, count)
        self.amount = _plus(self.amount, amount)


class _Codes(NamedTuple):
    """As written."""

    code: str
    sub_code: str


class Summary:
    """Collects the details of one report; :attr:`totals` once all were read."""

    def __init__(self) -> None:
        self._sums: dict[tuple[Period, Metric], dict[int, _Sum]] = {}
        self._figures = 0

    @property
    def totals(self) -> list[ControlTotal]:
        return [
            _total(period, metric, [sums[rank] for rank in sorted(sums)])
            for (period, metric), sums in self._sums.items()
        ]

    def add(self, x: Extractor, detail: Part, period: Period) -> None:
        """One MSMDetail, whose own register, cashier and till win over the report's."""
        codes = _codes(x, detail)
        code, sub_code = codes.code.lower(), codes.sub_code.lower()
        metric = metric_of(code, sub_code)
        if metric is None:
            if not is_known(code):
                x.unknown_elements["/".join(filter(None, codes))[:60]] += 1
            return
        if self._figures >= MAX_FIGURES:
            x.problems_left_out += 1
            return
        self._figures += 1
        named = _narrowed(x, detail, period)
        rank = preference(metric, code, sub_code)
        sums = self._sums.setdefault((named, metric), {})
        for tender, count, amount in _figures(x, detail):
            name = "/".join(filter(None, codes)) or f"tender/{tender}".rstrip("/")
            if metric in AMOUNTS_ONLY:
                count = None
            elif code == "statistics" and count and not amount:
                amount = None
            sums.setdefault(rank, _Sum()).add(name, count, amount)


def _codes(x: Extractor, detail: Part) -> _Codes:
    found: dict[str, str] = {}
    for element in detail.iter():
        name = element.name
        if name.startswith("miscellaneoussummary") and name.endswith("code"):
            found.setdefault(name, text_of(element))
    return _Codes(
        found.get("miscellaneoussummarycode", ""), found.get("miscellaneoussummarysubcode", "")
    )


def _narrowed(x: Extractor, detail: Part, period: Period) -> Period:
    """In capitals for pumps, whose details follow behind the closed report."""
    found = {}
    for element in detail.iter():
        name = element.name
        if name in _WHO and (text := text_of(element)):
            found[name] = text
    if not found:
        return period
    return replace(
        period,
        register=found.get("registerid", period.register),
        cashier=found.get("cashierid", period.cashier),
        till=found.get("tillid", period.till),
    )


def _figures(x: Extractor, detail: Part) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    """(tender code, count, amount) per MSMSalesTotals; a count of gallons is no count."""
    for totals in detail.iter():
        if totals.name != "msmsalestotals":
            continue
        fields = {below.name: below for below in totals.iter()}
        count = x.amount(fields.get("miscellaneoussummarycount"))
        amount = x.amount(fields.get("miscellaneoussummaryamount"))
        whole = count is not None and count == count.to_integral_value()
        yield text_of(fields.get("tendercode")), count if whole else None, amount


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other


def _total(period: Period, metric: Metric, accounts: list[_Sum]) -> ControlTotal:
    """The preferred account, with a figure of the next where it has none."""
    counts = [each.count for each in accounts if each.count is not None]
    amounts = [each.amount for each in accounts if each.amount is not None]
    return ControlTotal(
        scope=period.scope,
        metric=metric,
        count=counts[0] if counts else None,
        amount=amounts[0] if amounts else None,
        business_date=period.business_date,
        register=period.register,
        cashier=period.cashier,
        till=period.till,
        shift_no=period.sequence if period.scope is PeriodScope.SHIFT else "",
        begins_local=period.begins,
        ends_local=period.ends,
        source=SOURCE,
        raw_name="+".join(accounts[0].names)[:200],
    )
