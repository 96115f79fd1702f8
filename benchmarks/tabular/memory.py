"""P5: peak memory of a CSV file and of one ten times as big."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.peaks import run_child
from benchmarks.tabular.goals import MEMORY_DELIMITED
from benchmarks.tabular.rate import WrongResultError
from benchmarks.tabular.sheet import write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.bench import Bench
    from benchmarks.tabular.sheet import Amounts


def measure(bench: Bench, folder: Path, amounts: Amounts) -> None:
    bench.say("writing delimited text")
    small = write_csv(folder / "small.csv", count=amounts.small_rows, seed=bench.seed + 1)
    big = write_csv(folder / "big.csv", count=amounts.big_rows, seed=bench.seed + 2)
    finding = bench.compare(
        MEMORY_DELIMITED,
        reference=lambda: _peak(small, amounts.small_rows),
        subject=lambda: _peak(big, amounts.big_rows),
    )
    megabytes = big.stat().st_size / 1e6
    bench.figure(f"P5 CSV: peak for {megabytes:.0f} MB (moonshot < 96)", finding.subject, "MB")


def _peak(path: Path, count: int) -> float:
    done = run_child("benchmarks.tabular.child_reads", str(path))
    if done.answer["rows"] != count + 1:
        raise WrongResultError(f"{done.answer['rows']} rows of {count + 1}")
    return done.peak_mb
