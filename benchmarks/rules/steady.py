"""What new rows cost in a chain that has a long history: P7b and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from alerts.models import Alert
from benchmarks.ingest.ground import WrongResultError
from benchmarks.rules import goals
from benchmarks.rules.floor import KINDS, Floor, rows_since
from benchmarks.rules.looking import look_at
from benchmarks.rules.texts import only_rules, only_texts
from benchmarks.statistic import median
from stores.models import Store
from transactions.models import Touched, Transaction

if TYPE_CHECKING:
    from datetime import datetime

    from benchmarks.bench import Bench

RULES: Final = 50
COUNTS: Final = (10, 50, 200)
_NEW: Final = timedelta(hours=6)
_WORDS: Final = {
    "no_sale": "no sales",
    "refund": "refunds",
    "void": "voids",
    "cancellation": "items removed",
    "manual_discount": "manual discounts",
}


@dataclass(frozen=True, slots=True)
class _Steady:
    """Rows of the last hours, which are looked at as if they had just come."""

    since: datetime
    until: datetime
    stores: list[int]
    rows: int

    def look(self, *, must_find: bool = True, again: bool = False) -> float:
        """Seconds; nothing of it is kept. ``again``: when its alerts are there already."""
        with transaction.atomic():
            took = self._evaluated()
            if must_find and not Alert.objects.exists():
                raise WrongResultError("the rules found nothing in six hours of twenty stores")
            if again:
                before = Alert.objects.count()
                took = self._evaluated()
                if Alert.objects.count() != before:
                    raise WrongResultError("a second look found something else")
            transaction.set_rollback(True)
        return took

    def _evaluated(self) -> float:
        Touched.objects.bulk_create(
            Touched(store_id=pk, since=self.since, until=self.until) for pk in self.stores
        )
        return look_at(self.stores)


def measure(bench: Bench) -> None:
    newest = Transaction.objects.latest("occurred_at").occurred_at
    rows = rows_since(newest - _NEW)
    stores = list(Store.objects.values_list("pk", flat=True))
    steady = _Steady(newest - _NEW, newest, stores, len(rows))
    floor = Floor(rows, RULES)
    bench.figure("new rows at a time", len(rows), "transactions")
    only_rules(RULES)
    each = RULES * len(rows) / 1e9
    bench.compare(
        goals.PER_ROW,
        reference=lambda: floor.run() / each,
        subject=lambda: steady.look() / each,
    )
    again = median([steady.look(again=True) for _ in range(3)])
    bench.figure("P7b when its alerts are there already", again / each, "ns per rule and row")
    only_texts(_same_as_floor(RULES))
    bench.compare(
        goals.SAME_RULES,
        reference=lambda: floor.run() / each,
        subject=lambda: steady.look(must_find=floor.hits > 0) / each,
    )
    _by_number(bench, steady)


def _same_as_floor(count: int) -> list[str]:
    """The rules that the floor's loops are, in words."""
    return [
        f"> {2 + number // len(KINDS)} {_WORDS[KINDS[number % len(KINDS)]]} in 5 minutes"
        for number in range(count)
    ]


def _by_number(bench: Bench, steady: _Steady) -> None:
    for count in COUNTS:
        only_rules(count)
        steady.look()  # plans are made at the first look of a connection
        took = median([steady.look() for _ in range(3)])
        bench.figure(
            f"{count} rules, history behind, per 1,000 new", took / steady.rows * 1e6, "ms"
        )
