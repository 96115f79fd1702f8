"""Missing transaction numbers of a store, per counter, over a range of business dates.

A number is known whatever account tells of it, but only journals (and pushed events) say
how far a counter went: a report that lists voids alone skips every sale.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from transactions.formats.canonical import SourceRank
from transactions.health.counters import (
    MOVES,
    OUTSIDE,
    Gap,
    Restart,
    Span,
    Step,
    gaps_of,
    without_explained,
)
from transactions.models import GapExplanation, Transaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stores.models import Store

DAYS, DAYS_OF_BUSY_STORE = 14, 3
BUSY = 5000
"""Events in two days: a store that rings more is looked at in shorter spans."""
ONE_DAY = timedelta(days=1)
MOST = 500
"""Steps that are looked at: a store with more has another problem than missing numbers."""

# Numbers of the neighbouring days are there because events around the day's end stand on
# either side of it. A day's first number follows the last of the day before it.
_NUMBERS = """
    numbers AS MATERIALIZED (
        SELECT t.business_date AS day,
               CASE WHEN t.is_outside OR g.register_class = 'outside' THEN %(outside)s
                    ELSE coalesce(nullif(ltrim(g.code, '0'), ''), g.code, '') END AS counter,
               t.transaction_no::bigint AS number,
               bool_or(t.source_rank >= %(leading)s) AS leads
        FROM transactions_transaction t
        LEFT JOIN stores_register g ON g.id = t.register_id
        WHERE t.store_id = %(store)s
          AND t.business_date BETWEEN %(since)s - 1 AND %(until)s + 1
          AND t.transaction_no ~ '^[0-9]{1,15}$'
          AND t.transaction_no::bigint > 0
          AND t.standing <> 'withdrawn'
        GROUP BY 1, 2, 3
    )
"""
# A stray stands on another day than its neighbours, or is known from a report alone.
_STEPS = f"""
    WITH {_NUMBERS}, ranges AS (
        SELECT counter, day, count(*) AS seen,
               lag(max(number)) OVER days AS max_before, lead(min(number)) OVER days AS min_after
        FROM numbers GROUP BY counter, day WINDOW days AS (PARTITION BY counter ORDER BY day)
    ), strays AS MATERIALIZED (
        SELECT n.counter, n.day, n.number FROM numbers n JOIN ranges r USING (counter, day)
        WHERE n.number <= r.max_before OR n.number >= r.min_after OR NOT n.leads
    ), followed AS (
        SELECT counter, day, number,
               lag(day) OVER counted AS before_day, lag(number) OVER counted AS before
        FROM numbers WHERE leads
        WINDOW counted AS (PARTITION BY counter ORDER BY day, number)
    ), steps AS (
        SELECT * FROM followed
        WHERE (number > before + 1 OR number < before - 1000)
          AND day BETWEEN %(since)s AND %(until)s
        ORDER BY day DESC, counter, number LIMIT %(most)s
    )
    SELECT steps.counter, steps.day, steps.number, steps.before_day, steps.before, ranges.seen,
           coalesce(near.present, '{{}}')
    FROM steps JOIN ranges USING (counter, day) LEFT JOIN LATERAL (
        SELECT array_agg(s.number) AS present FROM strays s
        WHERE s.counter = steps.counter
          AND s.number > steps.before AND s.number < steps.number
          AND s.day BETWEEN steps.before_day - 1 AND steps.day + 1
    ) AS near ON steps.number > steps.before
    ORDER BY steps.day DESC, steps.counter, steps.number
"""


@dataclass(frozen=True, slots=True)
class Missing:
    """``open_gaps`` are what nobody explained yet; those of a day that is still open may
    close by themselves."""

    since: date
    until: date
    open_gaps: list[Gap]
    explained: list[GapExplanation]
    restarts: list[Restart]
    days_closed: frozenset[date] = field(default_factory=frozenset)

    @property
    def settled_gaps(self) -> list[Gap]:
        """Of days that are over."""
        return [gap for gap in self.open_gaps if gap.day in self.days_closed]

    def is_closed(self, day: date) -> bool:
        return day in self.days_closed


def window(store: Store, back: int = 0) -> tuple[date, date]:
    """First and last business date of the span (two weeks, of a busy store three days) that
    lies ``back`` spans before the latest. Some sites close before midnight, and are a day
    ahead of the calendar."""
    today = timezone.now().astimezone(store.zone).date()
    recent = Transaction.objects.filter(
        store=store, business_date__range=(today - ONE_DAY, today + ONE_DAY)
    )
    busy = recent.order_by()[: BUSY + 1].count() > BUSY
    length = timedelta(days=DAYS_OF_BUSY_STORE if busy else DAYS)
    until = today + ONE_DAY - back * length
    return until - length, until


def missing_numbers(store: Store, *, since: date, until: date) -> Missing:
    """Both business dates included; three statements."""
    gaps, restarts = gaps_of(_steps(store.pk, since, until))
    explained = list(
        GapExplanation.objects.filter(
            store=store, business_date__range=(since - MOVES, until + MOVES)
        )
    )
    return Missing(
        since=since,
        until=until,
        open_gaps=without_explained(gaps, [_span(each) for each in explained]),
        explained=explained,
        restarts=restarts,
        days_closed=closed_days(store, since=since, until=until),
    )


def _steps(store_id: int, since: date, until: date) -> list[Step]:
    with connection.cursor() as cursor:
        cursor.execute(
            _STEPS,
            {
                "store": store_id,
                "since": since,
                "until": until,
                "outside": OUTSIDE,
                "leading": SourceRank.PUSHED.value,
                "most": MOST,
            },
        )
        return [_step(row) for row in cursor.fetchall()]


def _step(row: Sequence[Any]) -> Step:
    counter, day, number, before_day, before, seen, present = row
    return Step(counter, day, number, before_day, before, seen, tuple(present))


def _span(each: GapExplanation) -> Span:
    return Span(each.counter, each.business_date, each.first_no, each.last_no)


_CLOSED = """
    SELECT days.day::date FROM generate_series(%(since)s::date, %(until)s::date, '1 day') days(day)
    WHERE EXISTS (SELECT 1 FROM transactions_transaction t WHERE t.store_id = %(store)s
                  AND t.business_date > days.day AND t.business_date <= %(latest)s)
       OR EXISTS (SELECT 1 FROM transactions_controlcount c WHERE c.store_id = %(store)s
                  AND c.business_date = days.day AND c.scope = 'day')
       OR EXISTS (SELECT 1 FROM transactions_transaction t
                  JOIN transactions_sourcefile f ON f.id = t.source_file_id
                  WHERE t.store_id = %(store)s AND t.business_date = days.day
                    AND f.original_name ILIKE 'CPJR%%')
"""


def closed_days(store: Store, *, since: date, until: date) -> frozenset[date]:
    """Business dates that are over: a later one has begun, or the register's report of the
    day or its consolidated journal came. Late events may still come in."""
    params: dict[str, Any] = {
        "store": store.pk,
        "since": since,
        "until": until,
        # A clock that is years ahead must not close the days before it.
        "latest": until + 2 * ONE_DAY,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLOSED, params)
        return frozenset(day for (day,) in cursor.fetchall())
