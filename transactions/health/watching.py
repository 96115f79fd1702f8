"""Every store of a member with its judgment: a few statements, however many stores.

What one look into an index tells is asked anew; what needs days of events (missing numbers,
counts, lag) is taken from ``StoreHealth``, which is a few minutes old at most.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import orjson
from django.db import connection
from django.utils import timezone

from transactions.health.hours import Hours, open_time
from transactions.health.judgment import (
    Judgment,
    Signs,
    Some,
    State,
    judge,
)
from transactions.health.source_troubles import Ears, ears_of
from transactions.models import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNREAD_FOR = timedelta(days=30)
"""A file that could not be read longer ago is in the list of files, and no alarm any more."""
MOST = 1000
PUSHED = frozenset({Channel.AGENT, Channel.API})
"""Ways on which a program sends by itself; none of them is one of the store's sources."""

_LAST = """
    LEFT JOIN LATERAL (
        SELECT t.occurred_at, t.source_file_id, t.register_id FROM transactions_transaction t
        WHERE t.store_id = s.id AND t.occurred_at <= %(now)s + interval '1 day'
          AND t.time_quality <> 'implausible'
        ORDER BY t.occurred_at DESC, t.id DESC LIMIT 1
    ) AS last ON true
    LEFT JOIN transactions_sourcefile f ON f.id = last.source_file_id
    LEFT JOIN transactions_upload u ON u.id = f.upload_id
    LEFT JOIN stores_register g ON g.id = last.register_id
"""


def _files(state: str, alias: str, where: str = "true") -> str:
    """The store's newest files of one state: how many of them count, and since when."""
    return f"""
    LEFT JOIN LATERAL (
        SELECT count(*) AS n, min(newest.received_at) AS since FROM (
            SELECT x.received_at, x.upload_id FROM transactions_sourcefile x
            WHERE x.store_id = s.id AND x.state = '{state}' ORDER BY x.id DESC LIMIT %(most)s
        ) AS newest JOIN transactions_upload up ON up.id = newest.upload_id WHERE {where}
    ) AS {alias} ON true
"""


_SIGNS = f"""
    SELECT s.id, s.code, s.name, s.timezone, s.opens_at, s.closes_at,
           last.occurred_at, f.received_at, u.channel, u.is_backfill,
           coalesce(nullif(g.label, ''), g.code, ''),
           waiting.n, waiting.since, unread.n, unread.since, layouts.n, layouts.since,
           strange.n, strange.since, undecided.n,
           h.missing_numbers, h.missing_since, h.blind_to, h.differing_counts,
           h.differing_since, h.implausible_times, h.lag_p95
    FROM stores_store s
    {_LAST}
    {_files("received", "waiting", "NOT up.is_backfill")}
    {_files("quarantined", "unread", "newest.received_at > %(unread_since)s")}
    {_files("needs_mapping", "layouts")}
    LEFT JOIN LATERAL (
        SELECT count(*) AS n, min(x.first_at) AS since FROM transactions_unfamiliar x
        WHERE x.store_id = s.id AND x.settled_at IS NULL
    ) AS strange ON true
    LEFT JOIN LATERAL (
        SELECT count(*) AS n FROM transactions_match x
        WHERE x.store_id = s.id AND x.how = 'unsure'
    ) AS undecided ON true
    LEFT JOIN transactions_storehealth h ON h.store_id = s.id
    WHERE s.is_active AND (%(every)s OR s.id = ANY(%(stores)s))
    ORDER BY s.code
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """A store, what its data says, and the judgment. ``register`` is the one that was
    heard last; times are UTC."""

    store_id: int
    code: str
    name: str
    zone: ZoneInfo
    signs: Signs
    register: str
    judgment: Judgment

    @property
    def attention(self) -> tuple[int, int, int, str]:
        """Sorts what needs attention first. A store that was never heard waits for its
        set-up: one that fell silent is more urgent."""
        judged = self.judgment
        worst = 0 if judged.state is State.WATCHING else -len(judged.reasons)
        return (judged.state, judged.never_heard, worst, self.code)


def watched_stores(store_ids: Iterable[int] | None) -> list[Watched]:
    """The active stores of these ids (None for all of the chain), by store number."""
    now = timezone.now()
    params: dict[str, Any] = {
        "now": now,
        "most": MOST,
        "unread_since": now - UNREAD_FOR,
        "every": store_ids is None,
        "stores": sorted(store_ids or ()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SIGNS, params)
        rows = cursor.fetchall()
    ears = ears_of([row[0] for row in rows], now)
    return [_watched(row, ears[row[0]], now) for row in rows]


def with_findings(watched: Watched, **fresh: Any) -> Watched:
    """The same store judged again with fresher signs than the kept ones."""
    signs = replace(watched.signs, **fresh)
    return replace(watched, signs=signs, judgment=judge(signs))


def _watched(row: Sequence[Any], ears: Ears, now: datetime) -> Watched:
    store_id, code, name, zone_name, opens, closes, *told = row
    hours = Hours(ZoneInfo(zone_name), opens, closes)
    signs = _signs(told, hours, ears, now)
    return Watched(store_id, code, name, hours.zone, signs, told[4], judge(signs))


def _signs(told: Sequence[Any], hours: Hours, ears: Ears, now: datetime) -> Signs:
    (occurred, received, channel, is_backfill, _register, *counts) = told
    waiting, unread, layouts, strange = (Some(counts[i], counts[i + 1]) for i in (0, 2, 4, 6))
    undecided, missing, missing_since, blind, differing, differing_since, bad_times, p95 = counts[
        8:
    ]
    quiet_after = ears.may_be_silent(now)
    silence = open_time(received, now, hours) if received else timedelta()
    is_pushed = bool(ears.pushed_at and open_time(ears.pushed_at, now, hours) <= quiet_after)
    return Signs(
        now=now,
        received_at=received,
        occurred_at=occurred,
        by_hand=(channel == Channel.UPLOAD or bool(is_backfill)) and not ears.can_hear,
        silence=silence,
        quiet_after=quiet_after,
        heard_apart=is_pushed or (channel in PUSHED and silence <= quiet_after),
        troubles=tuple(ears.troubles),
        active_sources=ears.sources,
        waiting=waiting,
        unread=unread,
        layouts=layouts,
        missing=Some(missing or 0, missing_since),
        blind_to=tuple(orjson.loads(blind)) if blind else (),
        differing=Some(differing or 0, differing_since),
        unfamiliar=strange,
        implausible=bad_times or 0,
        undecided=undecided,
        lag_p95=p95,
    )
