"""The sample that proposals are made from: a store's newest counted events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from transactions.formats.canonical import TimeQuality
from transactions.models import Standing, Transaction

if TYPE_CHECKING:
    from stores.models import Store

DAYS: Final = 30
MOST: Final = 10_000
"""Events: some two weeks of a busy store, read in well under a second."""

_RECENT: Final = """
    WITH recent AS MATERIALIZED (
        SELECT {columns} FROM transactions_transaction t
        WHERE t.store_id = %(store)s AND t.occurred_at > %(since)s
          AND t.standing = '' AND t.time_quality <> 'implausible'
        ORDER BY t.occurred_at DESC, t.id DESC
        LIMIT %(most)s
    )
"""
AMOUNT: Final = "CASE WHEN {0} ~ '^-?[0-9]{{1,12}}(\\.[0-9]+)?$' THEN ({0})::numeric END"
"""A stored amount as a number; what is none is nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Which events are asked. ``newest`` is None for a store without any."""

    store_id: int
    newest: datetime | None
    days: int = DAYS
    """How many days it spans, the first and the last included."""

    def rows(self, columns: str, query: str) -> list[dict[str, Any]]:
        """Run ``query`` over the table ``recent``, which has ``columns`` of the sample."""
        if self.newest is None:
            return []
        params: dict[str, Any] = {
            "store": self.store_id,
            "since": self.newest - timedelta(days=DAYS),
            "most": MOST,
        }
        with connection.cursor() as cursor:
            cursor.execute(_RECENT.format(columns=columns) + query, params)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def sample_of(store: Store) -> Sample:
    times = (
        Transaction.objects.filter(store=store, standing=Standing.COUNTED)
        .exclude(time_quality=TimeQuality.IMPLAUSIBLE)
        .order_by("-occurred_at", "-id")
        .values_list("occurred_at", flat=True)
    )
    newest = times.first()
    if newest is None:
        return Sample(store.pk, None)
    first_left_out = times[MOST : MOST + 1].first()
    days = DAYS if first_left_out is None else min(DAYS, (newest - first_left_out).days + 1)
    return Sample(store.pk, newest, days)
