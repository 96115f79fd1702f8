"""P3: the loader beside plain COPY and beside Django's bulk_create."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction

from benchmarks.bench import timed
from benchmarks.ingest.goals import INSERTING, INSERTING_AS_DJANGO
from benchmarks.ingest.ground import WrongResultError, check_holds, row_count
from benchmarks.ingest.rate import load, pieces_of
from benchmarks.statistic import median
from transactions.models import Transaction

if TYPE_CHECKING:
    from benchmarks.bench import Bench
    from benchmarks.ingest.ground import Ground
    from benchmarks.journal import Journal

_DJANGO_BATCH: Final = 1000
_REST: Final = "TRUNCATE transactions_transaction CASCADE"


def measure(bench: Bench, ground: Ground, journal: Journal) -> None:
    trials = _Trials(ground, journal)
    rounds = bench.rounds(
        INSERTING.name,
        {"copy": trials.copy, "loader": trials.loader, "django": trials.django},
    )
    bench.conclude(INSERTING, [(each["copy"], each["loader"]) for each in rounds])
    bench.conclude(INSERTING_AS_DJANGO, [(each["django"], each["loader"]) for each in rounds])
    for name in ("copy", "loader", "django"):
        seconds = median([each[name] for each in rounds])
        bench.figure(f"P3 {name}", journal.events / seconds, "rows/s")


class _Trials:
    """The same rows in three ways, each in one transaction with its commit, into a table
    emptied before; its indexes and foreign keys stay."""

    def __init__(self, ground: Ground, journal: Journal) -> None:
        self._ground, self._journal = ground, journal
        ground.empty()
        self._pieces = list(pieces_of(journal, ground.file_context()))
        load(ground, self._pieces)
        self._expected = check_holds(ground, journal)
        self._objects = list(Transaction.objects.order_by("id"))
        self._columns = [
            field.column
            for field in Transaction._meta.concrete_fields
            if not field.primary_key and field.column is not None
        ]
        self._finished = self._export()

    def copy(self) -> float:
        self._empty()
        return self._counted(self._copy)

    def loader(self) -> float:
        self._empty()
        seconds = timed(lambda: load(self._ground, self._pieces))
        if self._ground.fingerprint() != self._expected:
            raise WrongResultError("the loader made other rows than before")
        return seconds

    def django(self) -> float:
        self._empty()
        for each in self._objects:
            each.pk = None
            each._state.adding = True
        return self._counted(self._bulk_create)

    def _copy(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.copy_expert(
                f"COPY transactions_transaction ({', '.join(self._columns)}) FROM STDIN",
                io.BytesIO(self._finished),
            )

    def _bulk_create(self) -> None:
        with transaction.atomic():
            Transaction.objects.bulk_create(
                self._objects, batch_size=_DJANGO_BATCH, ignore_conflicts=True
            )

    def _counted(self, work: object) -> float:
        seconds = timed(work)  # type: ignore[arg-type]
        if row_count() != self._journal.events:
            raise WrongResultError("rows are missing")
        return seconds

    def _export(self) -> bytes:
        target = io.BytesIO()
        with connection.cursor() as cursor:
            columns = ", ".join(self._columns)
            cursor.copy_expert(
                f"COPY (SELECT {columns} FROM transactions_transaction ORDER BY id) TO STDOUT",
                target,
            )
        return target.getvalue()

    @staticmethod
    def _empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_REST)
