"""The job that keeps items up to date, and the order to do all of a store again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection

from accounts.tenancy import current_chain
from jobs.models import Lane
from jobs.services import enqueue
from transactions.models import ItemsTouched
from transactions.search.items.index import PIECE, index_piece
from transactions.services.touched import INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_A_RUN: Final = 2 * PIECE
_ALL: Final = """
    INSERT INTO transactions_itemstouched (store_id, since, until)
    SELECT store_id, min(occurred_at), max(occurred_at) FROM transactions_transaction
    WHERE store_id = ANY(%s) GROUP BY store_id
"""


def index_store(store_id: int) -> int:
    """Look at what was touched in the store, in the runner's transaction; a run that has
    looked at enough leaves the rest to another. Answers how many transactions."""
    looked = 0
    while looked < MOST_A_RUN:
        piece = index_piece(store_id)
        if piece is None:
            return looked
        looked += piece
    if ItemsTouched.objects.filter(store=store_id).exists():
        _ask([store_id])
    return looked


def ask_for_all(store_ids: Sequence[int]) -> None:
    """Have every receipt of these stores looked at again."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL, [list(store_ids)])
    _ask(store_ids)


def _ask(store_ids: Sequence[int]) -> None:
    keys = [str(pk) for pk in store_ids]
    chain = current_chain().schema_name
    enqueue(chain=chain, kind=INDEX, keys=keys, lane=Lane.BACKFILL)
