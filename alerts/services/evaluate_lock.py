"""One evaluation of the rules per store at a time, so that nothing is found twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Collection

_KEY = "hashtext(current_schema() || ':rules'), id"
_STORES = "unnest(%s::int[]) AS wanted(id)"
_TRY = f"""
    SELECT id FROM (SELECT id, pg_try_advisory_xact_lock({_KEY}) AS is_ours FROM {_STORES}) AS tried
    WHERE is_ours
"""
_WAIT = f"SELECT pg_advisory_xact_lock({_KEY}) FROM {_STORES}"


def lock_free(store_ids: Collection[int]) -> set[int]:
    """Those of the stores that nobody evaluates, held until the transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [sorted(store_ids)])
        return {row[0] for row in cursor.fetchall()}


def lock_all(store_ids: Collection[int]) -> None:
    """Wait for all of the stores, in order, and hold them until the transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, [sorted(store_ids)])
