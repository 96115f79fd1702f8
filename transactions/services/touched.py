"""What was written, for rules and search: spans per store, in the commit that wrote them.

Rows may come late, change or be withdrawn; a rule looks again at every span that was
touched and at its surroundings, so that the order of arrival does not matter.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from accounts.tenancy import current_chain
from jobs.models import Lane
from jobs.services import enqueue
from transactions.services.store_days import STORE_DAYS, columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from transactions.services.store_days import StoreDay

EVALUATE = "evaluate_rules"
INDEX = "index_items"
INDEX_AFTER = timedelta(seconds=10)
"""Items need not be found at once: a store's spans are gathered so long and done together."""
Span = tuple[datetime, datetime]

_NOTE = """
    WITH told AS (
    SELECT store_id, since, until
    FROM unnest(%(span_stores)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[])
        AS span(store_id, since, until)
    UNION ALL
    SELECT store_id, min(occurred_at), max(occurred_at)
    FROM {days} JOIN transactions_transaction USING (store_id, business_date)
    GROUP BY store_id, business_date
    ), for_items AS (
        INSERT INTO transactions_itemstouched (store_id, since, until) SELECT * FROM told
    )
    INSERT INTO transactions_touched (store_id, since, until) SELECT * FROM told
""".format(days=STORE_DAYS.format(name="whole"))


class Spans:
    """The spans that a load wrote, one per store and business date."""

    def __init__(self) -> None:
        self._of: dict[StoreDay, Span] = {}

    def add(self, day: StoreDay, since: datetime, until: datetime) -> None:
        known = self._of.get(day)
        if known is not None:
            since, until = min(known[0], since), max(known[1], until)
        self._of[day] = (since, until)

    def items(self) -> Iterable[tuple[StoreDay, Span]]:
        return self._of.items()


def note_touched(spans: Spans, whole_days: Collection[StoreDay]) -> None:
    """Have the rules look at these spans and at all of these business dates."""
    told = list(spans.items())
    stores = {store for (store, _day), _span in told} | {store for store, _day in whole_days}
    if not stores:
        return
    days = columns(whole_days)
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                **days,
                "since": [span[0] for _day, span in told],
                "until": [span[1] for _day, span in told],
                "span_stores": [day[0] for day, _span in told],
            },
        )
    chain, keys = current_chain().schema_name, [str(store) for store in sorted(stores)]
    enqueue(chain=chain, kind=EVALUATE, keys=keys)
    later = timezone.now() + INDEX_AFTER
    enqueue(chain=chain, kind=INDEX, keys=keys, lane=Lane.BACKFILL, run_after=later)
