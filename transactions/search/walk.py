"""A plan as SQL: a page of places in one direction or the other, and a bounded count."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from django.db import OperationalError, connection, transaction

from transactions.search.conditions import Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transactions.search.keys import Key
    from transactions.search.plan import Plan

COUNT_LIMIT: Final = 10_000
PAGE_SECONDS: Final = 8.0
COUNT_SECONDS: Final = 2.0
_CANCELLED: Final = "57014"


class TookTooLongError(Exception):
    """The database was stopped: the search is to be narrowed by whoever asked."""


def page(
    plan: Plan,
    place: Key | None,
    limit: int,
    *,
    back: bool = False,
    seconds: float,
) -> list[Key]:
    """The next ``limit`` places behind ``place``, or the ones just ahead of it (``back``),
    in the order of the list. Raises TookTooLongError."""
    if plan.parts is not None and not plan.parts:
        return []
    falls = plan.ordering.falls is not back
    head, params = _head(plan, place, limit, falls=falls)
    found = _rows(*_merged(plan, head, params, limit, falls=falls), seconds)
    return found[::-1] if back else found


def count(plan: Plan, limit: int, seconds: float) -> int:
    """How many there are, or ``limit`` + 1 for more. Raises TookTooLongError."""
    if plan.parts is not None and not plan.parts:
        return 0
    where = _where(plan, None, falls=True)
    head = f"SELECT {plan.keys[-1]} AS id FROM {plan.table} WHERE {where.sql} LIMIT %s"
    sql, params = _with_parts(plan, head, [*where.params, limit + 1])
    distinct = "DISTINCT " if plan.repeats else ""
    counted = f"SELECT {distinct}found.id FROM {sql} LIMIT %s"
    beforehand, given = _beforehand(plan)
    sql = f"{beforehand}SELECT count(*) FROM ({counted}) AS counted"
    rows = _rows(sql, [*given, *params, limit + 1], seconds)
    return int(rows[0][0])


def _head(plan: Plan, place: Key | None, limit: int, *, falls: bool) -> tuple[str, list[Any]]:
    """What one part gives: as much as a whole page, for it may be all of it."""
    where = _where(plan, place, falls=falls)
    columns = ", ".join(f"{key} AS k{number}" for number, key in enumerate(plan.keys))
    order = _order(plan.keys, falls=falls)
    sql = f"SELECT {columns} FROM {plan.table} WHERE {where.sql} ORDER BY {order} LIMIT %s"
    return sql, [*where.params, limit]


def _merged(
    plan: Plan, head: str, params: list[Any], limit: int, *, falls: bool
) -> tuple[str, list[Any]]:
    beforehand, given = _beforehand(plan)
    if plan.parts is None:
        return f"{beforehand}{head}", [*given, *params]
    names = [f"found.k{number}" for number in range(len(plan.keys))]
    sql, values = _with_parts(plan, head, params)
    distinct = "DISTINCT " if plan.repeats else ""
    order = _order(names, falls=falls)
    merged = f"SELECT {distinct}{', '.join(names)} FROM {sql} ORDER BY {order} LIMIT %s"
    return f"{beforehand}{merged}", [*given, *values, limit]


def _with_parts(plan: Plan, head: str, params: list[Any]) -> tuple[str, list[Any]]:
    """``head`` once for each part; its conditions on ``part`` are in it already."""
    if plan.parts is None:
        return f"({head}) AS found", params
    kinds = [_kind(column) for column in plan.part_columns]
    names = ", ".join(f"p{number}" for number in range(len(kinds)))
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    columns = [list(column) for column in zip(*plan.parts, strict=True)]
    sql = f"unnest({arrays}) AS part({names}) CROSS JOIN LATERAL ({head}) AS found"
    return sql, [*columns, *params]


def _kind(column: str) -> str:
    return "bigint" if column.endswith("_id") else "varchar"


def _where(plan: Plan, place: Key | None, *, falls: bool) -> Where:
    where = Where(list(plan.where.parts), list(plan.where.params))
    for number in range(len(plan.narrow)):
        where.add(f"t.id IN (SELECT id FROM narrow{number})")
    if plan.parts is not None:
        for number, column in enumerate(plan.part_columns):
            where.add(f"{column} = part.p{number}")
    if place is not None:
        marks = ", ".join(["%s"] * len(place))
        where.add(f"({', '.join(plan.keys)}) {'<' if falls else '>'} ({marks})", *place)
    return where


def _beforehand(plan: Plan) -> tuple[str, list[Any]]:
    if not plan.narrow:
        return "", []
    parts = [
        f"narrow{number}(id) AS MATERIALIZED ({narrow.sql})"
        for number, narrow in enumerate(plan.narrow)
    ]
    return f"WITH {', '.join(parts)} ", [value for each in plan.narrow for value in each.params]


def _order(columns: Sequence[str], *, falls: bool) -> str:
    return ", ".join(f"{column} {'DESC' if falls else 'ASC'}" for column in columns)


def _rows(sql: str, params: Sequence[Any], seconds: float) -> list[Key]:
    with bounded(seconds), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Statements within are stopped when they take longer. Raises TookTooLongError."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = %s", [int(seconds * 1000)])
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") == _CANCELLED:
            raise TookTooLongError from error
        raise
