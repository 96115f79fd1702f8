"""Transactions that a caller may see, a page at a time, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from stores.models import Store
from transactions.models import Transaction
from transactions.selectors.paging import Place, place_to_word, word_to_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from stores.selectors.tokens import Caller

NEWEST: Final = """
    SELECT picked.id
    FROM unnest(%(stores)s::bigint[]) AS asked(store_id)
    CROSS JOIN LATERAL (
        SELECT id, occurred_at FROM transactions_transaction
        WHERE store_id = asked.store_id {where}
        ORDER BY occurred_at DESC, id DESC LIMIT %(most)s
    ) AS picked
    ORDER BY picked.occurred_at DESC, picked.id DESC LIMIT %(most)s
"""
"""Each store's newest by its own index, then the newest of those: no sort of everything."""
OF_ONE_DAY: Final = """
    SELECT id FROM transactions_transaction
    WHERE store_id = ANY(%(stores)s::bigint[]) {where}
    ORDER BY occurred_at DESC, id DESC LIMIT %(most)s
"""
"""One business date has an index of its own, and is small enough to be sorted."""
CONDITIONS: Final = {
    "register": "AND register_id = ANY(SELECT id FROM stores_register WHERE code = %(register)s)",
    "business_date": "AND business_date = %(business_date)s",
    "type": "AND event_type = %(type)s",
    "flag": "AND flags @> ARRAY[%(flag)s]::varchar[]",
    "since": "AND occurred_at >= %(since)s",
    "until": "AND occurred_at < %(until)s",
}
AFTER: Final = "AND (occurred_at, id) < (%(after_at)s, %(after_id)s)"


def visible_transactions(caller: Caller) -> QuerySet[Transaction]:
    return caller.only(Transaction.objects.select_related("store", "register", "cashier"))


def transactions_page(
    caller: Caller, asked: Mapping[str, Any]
) -> tuple[list[Transaction], str | None]:
    """Newest first by when they happened. Raises BadCursorError."""
    stores = caller.only(Store.objects.all(), "id")
    if "store" in asked:
        stores = stores.filter(code=asked["store"])
    words = {**asked, "stores": list(stores.values_list("id", flat=True))}
    words["most"] = asked["limit"] + 1
    where = " ".join(sql for name, sql in CONDITIONS.items() if name in asked)
    if asked.get("after"):
        place = word_to_place(asked["after"])
        words |= {"after_at": place.occurred_at, "after_id": place.transaction_id}
        where += f" {AFTER}"
    sql = OF_ONE_DAY if "business_date" in asked else NEWEST
    with connection.cursor() as cursor:
        cursor.execute(sql.format(where=where), words)
        ids = [row[0] for row in cursor.fetchall()]
    by_id = visible_transactions(caller).in_bulk(ids)
    shown = [by_id[each] for each in ids[: asked["limit"]] if each in by_id]
    if len(ids) <= asked["limit"] or not shown:
        return shown, None
    last = shown[-1]
    return shown, place_to_word(Place(0, last.occurred_at, last.pk))
