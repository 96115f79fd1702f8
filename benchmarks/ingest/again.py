"""P4: a file that was taken in before."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction

from benchmarks.bench import timed
from benchmarks.ingest.goals import AGAIN
from benchmarks.ingest.ground import WrongResultError, check_holds
from benchmarks.statistic import median
from transactions.models import FileState, SourceFile
from transactions.services.parse import parse_files

if TYPE_CHECKING:
    from benchmarks.bench import Bench
    from benchmarks.ingest.ground import Ground
    from benchmarks.journal import Journal

_PIECE = 256 * 1024


def measure(bench: Bench, ground: Ground, journal: Journal) -> None:
    trials = _Trials(ground, journal)
    rounds = bench.rounds(
        AGAIN.name,
        {
            "first": trials.first,
            "again": trials.again,
            "replay": trials.replay,
            "sha256": trials.sha256,
        },
    )
    bench.conclude(AGAIN, [(each["first"], each["again"]) for each in rounds])
    bench.figure(
        "P4 the same file again, over sha256 of it (moonshot <= 1.5)",
        median([each["again"] / each["sha256"] for each in rounds]),
        "x",
    )
    bench.figure(
        "P4 replay of the kept file, every row a conflict: times faster than first",
        median([each["first"] / each["replay"] for each in rounds]),
        "x",
    )


class _Trials:
    """Each begins where the one before it ended; only the first adds rows."""

    def __init__(self, ground: Ground, journal: Journal) -> None:
        self._ground, self._journal = ground, journal

    def first(self) -> float:
        self._ground.empty()
        seconds = timed(lambda: self._ground.ingest(self._journal.path))
        self._expected = check_holds(self._ground, self._journal)
        return seconds

    def again(self) -> float:
        seconds = timed(lambda: self._ground.ingest(self._journal.path))
        latest = SourceFile.objects.latest("id")
        if latest.state != FileState.DUPLICATE:
            raise WrongResultError(f"the second time it was {latest.state}")
        self._check_unchanged()
        return seconds

    def replay(self) -> float:
        kept = SourceFile.objects.select_related("store", "upload").get(state=FileState.INGESTED)

        def parse() -> None:
            with transaction.atomic():
                parse_files([kept])

        seconds = timed(parse)
        # All are told as revised: a file that is read anew wins each of its rows back.
        if kept.new_transactions:
            raise WrongResultError("a replay made new rows")
        self._check_unchanged()
        return seconds

    def sha256(self) -> float:
        return timed(self._hash)

    def _hash(self) -> None:
        digest = hashlib.sha256()
        with self._journal.path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
        if digest.hexdigest() != self._journal.sha256:
            raise WrongResultError("the journal itself has changed")

    def _check_unchanged(self) -> None:
        if self._ground.fingerprint() != self._expected:
            raise WrongResultError("the same file again changed what is stored")
