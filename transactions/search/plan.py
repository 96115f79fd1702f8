"""Which table a search walks, in whose order, and by which of its parts.

A list is read from an index that has its order already. Where the index begins with a
store (or register, cashier, status, item), the index is walked once for each that is
asked for and the heads are merged, so that a page costs what it shows, however many rows
there are and however deep the page is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from transactions.search.conditions import Columns, Where, by_flag, conditions
from transactions.search.keys import AMOUNT, BOOKS, BOOKS_RISING, RISK, Ordering, ordering_of
from transactions.search.narrow import Links, Narrow, narrowed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from transactions.search.query import Query
    from transactions.search.scope import Scope

MOST_PARTS: Final = 1000
FEW_STORES: Final = 40
_ITEM_USES: Final = (
    "transactions_itemuse u JOIN transactions_transaction t ON t.id = u.transaction_id"
)
_REVIEWS: Final = "transactions_review v JOIN transactions_transaction t ON t.id = v.transaction_id"
_PLAIN: Final = "transactions_transaction t"
_OF_STATUS: Final = (
    "EXISTS (SELECT 1 FROM transactions_review v WHERE v.transaction_id = t.id"
    " AND v.status = ANY(%s::varchar[]))"
)
_OF_ITEM: Final = (
    "t.id IN (SELECT u.transaction_id FROM transactions_itemuse u"
    " WHERE u.item_id = ANY(%s::bigint[]))"
)
_KEYS: Final = {
    _PLAIN: {"time": "t.occurred_at", "id": "t.id", "day": "t.business_date"},
    _ITEM_USES: {"time": "u.occurred_at", "id": "u.transaction_id"},
    _REVIEWS: {"time": "v.occurred_at", "id": "v.transaction_id", "risk": "v.risk"},
}
_AMOUNT: Final = "abs(t.amount)"
_COLUMNS: Final = {
    _PLAIN: Columns(),
    _ITEM_USES: Columns("u.occurred_at", "u.store_id"),
    _REVIEWS: Columns("v.occurred_at", "v.store_id"),
}


@dataclass(slots=True)
class Plan:
    """``parts`` are rows of values for ``part_columns``; None: the table is walked whole."""

    table: str
    ordering: Ordering
    where: Where
    part_columns: tuple[str, ...] = ()
    parts: Sequence[tuple[Any, ...]] | None = None
    narrow: list[Narrow] = field(default_factory=list)
    repeats: bool = False
    """A transaction may be met in several parts."""

    @property
    def keys(self) -> list[str]:
        named = {"amount": _AMOUNT, **_KEYS[self.table]}
        return [named[kind] for kind in self.ordering.kinds]


def make_plan(query: Query, scope: Scope, now: datetime, links: Links) -> Plan:
    ordering = ordering_of(query)
    narrow = [*narrowed(query, scope), *links.narrow]
    table = _table(query, scope, ordering, is_narrow=bool(narrow))
    where = conditions(query, scope, now, _COLUMNS[table])
    by_flag(where, query, links.pattern)
    plan = Plan(table, ordering, where, narrow=narrow)
    _walk_by(plan, query, scope)
    return plan


def _table(query: Query, scope: Scope, ordering: Ordering, *, is_narrow: bool) -> str:
    by_time = "risk" not in ordering.kinds and ordering.kinds == ("time", "id")
    if ordering is RISK or (query.statuses and by_time and scope.items is None):
        return _REVIEWS
    return _ITEM_USES if scope.items is not None and by_time and not is_narrow else _PLAIN


def _walk_by(plan: Plan, query: Query, scope: Scope) -> None:
    """The narrowest part that an index begins with; the others become conditions."""
    asked: dict[str, list[Any] | None] = {
        "t.cashier_id": None if scope.cashiers is None else _ids(scope.cashiers),
        "t.register_id": scope.registers,
    }
    stores = _COLUMNS[plan.table].store
    asked[stores] = None if scope.is_all else scope.store_ids
    if plan.table == _ITEM_USES:
        _part(plan, ("u.item_id",), [(pk,) for pk in scope.items or ()])
        plan.repeats = True
    elif scope.items is not None:
        plan.where.add(_OF_ITEM, scope.items)
    if plan.table == _REVIEWS:
        _by_status(plan, query, asked, stores, scope)
    elif query.statuses:
        plan.where.add(_OF_STATUS, list(query.statuses))
    if plan.parts is None and not plan.narrow:
        _by_column(plan, query, scope, asked)
    for column, values in asked.items():
        if values is not None:
            plan.where.add(f"{column} = ANY(%s::bigint[])", values)


def _by_status(
    plan: Plan, query: Query, asked: dict[str, list[Any] | None], stores: str, scope: Scope
) -> None:
    """An index of reviews begins with the status, another with store and status."""
    statuses = query.statuses or ("new", "approved", "investigate", "escalate")
    few = asked[stores]
    if plan.narrow or not (few is None or len(few) <= FEW_STORES):
        few = None
    else:
        asked[stores] = None
    if few is None:
        _part(plan, ("v.status",), [(status,) for status in statuses])
    else:
        _part(plan, ("v.status", stores), list(product(statuses, few)))


def _by_column(plan: Plan, query: Query, scope: Scope, asked: dict[str, list[Any] | None]) -> None:
    for column in ("t.cashier_id", "t.register_id"):
        values = asked[column]
        if plan.ordering in _OF_STORES or values is None or len(values) > MOST_PARTS:
            continue
        asked[column] = None
        _part(plan, (column,), [(pk,) for pk in values])
        return
    if _goes_by_type(plan, query, scope):
        plan.where.add("t.event_type <> 'sale'")
        _part(plan, ("t.event_type",), [(each,) for each in query.types])
    elif _goes_by_store(plan, query, scope):
        asked["t.store_id"] = None
        _part(plan, ("t.store_id",), [(pk,) for pk in scope.store_ids])


_OF_STORES: Final = (AMOUNT, BOOKS, BOOKS_RISING)
"""Orders whose indexes begin with the store."""


def _goes_by_type(plan: Plan, query: Query, scope: Scope) -> bool:
    """Types other than sales have an index of their own, over all stores."""
    return (
        plan.ordering not in _OF_STORES
        and bool(query.types)
        and "sale" not in query.types
        and not query.flags
        and (scope.is_all or len(scope.stores) > FEW_STORES)
    )


def _goes_by_store(plan: Plan, query: Query, scope: Scope) -> bool:
    if len(scope.stores) > MOST_PARTS:
        return False
    if plan.ordering in _OF_STORES:
        return True
    if query.training:
        return False  # that has an index over all stores which is short
    if query.flags:
        return not scope.is_all and len(scope.stores) <= FEW_STORES
    if query.least is not None or query.most is not None:
        return True
    return not scope.is_all and len(scope.stores) <= FEW_STORES


def _part(plan: Plan, columns: tuple[str, ...], parts: Sequence[tuple[Any, ...]]) -> None:
    plan.part_columns, plan.parts = columns, parts


def _ids(held: Sequence[Any]) -> list[int]:
    return sorted({each.cashier_id for each in held})
