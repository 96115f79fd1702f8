"""Filters that leave few rows of many: worked out first, as a list of transactions.

The planner knows neither that a number is rare in a store nor which notes hold a word; on
its guess it would walk years of a store to find one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transactions.search.query import Query
    from transactions.search.scope import Scope


@dataclass(frozen=True, slots=True)
class Narrow:
    """A statement that answers ids of transactions."""

    sql: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """What the apps above know of transactions. ``narrow`` limits a search to theirs;
    ``pattern`` says, as SQL on ``t``, that an alert holds it."""

    narrow: tuple[Narrow, ...] = ()
    pattern: str = "false"


NO_LINKS = Links()


def narrowed(query: Query, scope: Scope) -> list[Narrow]:
    found = []
    if query.number:
        found.append(_numbered(query.number, scope))
    if query.note:
        found.append(_noted(query.note))
    return found


def _numbered(number: str, scope: Scope) -> Narrow:
    """As written, or without the zeros in front."""
    forms = sorted({number, number.lstrip("0") or number})
    sql = "SELECT id FROM transactions_transaction WHERE transaction_no = ANY(%s::varchar[])"
    if scope.is_all:
        return Narrow(sql, (forms,))
    return Narrow(f"{sql} AND store_id = ANY(%s::bigint[])", (forms, scope.store_ids))


def _noted(text: str) -> Narrow:
    """Every word is somewhere in one note."""
    patterns = tuple(f"%{_literal(word)}%" for word in text.split())
    where = " AND ".join(["text ILIKE %s"] * len(patterns))
    return Narrow(f"SELECT transaction_id FROM transactions_note WHERE {where}", patterns)


def _literal(word: str) -> str:
    for sign in ("\\", "%", "_"):
        word = word.replace(sign, f"\\{sign}")
    return word
