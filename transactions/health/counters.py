"""Which numbers are missing in a register's counter. Pure; ``gaps.py`` asks the database.

Registers inside count each by itself, those outside share one counter (measured on a real
Passport day). A counter begins again at some time; then nothing is missing in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

OUTSIDE = "outside"
LONG = 1000
"""A hole this long on a counter that rang less that day is a jump of the counter."""
MOVES = timedelta(days=7)
"""Late events may move the days that a gap lies between; its numbers stay."""


@dataclass(frozen=True, slots=True)
class Step:
    """Two numbers that follow one another in a counter and are no neighbours.

    ``seen`` is how many numbers the counter used on the later one's day; ``present`` are
    the numbers in between that stand on the day before or after.
    """

    counter: str
    day: date
    number: int
    before_day: date
    before: int
    seen: int
    present: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers ``first`` to ``last`` are missing. ``since`` is the business date of the
    number before, ``day`` of the number after."""

    counter: str
    since: date
    day: date
    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Restart:
    """The counter went on from another number."""

    counter: str
    day: date
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers that a person explained."""

    counter: str
    day: date
    first: int
    last: int


def gaps_of(steps: Iterable[Step]) -> tuple[list[Gap], list[Restart]]:
    """Latest day first."""
    ordered = sorted(steps, key=lambda step: (step.counter, step.number))
    rolled = {
        (step.counter, step.day): step.before
        for step in ordered
        if step.before_day == step.day and is_restart(step)
    }
    gaps: list[Gap] = []
    restarts: list[Restart] = []
    for step in sorted(ordered, key=lambda step: step.day, reverse=True):
        follows = _after_rolling(step, rolled)
        if is_restart(follows):
            restarts.append(Restart(step.counter, step.day, follows.before, step.number))
        elif follows.number > follows.before:
            gaps += _holes(follows)
    return gaps, restarts


def _after_rolling(step: Step, rolled: Mapping[tuple[str, date], int]) -> Step:
    """On a day on which the counter began again, the lower run is the later one: the next
    day goes on from its end."""
    last = rolled.get((step.counter, step.before_day))
    if last is None or step.before_day == step.day:
        return step
    return replace(step, before=last)


def is_restart(step: Step) -> bool:
    """A jump, up or down, that no lost stretch of journal explains: further than the
    counter went in the days that it spans."""
    days = (step.day - step.before_day).days + 1
    return abs(step.number - step.before) > max(LONG, 2 * step.seen) * days


def _holes(step: Step) -> Iterator[Gap]:
    first = step.before + 1
    for present in (*sorted(set(step.present)), step.number):
        if present > first:
            yield Gap(step.counter, step.before_day, step.day, first, present - 1)
        first = max(first, present + 1)


def without_explained(gaps: Sequence[Gap], spans: Sequence[Span]) -> list[Gap]:
    """What is left to explain: gaps less the numbers that a person explained."""
    left: list[Gap] = []
    for gap in gaps:
        mine = sorted(
            (span.first, span.last)
            for span in spans
            if span.counter == gap.counter and gap.since - MOVES <= span.day <= gap.day + MOVES
        )
        left += _less(gap, mine)
    return left


def _less(gap: Gap, spans: Sequence[tuple[int, int]]) -> Iterator[Gap]:
    first = gap.first
    for begins, ends in spans:
        if first < begins <= gap.last:
            yield Gap(gap.counter, gap.since, gap.day, first, begins - 1)
        first = max(first, ends + 1)
    if first <= gap.last:
        yield Gap(gap.counter, gap.since, gap.day, first, gap.last)
