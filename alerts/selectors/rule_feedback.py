"""What the editor says while a rule is being typed: what was understood, and what was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.rules import complete, explain, parse, write
from alerts.wording import say, say_meaning, say_notes, say_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.rules import Completion, Parsed, Problem

MOST_SHOWN = 600
"""Of a text that is too long, no more than this is shown again."""


@dataclass(frozen=True, slots=True)
class Fix:
    """``label`` is what is offered; ``text`` takes the place of ``start`` to ``end``."""

    label: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Trouble:
    sentence: str
    fixes: tuple[Fix, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A completion: ``text`` takes the place of ``start`` to ``end`` and means ``meaning``."""

    text: str
    meaning: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """``kept`` is the canonical text, where it differs from what was ``typed``."""

    typed: str
    is_empty: bool
    is_understood: bool
    sentence: str
    notes: list[str]
    text: str
    kept: str
    pieces: list[Piece]
    troubles: list[Trouble]
    offered: list[Offered]


def feedback_on(text: str, cursor: int | None = None) -> Feedback:
    """``cursor`` None: nothing is being typed, so nothing is offered."""
    read = parse(text)
    meant = read.rule or read.guess
    said = explain(meant) if meant is not None else None
    kept = write(read.rule) if read.rule is not None else ""
    offers = complete(text, cursor) if cursor is not None else []
    return Feedback(
        typed=text[:MOST_SHOWN],
        is_empty=not text.strip(),
        is_understood=read.rule is not None,
        sentence=say(said) if said else "",
        notes=say_notes(said) if said and read.rule is not None else [],
        text=kept or text,
        kept=kept if kept != text.strip() else "",
        pieces=list(_pieces(text, read)),
        troubles=[_trouble(text, problem) for problem in read.problems],
        offered=[_offered(offer) for offer in offers],
    )


def _pieces(text: str, read: Parsed) -> Iterator[Piece]:
    """The text once more, cut where something is wrong."""
    at = 0
    text = text[:MOST_SHOWN]
    for problem in sorted(read.problems, key=lambda one: (one.start, one.end)):
        start, end = max(problem.start, at), problem.end
        if end <= start:
            continue
        yield Piece(text[at:start], is_wrong=False)
        yield Piece(text[start:end], is_wrong=True)
        at = end
    yield Piece(text[at:], is_wrong=False)


def _trouble(text: str, problem: Problem) -> Trouble:
    fixes = (_fix(text, problem, suggestion) for suggestion in problem.suggestions)
    return Trouble(say_problem(problem), tuple(fixes))


def _fix(text: str, problem: Problem, suggestion: str) -> Fix:
    """Words that are missing are put in with spaces around; others take the place of what
    they are suggested for. An event missed at the start, or words still to come, are added."""
    start, end = problem.start, problem.end
    if problem.code in ADDED:
        start = end = len(text.rstrip()) if problem.code in AFTER else start
    spaced = suggestion
    if start == end:
        before = " " if start and not text[start - 1].isspace() else ""
        after = " " if text[end : end + 1].strip() else ""
        spaced = f"{before}{suggestion}{after}"
    return Fix(suggestion, spaced, start, end)


AFTER = frozenset({"unfinished", "no_window"})
ADDED = AFTER | {"no_event", "second_event"}


def _offered(offer: Completion) -> Offered:
    return Offered(offer.text, say_meaning(offer), offer.start, offer.end)
