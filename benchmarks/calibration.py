"""How steady the machine is, before and after anything is measured on it."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.statistic import median, quantile

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_UNSTEADY: Final = 1.4
"""p90/p10 of the Python loop above which a run proves nothing."""
_LOOPS: Final = 30
_LOOP_STEPS: Final = 400_000
_HASHED_BYTES: Final = 32 * 1024 * 1024
_SYNCED_BYTES: Final = 20 * 1024 * 1024
_FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Calibration:
    loop_ms: float
    loop_unsteadiness: float
    sha256_mb_per_s: float
    fsync_mb_per_s: float
    tries: int = 1

    @property
    def is_noisy(self) -> bool:
        return self.loop_unsteadiness > MOST_UNSTEADY


def calibrate() -> Calibration:
    """Measure; when the machine is unsteady, once more."""
    first = _measure(tries=1)
    return _measure(tries=2) if first.is_noisy else first


def least_steady(*found: Calibration) -> Calibration:
    """The one that says most against the run they were taken around."""
    return max(found, key=lambda each: each.loop_unsteadiness)


def _measure(*, tries: int) -> Calibration:
    loops = _times(_loop, _LOOPS)
    data = bytes(_HASHED_BYTES)
    hashing = median(_times(lambda: hashlib.sha256(data), _FEW))
    syncing = median(_times(_write_and_sync, _FEW))
    return Calibration(
        loop_ms=median(loops) * 1000,
        loop_unsteadiness=quantile(loops, 0.9) / quantile(loops, 0.1),
        sha256_mb_per_s=_HASHED_BYTES / hashing / 1e6,
        fsync_mb_per_s=_SYNCED_BYTES / syncing / 1e6,
        tries=tries,
    )


def _times(work: Callable[[], object], count: int) -> list[float]:
    times = []
    for _ in range(count):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return times


def _loop() -> int:
    total = 0
    for step in range(_LOOP_STEPS):
        total += step & 7
    return total


def _write_and_sync() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(bytes(_SYNCED_BYTES))
        file.flush()
        os.fsync(file.fileno())
