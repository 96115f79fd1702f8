"""Scores as they were worked out last; nothing is worked out here, but for exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F

from alerts.models import Score, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from django.db.models import QuerySet

_NAMED = ("store", "cashier", "person")


def scores_of(
    store_ids: Collection[int] | None,
    period: str = Span.MONTH,
    *,
    metrics: Collection[str] | None = None,
) -> QuerySet[Score]:
    """Scores over one :class:`Span` at these stores (None: all), the surest of a truly high
    rate first; those of which nothing can be said last. Narrow by ``.filter`` as you like:
    ``stands_out`` is what may be told to people."""
    rows = Score.objects.filter(span=period).select_related(*_NAMED)
    if store_ids is not None:
        rows = rows.filter(store__in=list(store_ids))
    if metrics is not None:
        rows = rows.filter(metric__in=list(metrics))
    surest = F("probability").desc(nulls_last=True)
    return rows.order_by("-stands_out", surest, "-observed", "store", "cashier", "metric")


def exported(since: date | None) -> Iterator[dict[str, Any]]:
    """For ``export scores``: worked out anew over the 13 weeks up to the last business date
    heard, or from ``since`` to it."""
    # numpy is loaded where it is needed: the worker that reads journals does without.
    from alerts.services.score_export import export_scores

    return export_scores(since)
