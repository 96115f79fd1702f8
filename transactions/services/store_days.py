"""Business dates of stores: what a load touched, and what is to be settled or counted."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

StoreDay = tuple[int, date]
"""A store's key and a business date."""

STORE_DAYS = "unnest(%(stores)s::bigint[], %(dates)s::date[]) AS {name}(store_id, business_date)"
"""Store days as rows of a statement; its parameters are :func:`columns`."""


def columns(days: Collection[StoreDay]) -> dict[str, list[int] | list[date]]:
    """Store days as the two parameters of ``STORE_DAYS``."""
    ordered = sorted(days)
    return {"stores": [store for store, _day in ordered], "dates": [day for _store, day in ordered]}


def by_store(days: Collection[StoreDay]) -> Mapping[int, set[date]]:
    """Store days as the dates of each store."""
    found: defaultdict[int, set[date]] = defaultdict(set)
    for store, day in days:
        found[store].add(day)
    return found


def around(days: Collection[StoreDay]) -> set[StoreDay]:
    """The days and their neighbours: two sources may put a night's sale on either."""
    near = set(days)
    for store, day in days:
        near |= {(store, _shifted(day, -1)), (store, _shifted(day, 1))}
    return near


def _shifted(day: date, by: int) -> date:
    """Dates at the ends of the calendar have one neighbour only."""
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return day
