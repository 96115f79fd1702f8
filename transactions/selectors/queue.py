"""The exception queue: flagged transactions in the order they deserve a look.

Reads only Review's own columns, by keyset, so that a deep page costs what the first one
does. For a member of some stores each store's index is walked and the heads are merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.db import connection

from transactions.models import ReviewStatus
from transactions.selectors.paging import Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

Order = Literal["risk", "newest"]
PAGE = 50
COUNT_LIMIT = 1000

_KEYS = {
    "risk": ("risk", "occurred_at", "transaction_id"),
    "newest": ("occurred_at", "transaction_id"),
}


@dataclass(frozen=True, slots=True)
class Queue:
    """Which list: what the filters in the address say, narrowed to what a member may see.

    ``store_ids`` None means every store of the chain. ``since`` and ``until`` are UTC,
    until not included.
    """

    status: str = ReviewStatus.NEW
    order: Order = "risk"
    store_ids: frozenset[int] | None = None
    flag: str = ""
    since: datetime | None = None
    until: datetime | None = None


def after(queue: Queue, place: Place | None, limit: int, *, itself: bool = False) -> list[Place]:
    """The next ``limit`` places behind ``place`` (with it, if ``itself``), best first."""
    return _walk(queue, place, limit, "<=" if itself else "<", "DESC")


def before(queue: Queue, place: Place, limit: int) -> list[Place]:
    """The ``limit`` places just ahead of ``place``, best first."""
    return _walk(queue, place, limit, ">", "ASC")[::-1]


def count(queue: Queue, *, newer_than_id: int | None = None, limit: int = COUNT_LIMIT) -> int:
    """How many there are, or ``limit`` + 1 for more: nobody needs the exact size of a heap.

    ``newer_than_id`` counts only those that came in after that transaction.
    """
    where, params = _where(queue)
    if queue.store_ids is not None:
        where.append("r.store_id = ANY(%s)")
        params.append(sorted(queue.store_ids))
    if newer_than_id is not None:
        where.append("r.transaction_id > %s")
        params.append(newer_than_id)
    sql = (
        "SELECT count(*) FROM (SELECT 1 FROM transactions_review r "
        f"WHERE {' AND '.join(where)} LIMIT %s) AS counted"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, limit + 1])
        return int(cursor.fetchone()[0])


def _where(queue: Queue) -> tuple[list[str], list[Any]]:
    where: list[str] = ["r.status = %s"]
    params: list[Any] = [str(queue.status)]
    if queue.since is not None:
        where.append("r.occurred_at >= %s")
        params.append(queue.since)
    if queue.until is not None:
        where.append("r.occurred_at < %s")
        params.append(queue.until)
    if queue.flag:
        where.append(
            "EXISTS (SELECT 1 FROM transactions_transaction t "
            "WHERE t.id = r.transaction_id AND t.flags @> ARRAY[%s]::varchar[])"
        )
        params.append(queue.flag)
    return where, params


def _walk(
    queue: Queue, place: Place | None, limit: int, compare: str, direction: str
) -> list[Place]:
    keys = _KEYS[queue.order]
    where, params = _where(queue)
    if place is not None:
        columns = ", ".join(f"r.{key}" for key in keys)
        where.append(f"({columns}) {compare} ({', '.join(['%s'] * len(keys))})")
        params += _values(keys, place)
    if queue.store_ids is not None:
        where.append("r.store_id = mine.id")
    order = ", ".join(f"{{0}}.{key} {direction}" for key in keys)
    head = (
        "SELECT r.risk, r.occurred_at, r.transaction_id FROM transactions_review r "
        f"WHERE {' AND '.join(where)} ORDER BY {order.format('r')} LIMIT %s"
    )
    params.append(limit)
    if queue.store_ids is None:
        return _places(head, params)
    merged = (
        "SELECT found.risk, found.occurred_at, found.transaction_id "
        f"FROM unnest(%s::bigint[]) AS mine(id) CROSS JOIN LATERAL ({head}) AS found "
        f"ORDER BY {order.format('found')} LIMIT %s"
    )
    return _places(merged, [sorted(queue.store_ids), *params, limit])


def _values(keys: Sequence[str], place: Place) -> list[Any]:
    return [getattr(place, key) for key in keys]


def _places(sql: str, params: Sequence[Any]) -> list[Place]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Place(*row) for row in cursor.fetchall()]
