"""One cashier's page: every metric against peers, its weeks, the alerts, the transactions.

Of a person with several numbers at the store all numbers count as one, as scores do; what the
person did at another store is on the page of the number there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from alerts.models import Alert, AlertState, Doubt, Score, Span
from alerts.score_words import metric_name, score_sentence
from alerts.trends.dots import behind
from alerts.trends.drawing import DOTS_WIDTH, Dot, axis, dot
from alerts.trends.figures import whole
from alerts.trends.weeks import Weeks, weeks_of
from transactions.models import Review
from transactions.selectors import reasons
from transactions.selectors.wording import full_time, money, short_time

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.trends.whose import Whose

MOST: Final = 20


@dataclass(frozen=True, slots=True)
class MetricRow:
    name: str
    sentence: str
    dot: Dot | None
    stands_out: bool
    rising: str
    behind: str
    weeks: Weeks | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ListRow:
    """An alert or a flagged transaction."""

    title: str
    more: str
    time: str
    when: str
    href: str


@dataclass(frozen=True, slots=True)
class CashierPage:
    name: str
    numbers: str
    store: str
    sales: str
    span: str
    metrics: list[MetricRow]
    one: float
    two: float
    alerts: list[ListRow]
    items: list[ListRow]
    width: int = DOTS_WIDTH


def cashier_page(about: Whose, chosen: str) -> CashierPage:
    month = {score.metric: score for score in about.scores(Span.MONTH)}
    quarter = {score.metric: score for score in about.scores(Span.QUARTER)}
    most = axis([score.high for score in month.values() if score.high is not None])
    first = next(iter(month.values()), None)
    return CashierPage(
        name=about.name,
        numbers=", ".join(sorted({number.code for number, _since, _until in about.held})),
        store=about.cashier.store.name or about.cashier.store.code,
        sales=whole(first.sales) if first else "",
        span=_span(first) if first else "",
        metrics=[
            _metric(score, quarter.get(score.metric), most, is_chosen=score.metric == chosen)
            for score in sorted(month.values(), key=_surest_first)
        ],
        one=dot(1, 1, 1, most).at,
        two=dot(2, 2, 2, most).at,
        alerts=_alerts(about),
        items=_items(about),
    )


def _surest_first(score: Score) -> tuple[float, str]:
    return (-(score.probability or 0.0), score.metric)


def _span(score: Score) -> str:
    words = {"since": date_format(score.since, "j M"), "until": date_format(score.until, "j M Y")}
    return gettext("%(since)s to %(until)s") % words


def _metric(score: Score, quarter: Score | None, most: float, *, is_chosen: bool) -> MetricRow:
    rising = quarter.risen_since if quarter else None
    return MetricRow(
        name=metric_name(score.metric),
        sentence=score_sentence(score),
        dot=_dot(score, most),
        stands_out=score.stands_out,
        rising=date_format(rising, "j M") if rising else "",
        behind=behind(score) if score.observed else "",
        weeks=weeks_of(quarter) if quarter else None,
        is_chosen=is_chosen,
    )


def _dot(score: Score, most: float) -> Dot | None:
    if score.doubt != Doubt.NONE or score.rate is None:
        return None
    return dot(score.low or 0.0, score.rate, score.high or most, most)


def _alerts(about: Whose) -> list[ListRow]:
    """What rules found about them, those apart that run silently or were withdrawn."""
    rows = Alert.objects.filter(about.rows("cashier", "started_at__date"))
    rows = rows.exclude(state=AlertState.WITHDRAWN).exclude(quiet_because="silent")
    return [
        ListRow(
            title=alert.rule.name,
            more=str(alert.get_severity_display()),
            href=reverse("alerts:alert", args=[alert.pk]),
            **_times(about, alert.started_at),
        )
        for alert in rows.select_related("rule").order_by("-started_at")[:MOST]
    ]


def _items(about: Whose) -> list[ListRow]:
    where = about.rows("transaction__cashier", "transaction__business_date")
    rows = Review.objects.filter(where, store=about.cashier.store_id)
    return [
        ListRow(
            title=f"{reasons.label(row.primary_flag)} {money(row.transaction.amount)}".strip(),
            more=str(row.get_status_display()),
            href=reverse("review:transaction", args=[row.pk]),
            **_times(about, row.occurred_at),
        )
        for row in rows.select_related("transaction").order_by("-occurred_at")[:MOST]
    ]


def _times(about: Whose, at: datetime) -> dict[str, str]:
    zone = about.cashier.store.zone
    today = timezone.now().astimezone(zone).date()
    return {"time": short_time(at, zone, today), "when": full_time(at, zone)}
