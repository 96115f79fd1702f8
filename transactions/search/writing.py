"""A query as the query string of an address: one text for one query. Pure.

``read_query(parse(write_query(q))).query == q`` for every query that was read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from transactions.search.query import Basis, Order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import time
    from decimal import Decimal

    from transactions.search.query import Query


def write_query(query: Query) -> str:
    """Without a question mark; "" for a query that asks for everything, newest first."""
    return urlencode(list(pairs(query)))


def pairs(query: Query) -> Iterator[tuple[str, str]]:
    """Names and values in the order in which addresses have them."""
    for name, value in _named(query):
        if isinstance(value, tuple):
            yield from ((name, str(each)) for each in value)
        elif value not in (None, ""):
            yield name, str(value)


def _named(query: Query) -> Iterator[tuple[str, object]]:
    yield "from", query.since
    yield "to", query.until
    yield "dates", "" if query.basis is Basis.CALENDAR else query.basis
    yield "time", times_text(query.from_time, query.to_time)
    yield "store", query.stores
    yield "register", query.registers
    yield "cashier", query.cashiers
    yield "type", query.types
    yield "flag", query.flags
    yield "status", query.statuses
    yield "tender", query.tenders
    yield "min", money_text(query.least)
    yield "max", money_text(query.most)
    yield "item", query.item
    yield "note", query.note
    yield "number", query.number
    yield "training", {True: "yes", False: "no", None: ""}[query.training]
    yield "rule", query.rules
    yield "alert", query.alerts
    yield "accounts", "every" if query.every_account else ""
    yield "sort", "" if query.order is Order.NEWEST else query.order


def times_text(begins: time | None, ends: time | None) -> str:
    if begins is None and ends is None:
        return ""
    return "-".join(f"{each:%H:%M}" if each else "" for each in (begins, ends))


def money_text(value: Decimal | None) -> str:
    """``50`` rather than ``50.00``."""
    if value is None:
        return ""
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"
