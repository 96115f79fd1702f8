"""Which kinds of events and flags a store ever showed: what a rule there can rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from transactions.models import EVENT_TYPES, FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from stores.models import Store

TYPES_EXPECTED = (
    "sale",
    "refund",
    "void",
    "no_sale",
    "suspend",
    "paid_out",
    "safe_drop",
)
"""What every store rings sooner or later."""
FLAGS_EXPECTED = ("cancellation", "manual_discount", "price_override", "override")
MEASURES = (
    *(f"type:{name}" for name in EVENT_TYPES if name not in {"other", "unknown", "summary"}),
    *(f"flag:{name}" for name in FLAGS if name != "pattern"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The first and last business date on which a store showed a measure."""

    first: date
    last: date


# Two looks into the index per measure, however many years there are.
_SEEN = """
    SELECT wanted.store_id, wanted.measure, first.business_date, last.business_date
    FROM (SELECT s, m FROM unnest(%(stores)s::bigint[]) s, unnest(%(measures)s::text[]) m)
         AS wanted(store_id, measure)
    CROSS JOIN LATERAL (
        SELECT business_date FROM transactions_hourlytotal h
        WHERE h.store_id = wanted.store_id AND h.measure = wanted.measure AND h.count > 0
        ORDER BY business_date LIMIT 1) AS first
    CROSS JOIN LATERAL (
        SELECT business_date FROM transactions_hourlytotal h
        WHERE h.store_id = wanted.store_id AND h.measure = wanted.measure AND h.count > 0
        ORDER BY business_date DESC LIMIT 1) AS last
"""


def seen_at(store_ids: Iterable[int]) -> Mapping[int, Mapping[str, Seen]]:
    """By store id and measure (``type:no_sale``, ``flag:refund``); one statement. A measure
    that was never seen is not in the answer."""
    stores = sorted(store_ids)
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, {"stores": stores, "measures": list(MEASURES)})
        rows = cursor.fetchall()
    found: dict[int, dict[str, Seen]] = {store_id: {} for store_id in stores}
    for store_id, measure, first, last in rows:
        found[store_id][measure] = Seen(first, last)
    return found


def never_seen(store: Store) -> frozenset[str]:
    """Measures that this store never showed: a rule about one of them cannot fire here."""
    return frozenset(MEASURES) - seen_at([store.pk])[store.pk].keys()


def measure_name(measure: str) -> str:
    kind, _colon, name = measure.partition(":")
    return str((EVENT_TYPES if kind == "type" else FLAGS).get(name, name))
