"""What the picture of four weeks shows, as figures and as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext

from alerts.summaries import merged, phrases
from alerts.summaries.letter import Line, Section

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Band:
    """What is usual, or what others had."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars day by day, the last one is told of; ``usual`` is a band behind them. A bar that
    is None was not heard. ``words``: the labels of bars by place."""

    bars: tuple[int | None, ...]
    usual: Band | None
    labels: Mapping[int, str]


def picture_of(facts: Mapping[str, Any]) -> Picture | None:
    """None where too few days are known to draw anything."""
    bars, usual = _drawn(facts)
    if sum(bar is not None for bar in bars) < FEWEST_DAYS:
        return None
    day = date.fromisoformat(facts["day"])
    dates = [day - timedelta(days=back) for back in range(len(bars) - 1, -1, -1)]
    labels = {
        place: phrases.short_day(of)
        for place, of in enumerate(dates)
        if (len(bars) - 1 - place) % 7 == 0
    }
    return Picture(tuple(bars), usual, labels)


def _drawn(facts: Mapping[str, Any]) -> tuple[list[int | None], Band | None]:
    """A week's facts say what is drawn; a day's are added up."""
    if "picture" in facts:
        kept = facts["picture"]
        known = kept["high"] is not None
        return list(kept["bars"]), Band(kept["low"], kept["high"]) if known else None
    stores = facts["stores"]
    if not stores:
        return [], None
    normal = phrases.normal_in(merged.total(stores))
    return merged.days(stores), Band(normal.low, normal.high) if normal else None


def section(facts: Mapping[str, Any]) -> Section | None:
    picture = picture_of(facts)
    if picture is None:
        return None
    heading = gettext("Flagged each day, last four weeks")
    return Section("chart", heading, (Line(in_words(facts, picture)),), is_picture=True)


def in_words(facts: Mapping[str, Any], picture: Picture) -> str:
    """What one would read off the picture."""
    known = [bar for bar in picture.bars[:-1] if bar is not None]
    words = {
        "last": picture.bars[-1] if picture.bars[-1] is not None else gettext("not known"),
        "low": min(known),
        "high": max(known),
        "mean": f"{sum(known) / len(known):.0f}",
    }
    said = (
        gettext(
            "Last day %(last)s; in the four weeks before %(low)s to %(high)s a day, %(mean)s on "
            "average."
        )
        % words
    )
    usual = phrases.usual(phrases.normal_in(merged.total(facts["stores"])))
    same = gettext("On this weekday %(usual)s.") % {"usual": usual} if usual else ""
    return f"{said} {same}".strip()
