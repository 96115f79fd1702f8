"""The conditions of a search as SQL on a transaction ``t``, each with its parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from transactions.search.query import Basis, Order

if TYPE_CHECKING:
    from transactions.search.query import Query
    from transactions.search.scope import Scope
    from transactions.search.whose import Held


@dataclass(slots=True)
class Where:
    """Conditions joined by AND."""

    parts: list[str] = field(default_factory=list)
    params: list[Any] = field(default_factory=list)

    def add(self, sql: str, *params: Any) -> None:
        self.parts.append(sql)
        self.params += params

    @property
    def sql(self) -> str:
        return " AND ".join(self.parts) or "true"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a row's time and store are read: other tables repeat them, in their indexes."""

    at: str = "t.occurred_at"
    store: str = "t.store_id"


def conditions(query: Query, scope: Scope, now: datetime, columns: Columns) -> Where:
    """Everything but stores, registers, cashiers' numbers and items, by which a list is
    walked (``plan.py``), and what is narrowed beforehand (``narrow.py``)."""
    where = Where()
    where.add("t.standing <> 'withdrawn'" if query.every_account else "t.standing = ''")
    _days(where, query, scope, now, columns)
    _time_of_day(where, query, scope, columns)
    _choices(where, query)
    if query.least is not None:
        where.add("abs(t.amount) >= %s", query.least)
    if query.most is not None:
        where.add("abs(t.amount) <= %s", query.most)
    if query.order is Order.AMOUNT:
        where.add("t.amount IS NOT NULL")
    if query.training is not None:
        where.add("t.is_training" if query.training else "t.is_training IS NOT TRUE")
    if scope.cashiers is not None and any(held.since or held.until for held in scope.cashiers):
        _held(where, scope.cashiers)
    return where


def _choices(where: Where, query: Query) -> None:
    if query.types:
        where.add("t.event_type = ANY(%s::varchar[])", list(query.types))
    if query.tenders:
        where.add("t.tender_class = ANY(%s::varchar[])", list(query.tenders))
    if "any" in query.flags or (query.flags and "pattern" not in query.flags):
        where.add("t.flags <> '{}'")  # what the index of flagged ones is limited to


def by_flag(where: Where, query: Query, pattern: str) -> None:
    """``pattern`` says, as SQL, that an alert over several transactions holds ``t``."""
    named = [flag for flag in query.flags if flag != "pattern"]
    if not query.flags or "any" in named:
        return
    if "pattern" not in query.flags:
        where.add("t.flags && %s::varchar[]", named)
    elif named:
        where.add(f"(t.flags && %s::varchar[] OR {pattern})", named)
    else:
        where.add(pattern)


def _days(where: Where, query: Query, scope: Scope, now: datetime, columns: Columns) -> None:
    """From midnight to midnight of each store's own days."""
    if query.since is None and query.until is None:
        return
    bounds = {zone: _bounds(query, now.astimezone(ZoneInfo(zone)).date()) for zone in scope.by_zone}
    if query.basis is Basis.BUSINESS:
        _between(where, scope, "t.business_date", dict(bounds), "date", columns)
        return
    moments = {
        zone: (_midnight(low, zone), _midnight(high + timedelta(days=1) if high else None, zone))
        for zone, (low, high) in bounds.items()
    }
    _between(where, scope, columns.at, moments, "timestamptz", columns)


def _bounds(query: Query, today: date) -> tuple[date | None, date | None]:
    return (
        query.since.at(today) if query.since else None,
        query.until.at(today) if query.until else None,
    )


def _midnight(day: date | None, zone: str) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(zone)) if day else None


def _between(
    where: Where,
    scope: Scope,
    column: str,
    bounds: dict[str, tuple[Any, Any]],
    kind: str,
    columns: Columns,
) -> None:
    """The widest bounds, which an index takes; and each zone's own where they differ."""
    for end, compare, widest in ((0, ">=", min), (1, "<" if kind != "date" else "<=", max)):
        values = [pair[end] for pair in bounds.values() if pair[end] is not None]
        if not values:
            continue
        where.add(f"{column} {compare} %s::{kind}", widest(values))
        if len(set(values)) > 1:
            own = {zone: pair[end] for zone, pair in bounds.items()}
            sql, params = _by_store(scope, own, kind, columns)
            where.add(f"{column} {compare} {sql}", *params)


def _by_store(
    scope: Scope, values: dict[str, Any], kind: str, columns: Columns
) -> tuple[str, list[Any]]:
    """A value that depends on the zone of the row's store."""
    params: list[Any] = []
    cases = []
    for zone, stores in scope.by_zone.items():
        cases.append(f"WHEN {columns.store} = ANY(%s::bigint[]) THEN %s::{kind}")
        params += [stores, values[zone]]
    return f"(CASE {' '.join(cases)} END)", params


def _time_of_day(where: Where, query: Query, scope: Scope, columns: Columns) -> None:
    """By the store's clock. Ends before it begins: over midnight."""
    begins, ends = query.from_time or time(), query.to_time
    if query.from_time is None and ends is None:
        return
    zones = {zone: zone for zone in scope.by_zone} or {"UTC": "UTC"}
    if len(zones) == 1:
        zone, params = "%s", list(zones)
    else:
        zone, params = _by_store(scope, zones, "text", columns)
    local = f"({columns.at} AT TIME ZONE {zone})::time"
    if ends is None:
        where.add(f"{local} >= %s", *params, begins)
    elif begins < ends:
        where.add(f"({local} >= %s AND {local} < %s)", *params, begins, *params, ends)
    else:
        where.add(f"({local} >= %s OR {local} < %s)", *params, begins, *params, ends)


def _held(where: Where, held: list[Held]) -> None:
    """Numbers that people held for a while, each with its business dates."""
    where.add(
        """EXISTS (SELECT 1 FROM unnest(%s::bigint[], %s::date[], %s::date[])
               AS held(cashier_id, since, until)
           WHERE held.cashier_id = t.cashier_id
             AND t.business_date >= COALESCE(held.since, '-infinity')
             AND t.business_date <= COALESCE(held.until, 'infinity'))""",
        [each.cashier_id for each in held],
        [each.since for each in held],
        [each.until for each in held],
    )
