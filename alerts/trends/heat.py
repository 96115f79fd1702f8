"""Hours of the week: which of them have more than their sales explain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext

from alerts.trends.drawing import level
from alerts.trends.figures import rate, whole
from alerts.trends.links import href_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alerts.trends.choices import Choices
    from alerts.trends.totals import Cell

FEW_SALES: Final = 20
"""An hour with fewer sales has no rate worth a shade: its number is shaded as if so many."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    level: int
    figure: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Heat:
    hours: list[str]
    days: list[tuple[str, str, list[HeatCell]]]
    """Short name, name and 24 cells."""


def heat_of(choices: Choices, found: Mapping[tuple[int, int], Cell]) -> Heat:
    most = max((_strength(choices, cell) for cell in found.values()), default=0.0)
    days = [
        (
            str(WEEKDAYS_ABBR[day]),
            str(WEEKDAYS[day]),
            [_cell(choices, day, hour, found.get((day, hour)), most) for hour in range(24)],
        )
        for day in range(7)
    ]
    return Heat([f"{hour:02}" for hour in range(24)], days)


def _strength(choices: Choices, cell: Cell) -> float:
    if choices.show == "rate":
        return 1000 * cell.count / max(cell.sales, FEW_SALES)
    return float(cell.count)


def _cell(choices: Choices, day: int, hour: int, cell: Cell | None, most: float) -> HeatCell:
    if cell is None or not cell.count:
        return HeatCell(0, "", "", "")
    words = {
        "day": WEEKDAYS[day],
        "hour": f"{hour:02}:00",
        "count": whole(cell.count),
        "sales": whole(cell.sales),
        "rate": rate(cell.rate),
    }
    title = gettext("%(day)s %(hour)s: %(count)s in %(sales)s sales, %(rate)s per 1,000") % words
    if cell.first != cell.last:
        title += ". " + gettext("Opens this hour of every day from the first to the last of them.")
    return HeatCell(
        level=level(_strength(choices, cell), most),
        figure=whole(cell.count),
        title=title,
        href=_href(choices, hour, cell),
    )


def _href(choices: Choices, hour: int, cell: Cell) -> str:
    return href_of(
        measure=choices.measure,
        since=cell.first or choices.period.start,
        until=cell.last or choices.period.end,
        store=choices.store.code if choices.store else "",
        register=choices.register.code if choices.register else "",
        cashier=choices.cashier.code if choices.cashier else "",
        hour=hour,
    )
