"""What is wrong with a rule's text, and what reading it came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alerts.rules.tree import Rule

MOST_PROBLEMS = 5
"""More would not be read; the first ones usually explain the rest."""


@dataclass(frozen=True, slots=True)
class Problem:
    """``start`` and ``end`` are places in the text as it was given; equal at a place where
    something is missing. ``suggestions`` are texts that would stand there instead."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """``rule`` only without problems; ``guess`` is what was understood in spite of them."""

    rule: Rule | None
    problems: tuple[Problem, ...] = ()
    guess: Rule | None = None


class ProblemError(Exception):
    """Carries one problem out of the depths of reading; never leaves this package."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem
