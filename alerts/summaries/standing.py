"""Cashiers that stand out among their peers in a week, as facts and in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from alerts.models import Score, Span
from alerts.score_words import score_sentence
from alerts.services.scores import scores_of
from alerts.summaries.counting import names_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

MOST: Final = 7
OLDEST: Final = timedelta(days=3)
"""Scores end with the last business date heard, which need not be the last of the week."""
_KEPT: Final = ("metric", "sales", "observed", "expected", "doubt", "probability")


def cashiers(store_ids: Collection[int], day: date) -> list[dict[str, Any]]:
    """Of the week to ``day``, the surest first; at most a tenth of them by chance alone."""
    rows = scores_of(store_ids, Span.WEEK).filter(
        stands_out=True, until__range=(day - OLDEST, day + OLDEST)
    )[:MOST]
    found = list(rows)
    names = names_of({row.cashier_id: row.cashier for row in found}, day)
    return [_fact(row, names) for row in found]


def _fact(row: Score, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "id": row.cashier_id,
        "code": row.cashier.code,
        "name": row.person.name if row.person else names.get(row.cashier_id, ""),
        "store": {"id": row.store_id, "code": row.store.code, "name": row.store.name},
        "score": {name: getattr(row, name) for name in _KEPT},
    }


def sentence(fact: Mapping[str, Any]) -> str:
    """``9 refunds in 1,140 sales; peers on the same shifts expect 2.1; …``"""
    return score_sentence(Score(**fact["score"]))
