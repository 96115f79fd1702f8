"""One run of one benchmark: takes the samples in turn and keeps what was found."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from benchmarks.findings import Figure, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.goals import Goal

Size = Literal["S", "M", "L"]
PAIRS: Final[dict[Size, int]] = {"S": 5, "M": 7, "L": 9}


@dataclass(slots=True)
class Bench:
    """Hands a benchmark its size and seed, and takes its findings."""

    size: Size
    seed: int
    findings: list[Finding] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    @property
    def pairs(self) -> int:
        return PAIRS[self.size]

    def compare(
        self, goal: Goal, *, reference: Callable[[], float], subject: Callable[[], float]
    ) -> Finding:
        """Take the pairs, reference first, and keep them.

        Each trial answers one sample in the goal's unit and checks its own result.
        """
        rounds = self.rounds(goal.name, {"reference": reference, "subject": subject})
        return self.conclude(goal, [(each["reference"], each["subject"]) for each in rounds])

    def rounds(
        self, name: str, trials: Mapping[str, Callable[[], float]]
    ) -> list[dict[str, float]]:
        """Every trial once, in turn, as many times over as the size asks for."""
        taken = []
        for number in range(1, self.pairs + 1):
            self.say(f"{name} {number}/{self.pairs}")
            taken.append({key: trial() for key, trial in trials.items()})
        return taken

    def conclude(self, goal: Goal, pairs: list[tuple[float, float]]) -> Finding:
        finding = Finding(goal, tuple(pairs))
        self.findings.append(finding)
        return finding

    def figure(self, says: str, value: float, unit: str) -> None:
        self.figures.append(Figure(says, value, unit))

    @staticmethod
    def say(text: str) -> None:
        """What is going on, for whoever waits at the terminal."""
        if sys.stderr.isatty():
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
        else:
            print(text, file=sys.stderr, flush=True)


def timed(work: Callable[[], object]) -> float:
    """Wall-clock seconds of ``work``."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
