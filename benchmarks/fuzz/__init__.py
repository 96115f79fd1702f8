"""Damaged files by the hundred thousand: no reader may crash, hang or fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.fuzz.targets import TARGETS
from benchmarks.fuzz.trial import FuzzFailedError, try_all

if TYPE_CHECKING:
    from benchmarks.bench import Bench, Size

INPUTS: Final[dict[Size, int]] = {"S": 2_000, "M": 100_000, "L": 500_000}
"""For each reader."""


def run(bench: Bench) -> None:
    """Raises FuzzFailedError, which tells how to make the same input again."""
    failures: list[str] = []
    for target in TARGETS:
        bench.say(f"{target.name}: {INPUTS[bench.size]:,} inputs")
        outcome = try_all(target, count=INPUTS[bench.size], seed=bench.seed)
        failures += outcome.failures
        bench.figure(f"{target.name}: inputs", outcome.inputs, "files")
        bench.figure(f"{target.name}: read to the end", outcome.read, "files")
        bench.figure(f"{target.name}: refused with a reason", outcome.refused, "files")
        bench.figure(f"{target.name}: crashed or hung", len(outcome.failures), "files")
        bench.figure(f"{target.name}: slowest", outcome.slowest * 1000, "ms")
        bench.figure(f"{target.name}: memory after, over memory before", outcome.growth, "x")
        bench.figure(f"{target.name}: speed", outcome.inputs / outcome.seconds, "files/s")
    if failures:
        raise FuzzFailedError("\n".join(failures[:50]))
