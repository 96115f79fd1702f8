"""When the registers were last heard: what the page says instead of a spinner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from transactions.models import Channel

QUIET_AFTER = timedelta(minutes=30)

_COLUMNS = "f.received_at, g.code, s.code, u.channel"
_JOINS = """
    JOIN transactions_sourcefile f ON f.id = t.source_file_id
    JOIN transactions_upload u ON u.id = f.upload_id
    JOIN stores_store s ON s.id = t.store_id
    LEFT JOIN stores_register g ON g.id = t.register_id
"""
_LATEST = f"""
    SELECT {_COLUMNS} FROM (
        SELECT source_file_id, store_id, register_id
        FROM transactions_transaction ORDER BY id DESC LIMIT 1
    ) AS t {_JOINS}
"""
_LATEST_OF_STORES = f"""
    SELECT {_COLUMNS} FROM unnest(%s::bigint[]) AS mine(id)
    CROSS JOIN LATERAL (
        SELECT source_file_id, store_id, register_id
        FROM transactions_transaction WHERE store_id = mine.id
        ORDER BY occurred_at DESC, id DESC LIMIT 1
    ) AS t {_JOINS}
    ORDER BY f.received_at DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """The last event that came in: when we received it, and from which register."""

    at: datetime
    register: str
    store: str
    by_hand: bool

    @property
    def is_quiet(self) -> bool:
        """Nothing for so long that somebody should look. Uploads by hand come when
        they come: no silence is read into them."""
        return not self.by_hand and timezone.now() - self.at > QUIET_AFTER


def last_heard(store_ids: frozenset[int] | None) -> Heard | None:
    """The latest of these stores (None for all); None when nothing ever came in."""
    with connection.cursor() as cursor:
        if store_ids is None:
            cursor.execute(_LATEST)
        else:
            cursor.execute(_LATEST_OF_STORES, [sorted(store_ids)])
        row = cursor.fetchone()
    if row is None:
        return None
    at, register, store, channel = row
    return Heard(at, register or "", store, by_hand=channel == Channel.UPLOAD)
