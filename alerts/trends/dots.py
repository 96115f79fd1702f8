"""Cashiers as dots with intervals beside the band of their peers: never a bare list of rates.

Those come first of whom it is surest that their true rate is high; who has too few sales
has no dot, and is said to have too few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format

from alerts.models import Doubt, Score, Span
from alerts.score_words import score_sentence
from alerts.scores.metrics import METRICS
from alerts.services.scores import scores_of
from alerts.trends.drawing import DOTS_WIDTH, Dot, axis, dot
from alerts.trends.figures import shown
from alerts.trends.links import href_of
from alerts.trends.totals import Sum

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from alerts.trends.choices import Choices
    from alerts.trends.totals import NowAndBefore

MOST: Final = 40
BAND: Final = (0.1, 0.9)
"""The middle four fifths of peers' own rates."""


@dataclass(frozen=True, slots=True)
class DotRow:
    name: str
    store: str
    href: str
    dot: Dot | None
    sentence: str
    figure: str
    """Of the period on the page."""
    stands_out: bool
    rising: str
    behind: str


@dataclass(frozen=True, slots=True)
class Dots:
    rows: list[DotRow]
    most: float
    one: float
    two: float
    band: Dot | None
    since: str
    until: str
    left_out: int
    width: int = DOTS_WIDTH


def dots_of(choices: Choices, found: Mapping[int | None, NowAndBefore]) -> Dots:
    scores = scores_of(choices.store_ids, Span.MONTH, metrics=[choices.metric])
    if choices.cashier is not None:
        scores = scores.filter(cashier=choices.cashier)
    rows = list(scores[: MOST * 50])
    rates = [row.rate for row in rows if row.rate is not None]
    most = axis([row.high for row in rows[:MOST] if row.high is not None])
    first = rows[0] if rows else None
    rising = _rising(rows[:MOST])
    return Dots(
        rows=[_row(choices, row, found, most, rising.get(row.cashier_id)) for row in rows[:MOST]],
        most=most,
        one=dot(1, 1, 1, most).at,
        two=dot(2, 2, 2, most).at,
        band=_band(rates, most),
        since=date_format(first.since, "j M") if first else "",
        until=date_format(first.until, "j M Y") if first else "",
        left_out=max(0, len(rows) - MOST),
    )


def who(score: Score) -> str:
    """The person, or the number as people say it."""
    return score.person.name if score.person else score.cashier.said


def cashier_href(score: Score) -> str:
    words = {"what": score.metric, **({"person": score.person_id} if score.person_id else {})}
    return f"{reverse('alerts:cashier', args=[score.cashier_id])}?{urlencode(words)}"


def band_of(rates: Sequence[float]) -> tuple[float, float] | None:
    if len(rates) < 4:
        return None
    ordered = sorted(rates)
    low, high = (ordered[round(share * (len(ordered) - 1))] for share in BAND)
    return low, high


def _band(rates: Sequence[float], most: float) -> Dot | None:
    band = band_of(rates)
    return dot(band[0], 1.0, band[1], most) if band else None


def _rising(rows: Sequence[Score]) -> dict[int, date]:
    """The week from which the rate is higher than it used to be, of those of whom it is."""
    over = Score.objects.filter(
        span=Span.QUARTER,
        metric__in={row.metric for row in rows},
        cashier__in={row.cashier_id for row in rows},
        risen_since__isnull=False,
    )
    return dict(over.values_list(F("cashier_id"), "risen_since"))


def _row(
    choices: Choices,
    score: Score,
    found: Mapping[int | None, NowAndBefore],
    most: float,
    rising: date | None,
) -> DotRow:
    both = found.get(score.cashier_id)
    return DotRow(
        name=who(score),
        store=score.store.name or score.store.code,
        href=cashier_href(score),
        dot=_dot(score, most),
        sentence=score_sentence(score),
        figure=shown(both.now if both else Sum(), choices.show),
        stands_out=score.stands_out,
        rising=date_format(rising, "j M") if rising else "",
        behind=behind(score) if score.observed else "",
    )


def _dot(score: Score, most: float) -> Dot | None:
    if score.doubt != Doubt.NONE or score.low is None or score.high is None or score.rate is None:
        return None
    return dot(score.low, score.rate, score.high, most)


def behind(score: Score) -> str:
    """The events that the score counted; of a person with several numbers, of the last."""
    return href_of(
        measure=METRICS[score.metric],
        since=score.since,
        until=score.until,
        store=score.store.code,
        cashier=score.cashier.code,
    )
