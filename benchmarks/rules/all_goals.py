"""Every measurement of ``rules``. Django is up when this is imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction

from alerts.models import Alert, Rule
from alerts.rules import parse
from alerts.services.backtest import backtest
from alerts.services.evaluate import evaluate_stores
from benchmarks.bench import timed
from benchmarks.ingest.ground import Ground, WrongResultError, check_holds
from benchmarks.journal import write_journal
from benchmarks.product import make_chain
from benchmarks.queue.rows import History
from benchmarks.rules import goals
from benchmarks.rules.floor import nanoseconds, rows_since
from benchmarks.rules.texts import only_rules
from stores.models import Store
from transactions.models import Touched, Transaction

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.bench import Bench, Size

RULES: Final = 50
OTHERS: Final = (10, 200)
_MEGABYTES: Final[dict[Size, float]] = {"S": 6, "M": 40, "L": 200}
_HISTORY: Final[dict[Size, int]] = {"S": 100_000, "M": 1_000_000, "L": 1_000_000}
_NEW: Final = timedelta(hours=6)
_FLAGGED: Final = 0.02
_WINDOW: Final = ">3 no sales in 5 minutes"
_BARE: Final = """
    SELECT count(*) FROM (
        SELECT count(*) OVER (PARTITION BY store_id, register_id ORDER BY occurred_at
            RANGE BETWEEN interval '5 minutes' PRECEDING AND CURRENT ROW) AS many
        FROM transactions_transaction
        WHERE event_type = 'no_sale' AND flags && ARRAY['no_sale']::varchar[] AND standing = ''
    ) AS sums WHERE many > 3
"""


def measure(bench: Bench, data: Path) -> None:
    _of_ingest(bench, data)
    connection.set_tenant(make_chain("history"))  # type: ignore[attr-defined]
    bench.say("filling the chain with history")
    History(_HISTORY[bench.size], _FLAGGED, bench.seed).fill()
    bench.figure("history", _HISTORY[bench.size], "transactions")
    _per_row(bench)
    _past_days(bench)


@dataclass(slots=True)
class _Ingest:
    """One file taken in, and then evaluated."""

    ground: Ground
    path: Path

    def take_in(self) -> float:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE alerts_alert, alerts_rulemark CASCADE")
        self.ground.empty()
        return timed(lambda: self.ground.ingest(self.path))

    def evaluate(self) -> float:
        with transaction.atomic():
            took = timed(lambda: evaluate_stores([self.ground.store.pk]))
        if not Alert.objects.exists() or Touched.objects.exists():
            raise WrongResultError("the rules found nothing in a journal full of it")
        return took


def _of_ingest(bench: Bench, data: Path) -> None:
    journal = write_journal(data / "rules.xml", megabytes=_MEGABYTES[bench.size], seed=bench.seed)
    ground = Ground.made()
    both = _Ingest(ground, journal.path)
    only_rules(RULES)
    bench.compare(goals.OF_INGEST, reference=both.take_in, subject=both.evaluate)
    check_holds(ground, journal)
    for count in OTHERS:
        both.take_in()
        only_rules_of(both, count)
        took = both.evaluate()
        bench.figure(f"{count} rules, per 1,000 new", took / journal.events * 1e6, "ms")


def only_rules_of(both: _Ingest, count: int) -> None:
    """Rules are changed before anything is found, since alerts hold on to them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE alerts_alert CASCADE")
    only_rules(count)


def _per_row(bench: Bench) -> None:
    newest = Transaction.objects.latest("occurred_at").occurred_at
    since = newest - _NEW
    rows = rows_since(since)
    stores = list(Store.objects.values_list("pk", flat=True))
    only_rules(RULES)

    def evaluate() -> float:
        with transaction.atomic():
            Touched.objects.bulk_create(
                Touched(store_id=pk, since=since, until=newest) for pk in stores
            )
            took = timed(lambda: evaluate_stores(stores))
            if not Alert.objects.exists():
                raise WrongResultError("the rules found nothing in six hours of twenty stores")
            transaction.set_rollback(True)
        return took / RULES / len(rows) * 1e9

    bench.figure("new rows at a time", len(rows), "transactions")
    bench.compare(goals.PER_ROW, reference=lambda: nanoseconds(rows, RULES), subject=evaluate)


def _past_days(bench: Bench) -> None:
    meant = parse(_WINDOW).rule
    if meant is None:
        raise ValueError(_WINDOW)

    def bare() -> float:
        with connection.cursor() as cursor:
            return timed(lambda: cursor.execute(_BARE))

    def tried() -> float:
        return timed(lambda: backtest(rule=meant, days=400, store_ids=None))

    bench.compare(goals.PAST_DAYS, reference=bare, subject=tried)
    for rule in Rule.objects.order_by("pk")[:10]:
        each = parse(rule.text).rule
        if each is not None:
            took = timed(lambda each=each: backtest(rule=each, days=400, store_ids=None))  # type: ignore[misc]
            bench.figure(f"back-test of “{rule.text}”", took * 1000, "ms")
