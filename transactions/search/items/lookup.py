"""Items by the beginnings of their words: small tables, before any transaction is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ITEMS: Final = 1000
_ONE_WORD: Final = "SELECT item_id FROM transactions_itemword WHERE word LIKE %s"


def items_with(words: Sequence[str], most: int = MOST_ITEMS) -> list[int]:
    """Items that have a word beginning with each of these, at most ``most`` + 1 of them."""
    if not words:
        return []
    each = " INTERSECT ".join([_ONE_WORD] * len(words))
    sql = f"SELECT DISTINCT item_id FROM ({each}) AS found LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*map(_prefix, words), most + 1])
        return [row[0] for row in cursor.fetchall()]


def _prefix(word: str) -> str:
    """Words hold letters and digits only, so that nothing in them is a wildcard."""
    return f"{word}%"
