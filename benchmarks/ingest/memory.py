"""P5: peak memory, small file against one ten times as big, each in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.ingest.goals import MEMORY_INGEST, MEMORY_PARSING
from benchmarks.ingest.ground import WrongResultError
from benchmarks.journal import write_journal
from benchmarks.peaks import run_child

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.bench import Bench
    from benchmarks.ingest.sizes import Amounts
    from benchmarks.journal import Journal


def measure(bench: Bench, data: Path, amounts: Amounts) -> None:
    bench.say("writing journals")
    small = write_journal(
        data / "small.xml", megabytes=amounts.small_megabytes, seed=bench.seed + 1
    )
    big = write_journal(data / "big.xml", megabytes=amounts.big_megabytes, seed=bench.seed + 2)
    for goal, child in (
        (MEMORY_PARSING, "benchmarks.ingest.child_reads"),
        (MEMORY_INGEST, "benchmarks.ingest.child_ingests"),
    ):
        finding = bench.compare(
            goal,
            reference=lambda child=child: _peak(child, small),  # type: ignore[misc]
            subject=lambda child=child: _peak(child, big),  # type: ignore[misc]
        )
        bench.figure(
            f"P5 {finding.goal.subject}: peak for {big.megabytes:.0f} MB (moonshot < 96)",
            finding.subject,
            "MB",
        )


def _peak(child: str, journal: Journal) -> float:
    done = run_child(child, str(journal.path))
    if done.answer["rows"] != journal.events:
        raise WrongResultError(f"{done.answer['rows']} rows of {journal.events} events")
    return done.peak_mb
