"""Every measurement of ``rules``. Django is up when this is imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction

from alerts.models import Alert
from benchmarks.bench import timed
from benchmarks.ingest.ground import Ground, WrongResultError, check_holds
from benchmarks.journal import write_journal
from benchmarks.product import make_chain
from benchmarks.queue.rows import History
from benchmarks.rules import goals, past_days, steady
from benchmarks.rules.looking import look_at
from benchmarks.rules.texts import only_rules
from benchmarks.statistic import median
from transactions.models import Touched

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.bench import Bench, Size

RULES: Final = 50
COUNTS: Final = (10, 50, 200)
_MEGABYTES: Final[dict[Size, float]] = {"S": 6, "M": 40, "L": 200}
_HISTORY: Final[dict[Size, int]] = {"S": 100_000, "M": 1_000_000, "L": 1_000_000}
_FLAGGED: Final = 0.02


def measure(bench: Bench, data: Path) -> None:
    _of_ingest(bench, data)
    connection.set_tenant(make_chain("history"))  # type: ignore[attr-defined]
    bench.say("filling the chain with history")
    history = History(_HISTORY[bench.size], _FLAGGED, bench.seed)
    bench.figure("history", history.transactions, "transactions")
    bench.figure("made by SQL in", timed(history.fill), "s")
    steady.measure(bench)
    past_days.measure(bench)


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
            took = look_at([self.ground.store.pk])
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
    for count in COUNTS:
        took = median([_one_look(both, count) for _ in range(3)])
        bench.figure(f"{count} rules, one file, per 1,000 new", took / journal.events * 1e6, "ms")


def _one_look(both: _Ingest, count: int) -> float:
    both.take_in()
    only_rules_of(both, count)
    return both.evaluate()


def only_rules_of(both: _Ingest, count: int) -> None:
    """Rules are changed before anything is found, since alerts hold on to them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE alerts_alert CASCADE")
    only_rules(count)
