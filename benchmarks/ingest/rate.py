"""P1: the whole way of a file beside its slower half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from benchmarks.bench import timed
from benchmarks.ingest.goals import END_TO_END, WORKER
from benchmarks.ingest.ground import WrongResultError, check_holds
from benchmarks.statistic import median
from transactions.formats import open_journal
from transactions.services.load import Loader
from transactions.services.overlap import chunks
from transactions.services.rows import row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.bench import Bench
    from benchmarks.ingest.ground import Ground
    from benchmarks.journal import Journal
    from transactions.services.row_file import FileContext
    from transactions.services.rows import Row


def measure(bench: Bench, ground: Ground, journal: Journal) -> None:
    trials = _Trials(ground, journal)
    rounds = bench.rounds(
        END_TO_END.name,
        {
            "parsing": trials.parsing,
            "loading": trials.loading,
            "receiving": trials.receiving,
            "working": trials.working,
        },
    )
    floors = [max(each["parsing"], each["loading"]) for each in rounds]
    whole = [each["receiving"] + each["working"] for each in rounds]
    bench.conclude(END_TO_END, list(zip(floors, whole, strict=True)))
    bench.conclude(
        WORKER, [(floor, each["working"]) for floor, each in zip(floors, rounds, strict=True)]
    )
    for stage in ("parsing", "loading", "receiving", "working"):
        seconds = median([each[stage] for each in rounds])
        bench.figure(f"P1 {stage} alone", journal.megabytes / seconds, "MB/s")
    bench.figure("P1 end to end", journal.megabytes / median(whole), "MB/s")
    bench.figure("P1 end to end", journal.events / median(whole), "events/s")


class _Trials:
    """All of them end in the same rows, or the run fails."""

    def __init__(self, ground: Ground, journal: Journal) -> None:
        self._ground, self._journal = ground, journal
        ground.empty()
        ground.ingest(journal.path)
        self._expected = check_holds(ground, journal)

    def parsing(self) -> float:
        self._ground.empty()
        file = self._ground.file_context()
        return timed(lambda: sum(map(len, pieces_of(self._journal, file))))

    def loading(self) -> float:
        self._ground.empty()
        pieces = list(pieces_of(self._journal, self._ground.file_context()))
        return self._checked(lambda: load(self._ground, pieces))

    def receiving(self) -> float:
        self._ground.empty()
        return timed(lambda: self._ground.receive(self._journal.path))

    def working(self) -> float:
        """What :meth:`receiving` left to do."""
        return self._checked(self._ground.work_off)

    def _checked(self, work: object) -> float:
        seconds = timed(work)  # type: ignore[arg-type]
        if self._ground.fingerprint() != self._expected:
            raise WrongResultError("the same journal did not end in the same rows")
        return seconds


def pieces_of(journal: Journal, file: FileContext) -> Iterator[list[Row]]:
    """The file as pieces of rows: all that the product does before the database."""
    with journal.path.open("rb") as stream:
        reader = open_journal(stream, journal.path.name, file.format)
        yield from chunks(row_of(event, file, None) for event in reader)


def load(ground: Ground, pieces: Iterable[list[Row]]) -> None:
    with transaction.atomic():
        Loader(reviewed=True).load(pieces)


def measure_archive(bench: Bench, ground: Ground, archive: Journal) -> None:
    """A ZIP of one-event files: what a file costs beside what an event costs."""
    ground.empty()
    receiving = timed(lambda: ground.receive(archive.path))
    working = timed(ground.work_off)
    check_holds(ground, archive)
    bench.figure("P1 one-event files in a ZIP, received", archive.events / receiving, "files/s")
    bench.figure("P1 one-event files in a ZIP, worked off", archive.events / working, "files/s")
    whole = receiving + working
    bench.figure("P1 one-event files in a ZIP, end to end", archive.events / whole, "files/s")
