"""Every measurement of ``ingest``, in order. Django is up when this is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.ingest import again, inserting, memory, parsing, rate
from benchmarks.ingest.ground import Ground
from benchmarks.ingest.sizes import AMOUNTS
from benchmarks.journal import write_archive, write_journal

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.bench import Bench


def measure(bench: Bench, data: Path) -> None:
    amounts = AMOUNTS[bench.size]
    bench.say("writing journals")
    journal = write_journal(data / "journal.xml", megabytes=amounts.megabytes, seed=bench.seed)
    archive = write_archive(data / "files.zip", files=amounts.archive_files, seed=bench.seed)
    fewer = write_journal(data / "fewer.xml", megabytes=amounts.insert_megabytes, seed=bench.seed)
    ground = Ground.made()
    parsing.measure(bench, journal)
    rate.measure(bench, ground, journal)
    rate.measure_archive(bench, ground, archive)
    again.measure(bench, ground, journal)
    inserting.measure(bench, ground, fewer)
    memory.measure(bench, data, amounts)
