"""Files that were read before, read anew: rows change in place and keep what people did.

The rows that a file won are made lesser than any account, and the file's events are merged
as usual: what it tells of again wins its row back. A row whose event has another name now
is found by its place in the file. What the file no longer tells of is withdrawn: kept, not
counted, and other files of the same time are read again, since they may tell of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import F, Max, Min

from accounts.tenancy import current_chain
from jobs.models import Lane
from jobs.services import enqueue
from transactions.models import FileState, SourceFile, Standing, Transaction
from transactions.services.settle_reviews import settle_reviews

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from transactions.services.load import Loader

PARSE = "parse_file"
_NOBODYS = -1
_MINE = """store_id = %(store)s AND source_file_id = ANY(%(files)s)
           AND occurred_at BETWEEN %(first)s AND %(last)s"""
_LESSENED = """
    CREATE TEMP TABLE IF NOT EXISTS lessened (
        id bigint, source_file_id bigint, source_index int, business_date date, event_key text
    ) ON COMMIT DROP;
    TRUNCATE pg_temp.lessened
"""
_LESSEN = f"""
    WITH mine AS (
        UPDATE transactions_transaction SET source_rank = {_NOBODYS}, declared_at = NULL,
               content_hash = ''
        WHERE {_MINE} AND standing <> 'withdrawn'
        RETURNING id, source_file_id, source_index, business_date, event_key
    ), kept AS (
        INSERT INTO pg_temp.lessened SELECT * FROM mine
    )
    SELECT DISTINCT business_date FROM mine
"""
# Usually nothing moved, and what did is found from the two temporary tables alone, whose sizes
# the planner sees: of the great table's newest rows it may believe that there are none, and
# then go through all of a file for each of its events.
RENAME = """
    WITH moved AS MATERIALIZED (
        SELECT l.id, l.business_date AS was_on, l.event_key AS was, w.business_date, w.event_key
        FROM pg_temp.lessened l JOIN pg_temp.staging w USING (source_file_id, source_index)
        WHERE (l.business_date, l.event_key) <> (w.business_date, w.event_key)
    ), told AS MATERIALIZED (
        SELECT business_date, event_key, count(*) AS times FROM pg_temp.staging
        WHERE EXISTS (SELECT FROM moved) GROUP BY business_date, event_key
    ), free AS MATERIALIZED (
        SELECT m.* FROM moved m JOIN told once USING (business_date, event_key)
        WHERE once.times = 1
          AND NOT EXISTS (SELECT FROM transactions_transaction o
              WHERE o.business_date = m.business_date AND o.event_key = m.event_key)
          AND NOT EXISTS (SELECT FROM told s
              WHERE s.business_date = m.was_on AND s.event_key = m.was)
    )
    UPDATE transactions_transaction AS t
    SET business_date = f.business_date, event_key = f.event_key
    FROM free f WHERE t.id = f.id
"""


@dataclass(slots=True)
class Reread:
    """The rows of files of one store that are read again, between the two steps."""

    store_id: int
    files: Sequence[SourceFile]
    dates: set[date] = field(default_factory=set)

    def lessen(self) -> None:
        """Step one, before the files' events are merged."""
        known = [each for each in self.files if each.first_at and each.last_at]
        with connection.cursor() as cursor:
            cursor.execute(_LESSENED)
        if not known:
            return
        params: dict[str, int | list[int] | datetime] = {
            "store": self.store_id,
            "files": [each.pk for each in known],
            "first": min(each.first_at for each in known if each.first_at),
            "last": max(each.last_at for each in known if each.last_at),
        }
        with connection.cursor() as cursor:
            cursor.execute(_LESSEN, params)
            self.dates = {row[0] for row in cursor.fetchall()}

    def withdraw(self, loader: Loader) -> int:
        """Step two, after it: what nobody told of any more. Answers how many rows."""
        lessened = {(self.store_id, day) for day in self.dates}
        loader.days |= lessened
        loader.to_recount |= lessened
        left = Transaction.objects.filter(
            store=self.store_id,
            source_rank=_NOBODYS,
            source_file__in=[each.pk for each in self.files],
            business_date__in=self.dates,
        )
        span = left.aggregate(first=Min("occurred_at"), last=Max("occurred_at"))
        ids = list(left.values_list("pk", flat=True))
        if ids:
            Transaction.objects.filter(pk__in=ids).update(
                standing=Standing.WITHDRAWN, source_rank=0
            )
            settle_reviews(self.files[0].store, ids)
            self._ask_others(span["first"], span["last"])
        return len(ids)

    def _ask_others(self, first: object, last: object) -> None:
        others = SourceFile.objects.filter(
            store=self.store_id,
            state__in=[FileState.INGESTED, FileState.PARTLY_INGESTED],
            first_at__lte=last,
            last_at__gte=first,
        ).exclude(pk__in=[each.pk for each in self.files])
        ask_again(list(others.values_list("pk", flat=True)))


def ask_again(file_ids: Sequence[int], *, lane: Lane = Lane.BACKFILL) -> int:
    """Have kept files parsed again, in the caller's transaction. Answers how many."""
    again = SourceFile.objects.filter(pk__in=file_ids).exclude(stored_key="")
    found = list(again.values_list("pk", flat=True))
    again.update(state=FileState.RECEIVED, replays=F("replays") + 1)
    enqueue(
        chain=current_chain().schema_name,
        kind=PARSE,
        keys=[str(pk) for pk in found],
        lane=lane,
    )
    return len(found)
