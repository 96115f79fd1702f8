"""How a store's data comes in: last event per register, last file per way in, files by
state, and how long events take from the register to us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from stores.models import SourceRun, Token, TokenScope
from transactions.models import FileState, SourceFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stores.models import Source, Store


@dataclass(frozen=True, slots=True)
class RegisterHeard:
    """A register and the last event that came from it; Nones when none ever did."""

    code: str
    label: str
    is_outside: bool
    occurred_at: datetime | None
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class WayIn:
    """A channel and the last file that came by it."""

    channel: str
    file: str
    received_at: datetime
    file_id: int


@dataclass(frozen=True, slots=True)
class Lag:
    """Seconds from event to receipt, of the newest events of the last day; None where nothing
    came by itself. ``events`` is how many that is of, ``MOST_LAGS`` for that many and more."""

    median: int | None
    p95: int | None
    events: int
    implausible: int


_REGISTERS = """
    SELECT g.code, g.label, g.register_class = 'outside',
           last.occurred_at, f.received_at
    FROM stores_register g
    LEFT JOIN LATERAL (
        SELECT t.occurred_at, t.source_file_id FROM transactions_transaction t
        WHERE t.register_id = g.id AND t.time_quality <> 'implausible'
        ORDER BY t.occurred_at DESC, t.id DESC LIMIT 1
    ) AS last ON true
    LEFT JOIN transactions_sourcefile f ON f.id = last.source_file_id
    WHERE g.store_id = %s
    ORDER BY g.register_class = 'outside', length(g.code), g.code
"""
_WAYS = """
    SELECT ways.channel, f.original_name, f.received_at, f.id
    FROM unnest(%s::text[]) AS ways(channel)
    CROSS JOIN LATERAL (
        SELECT u.id FROM transactions_upload u
        WHERE u.store_id = %s AND u.channel = ways.channel ORDER BY u.id DESC LIMIT 1
    ) AS u
    CROSS JOIN LATERAL (
        SELECT f.original_name, f.received_at, f.id FROM transactions_sourcefile f
        WHERE f.upload_id = u.id ORDER BY f.id DESC LIMIT 1
    ) AS f
    ORDER BY f.received_at DESC
"""
_LAG = """
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY lag) FILTER (WHERE plain),
           percentile_disc(0.95) WITHIN GROUP (ORDER BY lag) FILTER (WHERE plain),
           count(*) FILTER (WHERE plain)
    FROM (
        SELECT greatest(extract(epoch FROM f.received_at - t.occurred_at), 0)::int AS lag,
               u.channel IN ('agent', 'api', 'folder') AND NOT u.is_backfill
               AND t.time_quality NOT IN ('implausible', 'assumed', 'date_only')
               AND t.occurred_at >= COALESCE(s.created_at, k.made_at, '-infinity') AS plain
        FROM (
            SELECT n.source_file_id, n.occurred_at, n.time_quality
            FROM transactions_transaction n
            WHERE n.store_id = %(store)s AND n.occurred_at > %(since)s AND n.occurred_at <= %(now)s
            ORDER BY n.occurred_at DESC, n.id DESC LIMIT %(most)s
        ) AS t
        JOIN transactions_sourcefile f ON f.id = t.source_file_id
        JOIN transactions_upload u ON u.id = f.upload_id
        LEFT JOIN stores_source s ON s.id = u.source_id
        LEFT JOIN stores_token k ON k.id = u.token_id
    ) AS told
"""
"""What happened before a source was connected is catching up, not lateness."""
_IMPLAUSIBLE = """
    SELECT count(*) FROM (
        SELECT 1 FROM transactions_transaction t
        JOIN transactions_sourcefile f ON f.id = t.source_file_id
        WHERE t.store_id = %(store)s AND t.time_quality = 'implausible'
          AND f.received_at > %(since)s
        LIMIT 1000
    ) AS counted
"""
CLOCK_DAYS = timedelta(days=7)
MOST_LAGS = 2000
"""The newest ones tell enough of how fast a store's line is."""


def registers_heard(store: Store) -> list[RegisterHeard]:
    """Inside ones first."""
    return [RegisterHeard(*row) for row in _rows(_REGISTERS, [store.pk])]


def ways_in(store: Store, channels: Sequence[str]) -> list[WayIn]:
    """The one that brought something last comes first."""
    return [WayIn(*row) for row in _rows(_WAYS, [list(channels), store.pk])]


def files_by_state(store: Store) -> dict[str, int]:
    """Every state, in the order of ``FileState``, with how many files are in it."""
    counted = SourceFile.objects.filter(store=store).order_by().values_list("state")
    found = dict(counted.annotate(count=Count("id")))
    return {state: found.get(state, 0) for state in FileState.values}


def lag_of(store: Store) -> Lag:
    now = timezone.now()
    lag = {"store": store.pk, "since": now - timedelta(days=1), "now": now, "most": MOST_LAGS}
    ((median, p95, events),) = _rows(_LAG, lag)
    ((bad,),) = _rows(_IMPLAUSIBLE, {"store": store.pk, "since": now - CLOCK_DAYS})
    return Lag(median, p95, events, bad)


def last_runs(sources: Sequence[Source]) -> dict[int, SourceRun]:
    """Each source's latest look."""
    latest = (
        SourceRun.objects.filter(source__in=sources)
        .order_by("source_id", "-id")
        .distinct("source_id")
    )
    return {run.source_id: run for run in latest}


def pushing_tokens(store: Store) -> list[Token]:
    """Keys that may send for this store and are not revoked, with their last use."""
    alive = Token.objects.filter(store=store, scope=TokenScope.PUSH, revoked_at=None)
    return list(alive.select_related("last_use"))


def _rows(sql: str, params: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
