"""One writer of rows per store at a time, so that two loads never wait for each other in
a circle, and totals and second accounts are settled on what is really there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Collection

PATIENCE = 3.0
LOOK_AGAIN = 0.05
_KEY = "hashtext(current_schema() || ':rows'), {0}"
_TRY = f"""
    SELECT id FROM (SELECT id, pg_try_advisory_xact_lock({_KEY.format("id")}) AS is_ours
                    FROM unnest(%s::int[]) AS wanted(id)) AS tried
    WHERE is_ours
"""


def lock_store(store_id: int) -> None:
    """Wait for the store's rows and hold them until the transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({_KEY.format('%s')})", [store_id])


def lock_stores_soon(store_ids: Collection[int]) -> set[int]:
    """The same for jobs, of as many of the stores as are free; answers which. Only while none
    of them is, it waits a little: a long load of one store holds no other up."""
    until = time.monotonic() + PATIENCE
    while True:
        locked = _try(sorted(store_ids))
        if locked or not store_ids or time.monotonic() > until:
            return locked
        time.sleep(LOOK_AGAIN)


def _try(store_ids: list[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [store_ids])
        return {row[0] for row in cursor.fetchall()}
