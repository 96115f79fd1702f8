"""The items of receipts, worked out anew for every span that was written.

What is kept is a function of the receipts there are: run twice, or after late, changed or
withdrawn rows in whatever order, it ends the same. Everything happens in the caller's
transaction, a bounded piece at a time; what is left of a span stays for the next run.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import connection
from psycopg2.extras import execute_values

from transactions.models.items import CODE_LENGTH, NAME_LENGTH
from transactions.search.words import words_of_item

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.backends.utils import CursorWrapper

    _Span = tuple[int, datetime, datetime]

PIECE: Final = 5000
"""Transactions looked at in one statement."""

NEAR: Final = timedelta(hours=1)
"""Spans no further apart are looked at as one: live events come one by one."""

_SPANS: Final = """
    SELECT id, since, until FROM transactions_itemstouched
    WHERE store_id = %s ORDER BY since, id LIMIT 1000 FOR UPDATE
"""
# A piece ends between two instants, so that the rest of the span begins with a time alone.
_PIECE: Final = """
    CREATE TEMP TABLE items_piece ON COMMIT DROP AS
    SELECT id, store_id, occurred_at, standing, receipt -> 'lines' AS lines
    FROM transactions_transaction
    WHERE store_id = %(store)s AND occurred_at >= %(since)s AND occurred_at <= %(until)s
    ORDER BY occurred_at FETCH FIRST %(most)s ROWS WITH TIES
"""
_TOLD: Final = f"""
    CREATE TEMP TABLE items_told ON COMMIT DROP AS
    SELECT DISTINCT piece.id AS transaction_id, piece.store_id, piece.occurred_at,
           left(COALESCE(line ->> 'sku', ''), {CODE_LENGTH}) AS code,
           left(COALESCE(line ->> 'description', ''), {NAME_LENGTH}) AS name
    FROM pg_temp.items_piece piece CROSS JOIN LATERAL jsonb_array_elements(piece.lines) AS line
    WHERE piece.standing <> 'withdrawn'
      AND (COALESCE(line ->> 'sku', '') <> '' OR COALESCE(line ->> 'description', '') <> '')
"""
_UNKNOWN: Final = """
    SELECT DISTINCT told.code, told.name FROM pg_temp.items_told told
    WHERE NOT EXISTS (SELECT 1 FROM transactions_item item
                      WHERE item.code = told.code AND item.name = told.name)
    ORDER BY 1, 2
"""
_ADD_ITEMS: Final = """
    INSERT INTO transactions_item (code, name) VALUES %s
    ON CONFLICT (code, name) DO NOTHING RETURNING id, code, name
"""
_ADD_WORDS: Final = "INSERT INTO transactions_itemword (item_id, word) VALUES %s"
_NOW: Final = """
    CREATE TEMP TABLE items_now ON COMMIT DROP AS
    SELECT told.transaction_id, item.id AS item_id, told.store_id, told.occurred_at
    FROM pg_temp.items_told told
    JOIN transactions_item item ON item.code = told.code AND item.name = told.name
"""
_DROP_OLD: Final = """
    DELETE FROM transactions_itemuse AS used USING pg_temp.items_piece piece
    WHERE used.transaction_id = piece.id AND NOT EXISTS (
        SELECT 1 FROM pg_temp.items_now fresh
        WHERE fresh.transaction_id = used.transaction_id AND fresh.item_id = used.item_id
          AND fresh.occurred_at = used.occurred_at)
"""
_ADD_NEW: Final = """
    INSERT INTO transactions_itemuse (transaction_id, item_id, store_id, occurred_at)
    SELECT transaction_id, item_id, store_id, occurred_at FROM pg_temp.items_now
    ORDER BY transaction_id, item_id ON CONFLICT DO NOTHING
"""
_REST: Final = """
    UPDATE transactions_itemstouched SET until = %s, since = (
        SELECT max(occurred_at) FROM pg_temp.items_piece) + interval '1 microsecond'
    WHERE id = %s
"""
_CLEAR: Final = "DROP TABLE IF EXISTS pg_temp.items_piece, pg_temp.items_told, pg_temp.items_now"


def index_piece(store_id: int) -> int | None:
    """One piece of the store's oldest span. Answers how many transactions it looked at,
    None when nothing is left to do."""
    with connection.cursor() as cursor:
        cursor.execute(_SPANS, [store_id])
        spans = cursor.fetchall()
        if not spans:
            return None
        ids, since, until = _together(spans)
        cursor.execute(_CLEAR)
        asked: dict[str, int | datetime] = {"store": store_id, "most": PIECE}
        cursor.execute(_PIECE, {**asked, "since": since, "until": until})
        looked = int(cursor.rowcount)
        if looked:
            _merge(cursor)
        _shorten(cursor, ids, until, is_done=looked < PIECE)
        return looked


def _together(spans: Sequence[_Span]) -> tuple[list[int], datetime, datetime]:
    """The oldest span with those that follow it closely, as one."""
    (first, since, until), *others = spans
    ids = [first]
    for pk, begins, ends in others:
        if begins > until + NEAR:
            break
        ids.append(pk)
        until = max(until, ends)
    return ids, since, until


def _merge(cursor: CursorWrapper) -> None:
    cursor.execute(_TOLD)
    cursor.execute(_UNKNOWN)
    _add_items(cursor, cursor.fetchall())
    cursor.execute(_NOW)
    cursor.execute("ANALYZE pg_temp.items_now")
    cursor.execute(_DROP_OLD)
    cursor.execute(_ADD_NEW)


def _add_items(cursor: CursorWrapper, unknown: Sequence[tuple[str, str]]) -> None:
    """Items nobody named before, and their words. Two stores may come upon one at once:
    the one that waited finds it there, with its words."""
    if not unknown:
        return
    made = execute_values(cursor, _ADD_ITEMS, unknown, fetch=True)
    words = [(pk, word) for pk, code, name in made for word in words_of_item(code, name)]
    if words:
        execute_values(cursor, _ADD_WORDS, words)


def _shorten(cursor: CursorWrapper, ids: list[int], until: datetime, *, is_done: bool) -> None:
    """Take the spans away, or leave one that begins behind what was looked at."""
    first, others = ids[0], ids if is_done else ids[1:]
    if not is_done:
        cursor.execute(_REST, [until, first])
    cursor.execute("DELETE FROM transactions_itemstouched WHERE id = ANY(%s)", [others])
