"""What was flagged at a store on a day, and what is usual there: from hourly totals only."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db import connection
from django.db.models import Q

from alerts.summaries.normal import WEEKS, Normal, normal_of
from stores.models import Cashier, CashierAssignment, Register

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DAYS: Final = 28
"""Of the picture."""
LISTED: Final = 5
NOT_COUNTED: Final = frozenset({"flag:training_sale"})

_TOTALS: Final = """
    SELECT business_date, register_id, cashier_id, measure, sum(count)::int, sum(amount)
    FROM transactions_hourlytotal
    WHERE store_id = %(store)s AND business_date BETWEEN %(since)s AND %(day)s
      AND (measure LIKE 'flag:%%' OR measure = 'type:sale')
    GROUP BY business_date, register_id, cashier_id, measure
"""


@dataclass(slots=True)
class _Days:
    """Counts by day, of one thing."""

    flags: Counter[date] = field(default_factory=Counter)
    heard: set[date] = field(default_factory=set)


@dataclass(slots=True)
class _Counted:
    store: _Days = field(default_factory=_Days)
    types: defaultdict[str, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    amounts: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    registers: defaultdict[int, _Days] = field(default_factory=lambda: defaultdict(_Days))
    cashiers: defaultdict[int, _Days] = field(default_factory=lambda: defaultdict(_Days))
    sales: int = 0


def counted(store_id: int, day: date) -> dict[str, Any]:
    """Facts of a store's day, ready to be kept as JSON."""
    found = _read(store_id, day)
    weeks = [day - timedelta(weeks=week) for week in range(1, WEEKS + 1)]
    samples = _samples(found.store.flags, found.store.heard, weeks)
    return {
        "sales": found.sales,
        "heard": day in found.store.heard,
        "total": {"count": found.store.flags[day], "samples": samples},
        "types": [
            {
                "flag": flag,
                "count": counts[day],
                "amount": str(found.amounts[flag]),
                "samples": _samples(counts, found.store.heard, weeks),
            }
            for flag, counts in sorted(found.types.items())
            if counts[day]
        ],
        "registers": _registers(found.registers, day, weeks),
        "cashiers": _cashiers(found.cashiers, day, weeks),
        "days": _days(found.store, day),
    }


def _read(store_id: int, day: date) -> _Counted:
    found = _Counted()
    since = day - timedelta(weeks=WEEKS)
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, {"store": store_id, "since": since, "day": day})
        for row in cursor.fetchall():
            _add(found, day, *row)
    return found


def _add(
    found: _Counted,
    day: date,
    of: date,
    register: int | None,
    cashier: int | None,
    measure: str,
    count: int,
    amount: Decimal,
) -> None:
    parts = [found.store]
    parts += [found.registers[register]] if register is not None else []
    parts += [found.cashiers[cashier]] if cashier is not None else []
    for each in parts:
        each.heard.add(of)
    if measure == "type:sale":
        found.sales += count if of == day else 0
    elif measure not in NOT_COUNTED:
        flag = measure.partition(":")[2]
        found.types[flag][of] += count
        found.amounts[flag] += abs(amount) if of == day else 0
        for each in parts:
            each.flags[of] += count


def _samples(counts: Counter[date], heard: set[date], weeks: Iterable[date]) -> list[int | None]:
    """A day on which nothing was heard at all says nothing."""
    return [counts[of] if of in heard else None for of in weeks]


def _usual(days: _Days, day: date, weeks: Iterable[date]) -> tuple[Normal | None, bool]:
    """Of the same weekday; for who seldom works on it, of all days worked (True)."""
    same = normal_of(_samples(days.flags, days.heard, weeks))
    if same is not None:
        return same, False
    return normal_of(days.flags[of] for of in days.heard if of != day), True


def _row(days: _Days, day: date, weeks: Iterable[date]) -> dict[str, Any]:
    normal, of_all = _usual(days, day, weeks)
    row: dict[str, Any] = {"count": days.flags[day]}
    if normal is not None:
        row |= {"low": normal.low, "middle": normal.middle, "high": normal.high}
        row |= {"days": normal.days, "any_day": of_all}
    return row


def _most(found: Mapping[int, _Days], day: date, weeks: list[date]) -> dict[int, dict[str, Any]]:
    """The most unusual first."""
    rows = {pk: _row(days, day, weeks) for pk, days in found.items() if days.flags[day]}
    order = sorted(rows, key=lambda pk: (-_excess(rows[pk]), -rows[pk]["count"], pk))
    return {pk: rows[pk] for pk in order}


def _excess(row: Mapping[str, int]) -> int:
    return max(row["count"] - row["high"], 0) if "high" in row else 0


def _registers(found: Mapping[int, _Days], day: date, weeks: list[date]) -> list[dict[str, Any]]:
    rows = _most(found, day, weeks)
    known = Register.objects.in_bulk(list(rows)[:LISTED])
    return [
        {"id": pk, "code": known[pk].code, "label": known[pk].label, **row}
        for pk, row in rows.items()
        if pk in known
    ]


def _cashiers(found: Mapping[int, _Days], day: date, weeks: list[date]) -> list[dict[str, Any]]:
    """People only: what a pump's own number did is told by its register."""
    rows = _most(found, day, weeks)
    known = Cashier.objects.filter(is_person=True).in_bulk(list(rows))
    names = names_of(known, day)
    listed = [pk for pk in rows if pk in known][:LISTED]
    return [
        {"id": pk, "code": known[pk].code, "name": names.get(pk, ""), **rows[pk]} for pk in listed
    ]


def names_of(cashiers: Mapping[int, Cashier], day: date) -> dict[int, str]:
    """Who had each number on that day, else the number's own name."""
    held = CashierAssignment.objects.filter(
        Q(since=None) | Q(since__lte=day),
        Q(until=None) | Q(until__gte=day),
        cashier__in=list(cashiers),
    )
    people = {row.cashier_id: row.person.name for row in held.select_related("person")}
    return {pk: people.get(pk) or cashier.name for pk, cashier in cashiers.items()}


def _days(store: _Days, day: date) -> list[int | None]:
    """Counts of the last four weeks, the day itself last; None where nothing was heard."""
    dates = [day - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    return [store.flags[of] if of in store.heard else None for of in dates]
