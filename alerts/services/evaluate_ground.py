"""What an evaluation looks at, found out once for all rules: which spans were touched, on
which business dates, how far each store was heard, which kinds of events occur there, and
which alerts are there already."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db import connection

from alerts.compiling import Span, merged
from alerts.compiling.events import COUNTED, ODD
from alerts.compiling.picking import SPANS
from alerts.compiling.running import columns
from alerts.compiling.shifts import FAR_FROM_ITS_DAY

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from alerts.compiling import Compiled

LONGEST: Final = timedelta(days=15)
"""No episode is longer: a rule that finds longer ones is in trouble."""
# Each span by itself, as the rules look at them: see the fence in ``picking``.
_DAYS: Final = f"""
    WITH {SPANS}, days AS (
        SELECT DISTINCT t.store_id, t.business_date FROM spans CROSS JOIN LATERAL (
            SELECT store_id, business_date FROM transactions_transaction t
            WHERE t.store_id = spans.store_id
              AND t.occurred_at BETWEEN spans.since AND spans.until OFFSET 0) AS t
    )
    SELECT t.store_id, min(t.occurred_at), max(t.occurred_at), t.business_date, t.business_date
    FROM days CROSS JOIN LATERAL (
        SELECT store_id, business_date, occurred_at FROM transactions_transaction t
        WHERE t.store_id = days.store_id AND t.business_date = days.business_date OFFSET 0) AS t
    JOIN stores_store s ON s.id = t.store_id
    WHERE abs((t.occurred_at AT TIME ZONE s.timezone)::date - t.business_date) <= {FAR_FROM_ITS_DAY}
    GROUP BY t.store_id, t.business_date
"""
_KINDS: Final = f"""
    WITH {SPANS}
    SELECT t.store_id, kind.name, min(t.occurred_at), max(t.occurred_at)
    FROM spans CROSS JOIN LATERAL (
        SELECT store_id, occurred_at, event_type, flags FROM transactions_transaction t
        WHERE t.store_id = spans.store_id AND {ODD}
          AND t.occurred_at BETWEEN spans.since - %(pad)s AND spans.until + %(pad)s OFFSET 0) AS t
    CROSS JOIN LATERAL (SELECT 'type:' || t.event_type UNION ALL
                        SELECT 'flag:' || flag FROM unnest(t.flags) AS flag) AS kind(name)
    GROUP BY 1, 2
"""
_ALERTS: Final = f"""
    WITH {SPANS}
    SELECT DISTINCT a.rule_id, a.id, a.store_id, a.started_at, a.ended_at,
           a.facts ->> 'day', a.rule_version
    FROM spans JOIN alerts_alert a ON a.store_id = spans.store_id
     AND a.started_at BETWEEN spans.since - %(pad)s - %(longest)s AND spans.until + %(pad)s
     AND a.ended_at >= spans.since - %(pad)s
    WHERE a.state <> 'withdrawn' AND a.rule_id = ANY(%(rules)s)
"""
_HEARD: Final = f"""
    WITH latest AS (
        SELECT asked.store_id, last.at, m.heard_until AS before
        FROM unnest(%(stores)s::bigint[]) AS asked(store_id)
        CROSS JOIN LATERAL (SELECT t.occurred_at AS at FROM transactions_transaction t
            WHERE t.store_id = asked.store_id AND {COUNTED}
            ORDER BY t.occurred_at DESC LIMIT 1) AS last
        LEFT JOIN alerts_rulemark m ON m.store_id = asked.store_id
    ), marked AS (
        INSERT INTO alerts_rulemark (store_id, heard_until) SELECT store_id, at FROM latest
        WHERE before IS DISTINCT FROM at
        ON CONFLICT (store_id) DO UPDATE SET heard_until = EXCLUDED.heard_until
    )
    SELECT store_id, COALESCE(before, at), at FROM latest
"""


class Known(NamedTuple):
    """An alert that is there."""

    id: int
    store_id: int
    started_at: datetime
    ended_at: datetime
    day: date | None
    version: int


Kinds = dict[tuple[int, str], tuple[datetime, datetime]]
"""By store and name of a kind: the first and last event of it."""


Heard = dict[int, tuple[datetime, datetime]]
"""By store how far it was heard when the rules looked last, and how far it is now."""


@dataclass(slots=True)
class Ground:
    """``days``: one span per store and business date that has a row in ``touched``. ``kinds``
    are those in it, ``around`` those of its days and of whatever reaches into it."""

    touched: Sequence[Span]
    heard: Heard = field(default_factory=dict)
    days: Sequence[Span] = ()
    kinds: Kinds = field(default_factory=dict)
    around: Kinds = field(default_factory=dict)
    alerts: Mapping[int, Sequence[Known]] = field(default_factory=dict)


def ground_of(touched: Sequence[Span], rules: Mapping[int, Compiled], heard: Heard) -> Ground:
    """``rules`` by id; ``heard`` as :func:`move_on` answers."""
    ground = Ground(merged(touched), heard=heard)
    if not rules:
        return ground
    touched = ground.touched
    waits = max(rule.waits for rule in rules.values())
    asked = merged([*touched, *waited(ground, waits)])
    if any(rule.is_whole or rule.follows_shifts for rule in rules.values()):
        ground.days = _days(asked)
    around = merged([*asked, *(bare(span) for span in ground.days)])
    pad = max(rule.reach for rule in rules.values())
    ground.kinds, ground.around = _kinds(touched, timedelta(0)), _kinds(around, pad)
    ground.alerts = _alerts(around, pad, list(rules))
    return ground


def waited(ground: Ground, waits: timedelta) -> list[Span]:
    """Where something is decided now that was not before: the watermarks have moved."""
    if not waits:
        return []
    return [
        Span(store, min(before, now) - waits, max(before, now))
        for store, (before, now) in ground.heard.items()
        if before != now
    ]


def bare(span: Span) -> Span:
    return span._replace(first_day=None, last_day=None)


def move_on(stores: Collection[int]) -> Heard:
    """Moves the watermarks of the stores to where they are heard now. Only for an evaluation
    of all rules: each has to look at what was decided by that."""
    with connection.cursor() as cursor:
        cursor.execute(_HEARD, {"stores": sorted(stores)})
        return {store: (before, at) for store, before, at in cursor.fetchall()}


def _days(spans: Sequence[Span]) -> list[Span]:
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, columns(spans))
        return [Span(*row) for row in cursor.fetchall()]


def _kinds(spans: Sequence[Span], pad: timedelta) -> Kinds:
    with connection.cursor() as cursor:
        params: dict[str, Any] = {**columns(spans), "pad": pad}
        cursor.execute(_KINDS, params)
        return {(store, name): (first, last) for store, name, first, last in cursor.fetchall()}


def _alerts(spans: Sequence[Span], pad: timedelta, rules: list[int]) -> dict[int, list[Known]]:
    found: defaultdict[int, list[Known]] = defaultdict(list)
    params: dict[str, Any] = {**columns(spans), "pad": pad, "longest": LONGEST, "rules": rules}
    with connection.cursor() as cursor:
        cursor.execute(_ALERTS, params)
        for rule_id, pk, store, started, ended, day, version in cursor.fetchall():
            on = date.fromisoformat(day) if day else None
            found[rule_id].append(Known(pk, store, started, ended, on, version))
    return found
