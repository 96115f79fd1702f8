"""Reports of sums (counts per cashier, per register, per department) as control totals.

They are no transactions: our own counts are held against them.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import ControlTotal, Metric, PeriodScope
from transactions.formats.tabular.reader_facts import RowError
from transactions.formats.tabular.roles import METRIC_ROLES, Role
from transactions.formats.tabular.values import read_amount
from transactions.formats.tabular.values_codes import code_text

if TYPE_CHECKING:
    from datetime import date

    from transactions.formats.tabular.cells import Row
    from transactions.formats.tabular.header_titles import Titles
    from transactions.formats.tabular.mapping import Mapping
    from transactions.formats.tabular.reader_facts import Facts

SOURCE: Final = "tabular"


class Summary:
    """Collects the control totals of one sheet. Rows that name no cashier, register, till
    or shift (a department's, say) are added up to the sheet's own period."""

    def __init__(self, mapping: Mapping, titles: Titles) -> None:
        self._mapping, self._titles = mapping, titles
        self._columns = [
            (index, role) for index, role in enumerate(mapping.columns) if role in METRIC_ROLES
        ]
        self._sums: dict[tuple[date | None, str], Decimal] = {}

    def totals_of(self, facts: Facts) -> list[ControlTotal]:
        """The figures of a row. Raises :class:`RowError` for one that is no number."""
        figures = self._figures(facts.row)
        scope = _scope(facts)
        day = facts.business_date or (facts.when.day if facts.when else None)
        if scope is PeriodScope.DAY:
            for role, value in figures.items():
                key = (day, role)
                self._sums[key] = self._sums.get(key, Decimal(0)) + value
            return []
        return [self._total(scope, day, facts, metric, figures) for metric in _metrics(figures)]

    def finish(self) -> list[ControlTotal]:
        """The sums over rows that named nobody."""
        days: dict[date | None, dict[str, Decimal]] = {}
        for (day, role), value in self._sums.items():
            days.setdefault(day, {})[role] = value
        return [
            self._total(PeriodScope.DAY, day, None, metric, figures)
            for day, figures in days.items()
            for metric in _metrics(figures)
        ]

    def _figures(self, row: Row) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for index, role in self._columns:
            if index >= len(row.cells):
                continue
            try:
                number = read_amount(row.cells[index], self._mapping.mark_of(index))
            except ValueError as error:
                header = self._mapping.headers[index]
                raise RowError("bad_number", header, code_text(row.cells[index])) from error
            if number is not None:
                found[role] = found.get(role, Decimal(0)) + number
        return found

    def _total(
        self,
        scope: PeriodScope,
        day: date | None,
        facts: Facts | None,
        metric: Metric,
        figures: dict[str, Decimal],
    ) -> ControlTotal:
        titles = self._titles
        return ControlTotal(
            scope=scope,
            metric=metric,
            count=figures.get(f"{metric}.count"),
            amount=figures.get(f"{metric}.amount"),
            business_date=day or titles.single_day,
            register=facts.text(Role.REGISTER) if facts else "",
            cashier=facts.text(Role.CASHIER_ID, Role.CASHIER, Role.CASHIER_NAME) if facts else "",
            till=facts.text(Role.TILL) if facts else "",
            shift_no=facts.text(Role.SHIFT) if facts else "",
            begins_local=_start(day or titles.first_day),
            ends_local=_start(day or titles.last_day, timedelta(days=1)),
            source=SOURCE,
            raw_name=self._names(metric),
        )

    def _names(self, metric: Metric) -> str:
        mapping = self._mapping
        return ", ".join(
            mapping.headers[index] for index, role in self._columns if role.startswith(f"{metric}.")
        )


def _scope(facts: Facts) -> PeriodScope:
    if facts.text(Role.CASHIER_ID, Role.CASHIER, Role.CASHIER_NAME):
        return PeriodScope.CASHIER
    if facts.text(Role.REGISTER):
        return PeriodScope.REGISTER
    if facts.text(Role.TILL):
        return PeriodScope.TILL
    return PeriodScope.SHIFT if facts.text(Role.SHIFT) else PeriodScope.DAY


def _metrics(figures: dict[str, Decimal]) -> list[Metric]:
    return list(dict.fromkeys(Metric(role.rpartition(".")[0]) for role in figures))


def _start(day: date | None, after: timedelta = timedelta(0)) -> datetime | None:
    return datetime.combine(day, time()) + after if day else None
