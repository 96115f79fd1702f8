"""What a run under load comes to: seconds of the whole, and lags by when a file came in."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.load.goals import KEPT_UP, LAG
from benchmarks.statistic import quantile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.bench import Bench

WINDOW: Final = 10.0
ONE_SECOND: Final = 1.0


@dataclass(frozen=True, slots=True)
class Counted:
    """One file: when it was received, in seconds of the run, and how long until its rows
    were in the totals."""

    received: float
    lag: float


def judge(bench: Bench, counted: Sequence[Counted], *, rung_in: float) -> None:
    """``rung_in`` is how long the files take at the stated rate, in seconds; ``counted`` is
    in the order of receipt. Raises ValueError when nothing was counted."""
    until_the_last = max(each.received + each.lag for each in counted)
    bench.conclude(KEPT_UP, [(rung_in, until_the_last)])
    peaks = []
    for begin, lags in _windows(counted):
        when = f"received {begin:.0f}-{begin + WINDOW:.0f} s, to counted"
        peaks.append(quantile(lags, 0.95))
        bench.figure(f"{when}, p50", quantile(lags, 0.5), "s")
        bench.figure(f"{when}, p95", peaks[-1], "s")
    bench.conclude(LAG, [(ONE_SECOND, peak) for peak in peaks])


def _windows(counted: Sequence[Counted]) -> Iterator[tuple[float, list[float]]]:
    def number(each: Counted) -> int:
        return int(max(0.0, each.received) // WINDOW)

    for window, some in itertools.groupby(counted, key=number):
        yield window * WINDOW, [each.lag for each in some]
