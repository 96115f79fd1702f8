"""Every cashier's standing worked out anew, for the whole chain at once.

Whatever is read is read in the caller's transaction, and what comes out depends on nothing
else: not on the order in which events came, nor on what was worked out before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Max
from django.utils import timezone

from alerts.models import Doubt, Score
from alerts.scores.change import risen_since, usual_level
from alerts.scores.expected import as_the_weeks_were, expected_of
from alerts.scores.metrics import ENOUGH_PEERS, ENOUGH_SALES, METRICS, SALES, SPANS, WEEKS
from alerts.scores.standing import Standing, discovered, interval, standing
from alerts.services.score_rows import Window, chain_cells, store_counts, stores_heard
from transactions.models import HourlyTotal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counted:
    """Of all cashiers of the chain: who, and (cashier, metric, week) arrays, the latest week
    first; ``sales`` is (cashier, week)."""

    window: Window
    who: list[tuple[int, int, int]]
    """Store, person or 0, cashier."""
    observed: Array
    expected: Array
    sales: Array


@dataclass(frozen=True, slots=True)
class Judged:
    """One metric over one span: index of the cashiers with enough sales, and their standing."""

    span: str
    metric: int
    enough: NDArray[np.int64]
    standing: Standing


def last_day() -> date | None:
    """The last business date heard; dates of a clock that runs years ahead are no news."""
    near = timezone.now().date() + timedelta(days=1)
    rows = HourlyTotal.objects.filter(measure=SALES, business_date__lte=near)
    found = rows.aggregate(last=Max("business_date"))["last"]
    return found if isinstance(found, date) else None


def usual_window(until: date) -> Window:
    return Window(until - timedelta(days=7 * WEEKS - 1), until, 7)


def work_out(window: Window, spans: Mapping[str, int]) -> Iterator[Score]:
    """Unsaved scores: those with something counted or something to be expected."""
    counted = count(window)
    if counted is None:
        return
    for span, weeks in spans.items():
        judged = [
            found
            for metric in range(len(METRICS))
            if (found := judge(counted, span, weeks, metric)) is not None
        ]
        stands = _stands_out(judged)
        for each, is_beyond in zip(judged, stands, strict=True):
            yield from _rows(counted, each, weeks, is_beyond)


def count(window: Window) -> Counted | None:
    cells = chain_cells(window)
    who: list[tuple[int, int, int]] = []
    observed, expected, sales = [], [], []
    for store_id in stores_heard(window):
        counts = store_counts(store_id, window)
        if counts is None:
            continue
        who += [(store_id, *each) for each in counts.who]
        observed.append(counts.observed)
        sales.append(counts.weeks[..., 0].sum(axis=(2, 3)))
        for weeks, events in zip(counts.weeks, counts.events, strict=True):
            own = weeks.sum(axis=0)
            expected.append(expected_of(cells.sales, cells.events, own, events, weeks))
    if not who:
        return None
    seen, hoped = np.concatenate(observed), np.stack(expected)
    return Counted(window, who, seen, as_the_weeks_were(seen, hoped), np.concatenate(sales))


def judge(counted: Counted, span: str, weeks: int, metric: int) -> Judged | None:
    """None where nobody had such an event."""
    seen = counted.observed[:, metric, :weeks].sum(axis=1)
    if not seen.any():
        return None
    enough = np.flatnonzero(counted.sales[:, :weeks].sum(axis=1) >= ENOUGH_SALES)
    if len(enough) <= ENOUGH_PEERS:
        enough = enough[:0]
    hoped = counted.expected[:, metric, :weeks].sum(axis=1)
    return Judged(span, metric, enough, standing(seen[enough], hoped[enough]))


def _stands_out(judged: list[Judged]) -> list[NDArray[np.bool_]]:
    """Over everybody and everything scored in one span together."""
    if not judged:
        return []
    found = discovered(np.concatenate([each.standing.p for each in judged]))
    return list(np.split(found, np.cumsum([len(each.enough) for each in judged])[:-1]))


def _rows(
    counted: Counted, judged: Judged, weeks: int, stands: NDArray[np.bool_]
) -> Iterator[Score]:
    seen = counted.observed[:, judged.metric, :weeks].sum(axis=1)
    hoped = counted.expected[:, judged.metric, :weeks].sum(axis=1)
    sales = counted.sales[:, :weeks].sum(axis=1)
    place = {int(index): at for at, index in enumerate(judged.enough)}
    history = _history(counted, judged) if judged.span == "quarter" else None
    for index in np.flatnonzero((seen > 0) | (hoped >= 1)):
        score = _plain(counted, judged, int(index), weeks)
        score.observed, score.expected = int(seen[index]), float(hoped[index])
        score.sales = int(sales[index])
        at = place.get(int(index))
        if at is None:
            few = sales[index] < ENOUGH_SALES
            score.doubt = Doubt.FEW_SALES if few else Doubt.FEW_PEERS
        else:
            _put(score, judged.standing, at, bool(stands[at]))
            if history is not None:
                score.weeks, score.risen_since = history.of(at)
        yield score


def _plain(counted: Counted, judged: Judged, index: int, weeks: int) -> Score:
    window = counted.window
    store, person, cashier = counted.who[index]
    first = window.until - timedelta(days=window.bucket * weeks - 1)
    return Score(
        store_id=store,
        cashier_id=cashier,
        person_id=person or None,
        metric=list(METRICS)[judged.metric],
        span=judged.span,
        since=max(first, window.since),
        until=window.until,
    )


def _put(score: Score, found: Standing, at: int, stands_out: bool) -> None:
    score.rate, score.z = float(found.rate[at]), float(found.z[at])
    score.low, score.high = float(found.low[at]), float(found.high[at])
    score.probability, score.p_value = float(found.probability[at]), float(found.p[at])
    score.stands_out = stands_out


@dataclass(frozen=True, slots=True)
class _History:
    """Week by week, the oldest first."""

    until: date
    seen: Array
    hoped: Array
    usual: Array
    low: Array
    high: Array

    def of(self, at: int) -> tuple[list[list[float]], date | None]:
        columns = (self.seen[at], self.hoped[at], self.low[at], self.high[at])
        weeks = [[round(float(each), 3) for each in row] for row in zip(*columns, strict=True)]
        week = risen_since(self.seen[at].tolist(), (self.hoped[at] * self.usual[at]).tolist())
        if week is None:
            return weeks, None
        return weeks, self.until - timedelta(days=7 * (self.seen.shape[1] - week) - 1)


def _history(counted: Counted, judged: Judged) -> _History:
    seen = counted.observed[judged.enough, judged.metric, ::-1]
    hoped = counted.expected[judged.enough, judged.metric, ::-1]
    low, high = interval(judged.standing.prior, seen, hoped)
    return _History(counted.window.until, seen, hoped, usual_level(seen, hoped), low, high)


def save_scores(until: date | None) -> int:
    """Every span, in place of what was there, in the caller's transaction."""
    Score.objects.all().delete()
    if until is None:
        return 0
    rows = work_out(usual_window(until), SPANS)
    return len(Score.objects.bulk_create(rows, batch_size=2000))
