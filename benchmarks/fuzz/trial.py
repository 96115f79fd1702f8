"""Many damaged files through one reader: what became of them, and of the memory."""

from __future__ import annotations

import gc
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.fuzz.mutating import mutant
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.problems import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from benchmarks.fuzz.targets import Target

SECONDS_PER_INPUT: Final = 10
_WARM_UP: Final = 10
"""One part of so many goes before the memory is looked at first."""
_STATUS: Final = Path("/proc/self/status")


class FuzzFailedError(AssertionError):
    """A line per input that a reader crashed or hung on."""


class HungError(Exception):
    """An input took longer than it may."""


@dataclass(slots=True)
class Outcome:
    inputs: int = 0
    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    resident_before: int = 0
    resident_after: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """1 where the system does not tell."""
        return self.resident_after / self.resident_before if self.resident_before else 1.0


def try_all(target: Target, *, count: int, seed: int) -> Outcome:
    """``count`` files, each made from ``seed``, the target's name and its own number."""
    outcome = Outcome()
    started = time.perf_counter()
    for number in range(count):
        if number == count // _WARM_UP:
            outcome.resident_before = _resident_kib()
        key = f"{seed}:{target.name}:{number}"
        _try_one(target, mutant(target.seeds, target.words, key), key, outcome)
    outcome.seconds = time.perf_counter() - started
    outcome.resident_after = _resident_kib()
    return outcome


def _try_one(target: Target, data: bytes, key: str, outcome: Outcome) -> None:
    outcome.inputs += 1
    began = time.perf_counter()
    try:
        with _limited():
            target.read(data)
        outcome.read += 1
    except UnreadableFileError as unreadable:
        outcome.refused += 1
        if unreadable.code not in MESSAGES:
            outcome.failures.append(f"{key}: no sentence for {unreadable.code}")
    except Exception as error:  # noqa: BLE001  whatever a reader raises is what is looked for
        outcome.failures.append(f"{key}: {type(error).__name__}: {error!s:.200}")
    outcome.slowest = max(outcome.slowest, time.perf_counter() - began)


@contextmanager
def _limited() -> Iterator[None]:
    """Interrupts what hangs, where the system has a clock for that."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS_PER_INPUT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise HungError(f"longer than {SECONDS_PER_INPUT} s")


def _resident_kib() -> int:
    gc.collect()
    if not _STATUS.exists():
        return 0
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
