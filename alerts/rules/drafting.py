"""One side of a rule, gathered phrase by phrase: its event, its conditions, and what was said
about the rule as a whole (window, key, number, total)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from alerts.rules.problems import Problem

if TYPE_CHECKING:
    from datetime import time, timedelta
    from decimal import Decimal

    from alerts.rules.limits import Wrong
    from alerts.rules.tree import By, Condition, Op, Whole
    from alerts.rules.vocabulary import Kind

T = TypeVar("T")


class Place(NamedTuple):
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """A value and where in the text it was said."""

    value: T
    at: Place


@dataclass(slots=True)
class Measured:
    """A number as it stands: ``op`` is None where none was said."""

    op: Op | None
    number: Decimal
    money: bool
    times: bool
    leading: bool
    """Before the event's name, where a bare number counts events."""


@dataclass(slots=True)
class Draft:
    problems: list[Problem]
    kinds: Said[tuple[Kind, ...]] | None = None
    joined_by_and: bool = False
    conditions: list[Said[Condition]] = field(default_factory=list)
    numbers: list[Said[Measured]] = field(default_factory=list)
    totals: list[Said[Measured]] = field(default_factory=list)
    after: Said[time] | None = None
    before: Said[time] | None = None
    days: Said[frozenset[int]] | None = None
    windows: list[Said[timedelta | Whole]] = field(default_factory=list)
    keys: list[Said[By]] = field(default_factory=list)
    two: Place | None = None

    def wrong(self, code: str, at: Place, *suggestions: str, **params: Any) -> None:
        self.problems.append(Problem(code, params, at.start, at.end, suggestions))

    def right(self, wrong: Wrong, at: Place, *suggestions: str) -> bool:
        """Notes what is wrong, if anything is."""
        if wrong is not None:
            code, params = wrong
            self.problems.append(Problem(code, params, at.start, at.end, suggestions))
        return wrong is None

    def add(self, condition: Condition, at: Place, *, again: bool = False) -> None:
        """``again``: several of the kind may stand beside each other."""
        alike = any(type(said.value) is type(condition) for said in self.conditions)
        if alike and not again:
            self.wrong("said_twice", at)
        else:
            self.conditions.append(Said(condition, at))

    def early(self) -> list[Said[Condition]]:
        """What was said before the event's name."""
        begins = self.kinds.at.start if self.kinds is not None else 0
        return [said for said in self.conditions if said.at.start < begins]

    def late(self) -> list[Said[Condition]]:
        """What was said after the window."""
        ends = self.windows[0].at.end if self.windows else None
        return [said for said in self.conditions if ends is not None and said.at.start >= ends]
