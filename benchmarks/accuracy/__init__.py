"""Thousands of clips out of random recorders: is every picture of the time it is said to be?"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.accuracy.checking import Tally, check
from benchmarks.accuracy.world import make_world

if TYPE_CHECKING:
    from benchmarks.bench import Bench, Size

WORLDS: Final[dict[Size, int]] = {"S": 12, "M": 100, "L": 500}
WINDOWS: Final = 25
"""Of each world."""


class AccuracyError(AssertionError):
    """A line per window that was not true; world and window make it again."""


def run(bench: Bench) -> None:
    tally = try_worlds(bench.seed, WORLDS[bench.size], say=bench.say)
    bench.figure("windows cut", tally.windows, "clips")
    bench.figure("pictures read", tally.pictures, "pictures")
    bench.figure("worst picture, off its told time", tally.worst * 1000, "ms")
    bench.figure("worst marker, in pictures", tally.worst_marker, "pictures")
    bench.figure("windows with gaps, all told", tally.with_gaps, "clips")
    bench.figure("windows in the hour that comes twice", tally.ambiguous, "clips")
    bench.figure("not recorded at all, and said so", tally.empty, "clips")
    bench.figure("untrue", len(tally.failures), "clips")
    if tally.failures:
        raise AccuracyError("\n".join(tally.failures[:50]))


def try_worlds(seed: int, count: int, *, say: object = None) -> Tally:
    """``count`` worlds, each of its own seed."""
    tally = Tally()
    for number in range(count):
        if callable(say):
            say(f"world {number + 1}/{count}")
        rng = random.Random(f"{seed}:{number}")
        with tempfile.TemporaryDirectory() as folder:
            world = make_world(Path(folder) / "recorder", rng)
            for window in range(WINDOWS):
                check(world, rng, Path(folder) / "out", f"{seed}:{number}:{window}", tally)
    return tally
