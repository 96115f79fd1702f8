"""Times in which a store's better source told nothing and a lesser one did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection

from transactions.formats.canonical import SourceRank
from transactions.models import Match, MatchHow, Standing
from transactions.selectors.second_accounts import said_at

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from stores.access import Member
    from stores.models import Store

MOST_STORES = 20
SILENT = "30 minutes"
NEAR = "15 minutes"
"""What is nearer to something the better source told may be the same, and is left out."""
ENOUGH = 3
"""Fewer undecided rows in a silence are decided one by one."""
# Undecided rows between two rows of a better source, and how far those are apart. A row at the
# day's edge has no neighbour on one side: then it is open there.
_SILENCES = """
    WITH undecided AS (
        SELECT id, store_id, occurred_at FROM transactions_transaction
        WHERE store_id = %(store)s AND standing = 'undecided'
        ORDER BY occurred_at DESC LIMIT 5000
    ), placed AS (
        SELECT u.occurred_at,
            (SELECT max(b.occurred_at) FROM transactions_transaction b
             WHERE b.store_id = u.store_id AND b.standing = '' AND b.source_rank >= %(rank)s
               AND b.occurred_at <= u.occurred_at
               AND b.occurred_at > u.occurred_at - interval '1 day') AS heard_before,
            (SELECT min(a.occurred_at) FROM transactions_transaction a
             WHERE a.store_id = u.store_id AND a.standing = '' AND a.source_rank >= %(rank)s
               AND a.occurred_at > u.occurred_at
               AND a.occurred_at < u.occurred_at + interval '1 day') AS heard_after
        FROM undecided u
    )
    SELECT count(*), min(occurred_at), max(occurred_at), heard_before, heard_after
    FROM placed
    WHERE coalesce(occurred_at - heard_before >= %(near)s::interval, true)
      AND coalesce(heard_after - occurred_at >= %(near)s::interval, true)
    GROUP BY heard_before, heard_after
    HAVING count(*) >= %(enough)s
       AND (heard_before IS NULL OR heard_after IS NULL
            OR heard_after - heard_before >= %(silent)s::interval)
    ORDER BY min(occurred_at) DESC LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Silence:
    """Undecided rows of a time in which the better source told nothing."""

    store: Store
    count: int
    since: str
    until: str
    when: str
    last: str


def silences(member: Member, store: Store | None) -> list[Silence]:
    """Times in which the better source told nothing and a lesser one did, newest first."""
    stores = [store] if store else list(_stores_undecided(member))
    return [found for each in stores for found in _silences_of(each)]


def _stores_undecided(member: Member) -> QuerySet[Store]:
    rows = Match.objects.filter(how=MatchHow.UNSURE, lower__standing=Standing.UNDECIDED)
    return member.stores().filter(pk__in=rows.values("store"))[:MOST_STORES]


def _silences_of(store: Store) -> list[Silence]:
    params: dict[str, int | str] = {
        "store": store.pk,
        "rank": SourceRank.JOURNAL.value,
        "enough": ENOUGH,
        "silent": SILENT,
        "near": NEAR,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SILENCES, params)
        rows = cursor.fetchall()
    return [_silence(store, *row[:3]) for row in rows]


def _silence(store: Store, count: int, first: datetime, last: datetime) -> Silence:
    return Silence(
        store=store,
        count=count,
        since=first.isoformat(),
        until=(last + timedelta(microseconds=1)).isoformat(),
        when=said_at(first, store),
        last=f"{last.astimezone(store.zone):%H:%M}",
    )
