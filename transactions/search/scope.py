"""What the names in a query stand for, within the stores that somebody may see.

Small tables only. What is not found, or not theirs to see, becomes a problem and no error;
both are told in the same words, so that a guess learns nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from stores.models import Register, Store
from transactions.search import whose
from transactions.search.items.lookup import MOST_ITEMS, items_with
from transactions.search.problems import Problem
from transactions.search.words import searched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transactions.search.query import Query
    from transactions.search.whose import Held


@dataclass(frozen=True, slots=True)
class Place:
    """A store as a search needs it."""

    id: int
    code: str
    name: str
    zone: str

    @property
    def said(self) -> str:
        return self.name if self.code in self.name else f"{self.name} · {self.code}"


@dataclass(slots=True)
class Scope:
    """``stores`` are those searched; ``is_all`` says that this is the whole chain. Of
    registers, cashiers and items None is any, and an empty list nothing at all."""

    places: Mapping[int, Place]
    stores: list[Place]
    is_all: bool
    registers: list[int] | None = None
    cashiers: list[Held] | None = None
    items: list[int] | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def store_ids(self) -> list[int]:
        return [place.id for place in self.stores]

    @property
    def by_zone(self) -> dict[str, list[int]]:
        zones: defaultdict[str, list[int]] = defaultdict(list)
        for place in self.stores:
            zones[place.zone].append(place.id)
        return dict(zones)

    def zone_of(self, store_id: int) -> ZoneInfo:
        return ZoneInfo(self.places[store_id].zone)


def places_of(store_ids: frozenset[int] | None) -> list[Place]:
    """The stores, those that are closed too: their past can be searched."""
    rows = Store.objects.all() if store_ids is None else Store.objects.filter(pk__in=store_ids)
    return [Place(*row) for row in rows.values_list("pk", "code", "name", "timezone")]


def find_scope(query: Query, store_ids: frozenset[int] | None) -> Scope:
    """``store_ids`` are those that may be seen, None for all of the chain."""
    places = places_of(store_ids)
    scope = Scope({place.id: place for place in places}, places, store_ids is None)
    if query.stores:
        _narrow(scope, query.stores)
    if query.registers:
        scope.registers = _registers(scope, query.registers)
    if query.cashiers:
        scope.cashiers, unknown = whose.held_by(query.cashiers, scope.store_ids)
        _unknown(scope, "cashier", unknown)
    if query.item:
        scope.items = _items(scope, query.item)
    return scope


def _narrow(scope: Scope, codes: Sequence[str]) -> None:
    known = {place.code for place in scope.stores}
    scope.stores = [place for place in scope.stores if place.code in codes]
    scope.is_all = False
    _unknown(scope, "store", [code for code in codes if code not in known])


def _unknown(scope: Scope, part: str, values: Sequence[str]) -> None:
    scope.problems += [Problem("not_here", part, value[:40], hides_all=False) for value in values]


def _registers(scope: Scope, codes: Sequence[str]) -> list[int]:
    rows: Any = Register.objects.filter(code__in=codes)
    if not scope.is_all:
        rows = rows.filter(store__in=scope.store_ids)
    found = list(rows.values_list("pk", "code"))
    known = {code for _pk, code in found}
    _unknown(scope, "register", [code for code in codes if code not in known])
    return [pk for pk, _code in found]


def _items(scope: Scope, text: str) -> list[int]:
    found = items_with(searched(text))
    if len(found) > MOST_ITEMS:
        scope.problems.append(Problem("too_many_items", "item", text[:40]))
        return []
    if not found:
        _unknown(scope, "item", [text])
    return found
