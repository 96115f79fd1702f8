"""A cashier's weeks: intervals of the true rate beside the peers', which are at 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext

from alerts.score_words import counted, few
from alerts.trends.drawing import MOST_RATE
from alerts.trends.links import href_of, measure_of

if TYPE_CHECKING:
    from alerts.models import Score

WIDTH, HEIGHT = 390, 96
_MARGIN: Final = 6


@dataclass(frozen=True, slots=True)
class Week:
    x: float
    top: float
    bottom: float
    dot: float
    title: str
    name: str
    observed: int
    expected: str
    href: str


@dataclass(frozen=True, slots=True)
class Weeks:
    weeks: list[Week]
    one: float
    two: float
    width: int = WIDTH
    height: int = HEIGHT


def weeks_of(score: Score) -> Weeks | None:
    """None where there were too few sales to say."""
    if not score.weeks:
        return None
    most = min(MOST_RATE, max(3.0, *(week[3] for week in score.weeks)))

    def y(rate: float) -> float:
        return round(float(HEIGHT - _MARGIN - (HEIGHT - 2 * _MARGIN) * min(rate, most) / most), 2)

    slot = WIDTH / len(score.weeks)
    first = score.until - timedelta(days=7 * len(score.weeks) - 1)
    weeks = []
    for place, (observed, expected, low, high) in enumerate(score.weeks):
        start = first + timedelta(days=7 * place)
        weeks.append(
            Week(
                x=round(slot * (place + 0.5), 2),
                top=y(high),
                bottom=y(low),
                dot=y((low + high) / 2),
                title=_title(score, start, int(observed), expected),
                name=date_format(start, "j M"),
                observed=int(observed),
                expected=few(expected),
                href=_href(score, start) if observed else "",
            )
        )
    return Weeks(weeks, y(1.0), y(2.0))


def _title(score: Score, start: date, observed: int, expected: float) -> str:
    words = {
        "day": date_format(start, "j M"),
        "counted": counted(score.metric, observed),
        "expected": few(expected),
    }
    return gettext("7 days from %(day)s: %(counted)s, peers %(expected)s") % words


def _href(score: Score, start: date) -> str:
    return href_of(
        measure=measure_of(score.metric),
        since=start,
        until=start + timedelta(days=6),
        store=score.store.code,
        cashier=score.cashier.code,
    )
