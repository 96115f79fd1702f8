"""Scores for ``export scores``: worked out anew, so that they are never older than the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alerts.score_words import score_sentence
from alerts.scores.metrics import WEEKS
from alerts.services.score import last_day, usual_window, work_out
from alerts.services.score_rows import Window
from stores.models import Cashier, Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from alerts.models import Score


def export_scores(since: date | None) -> Iterator[dict[str, Any]]:
    """JSON-ready, the surest first."""
    until = last_day()
    if until is None or (since is not None and since > until):
        return
    window, spans = usual_window(until), {"quarter": WEEKS}
    if since is not None:
        window, spans = Window(since, until, (until - since).days + 1), {"since": 1}
    rows = sorted(work_out(window, spans), key=_surest_first)
    cashiers = Cashier.objects.select_related("store").in_bulk({row.cashier_id for row in rows})
    people = Person.objects.in_bulk({row.person_id for row in rows if row.person_id})
    for row in rows:
        row.cashier = cashiers[row.cashier_id]
        row.person = people[row.person_id] if row.person_id else None
        yield _exported(row)


def _surest_first(row: Score) -> tuple[bool, float, float, int, str]:
    certain = row.probability if row.probability is not None else -1.0
    return (not row.stands_out, -certain, -row.observed, row.cashier_id, row.metric)


def _exported(row: Score) -> dict[str, Any]:
    return {
        "store": row.cashier.store.code,
        "cashier": row.cashier.code,
        "person": row.person.name if row.person else None,
        "metric": row.metric,
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
        "sales": row.sales,
        "observed": row.observed,
        "expected": round(row.expected, 3),
        "rate": row.rate,
        "interval": None if row.low is None else [row.low, row.high],
        "probability": row.probability,
        "p_value": row.p_value,
        "z": row.z,
        "stands_out": row.stands_out,
        "risen_since": row.risen_since.isoformat() if row.risen_since else None,
        "doubt": row.doubt or None,
        "sentence": score_sentence(row),
    }
