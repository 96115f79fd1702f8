"""What the grammar says about a text that does not fit it: where, and what could stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.rules.problems import Problem

if TYPE_CHECKING:
    from alerts.rules.grammar import Reading
    from alerts.rules.scanning import Token

CODES = {
    "KIND": "second_event",
    "OR": "two_rules",
    "NOT": "not_here",
    "THEN": "third_event",
    "ABSENT": "third_event",
    "AFTER_EVENT": "third_event",
}
EXAMPLES = {
    "KIND": "refund",
    "MONEY": "$50",
    "NUMBER": "3",
    "DURATION": "5 minutes",
    "TIME": "10pm",
    "TENDER": "cash",
    "DAY": "weekends",
    "CODE": "1",
    "SHIFT": "shift",
    "TEXT": '"LOTTO"',
}
FIXES = {"second_event": ("then", "or", "not"), "not_here": ("",)}


def refusal(text: str, reading: Reading) -> list[Problem]:
    """One problem for each run of words that fits nowhere."""
    problems = [_left_open(text, token) for token in reading.left_open]
    last: Token | None = None
    for token in reading.refused:
        code = CODES.get(token.type, "unexpected")
        if last is not None and not text[last.end : token.start].strip():
            problems[-1] = _stretched(text, problems[-1], token)
        else:
            said = {"word": text[token.start : token.end]}
            problems.append(Problem(code, said, token.start, token.end, FIXES.get(code, ())))
        last = token
    return problems


def _left_open(text: str, token: Token) -> Problem:
    said = {"word": text[token.start : token.end]}
    return Problem("unfinished", said, token.start, token.end)


def _stretched(text: str, problem: Problem, token: Token) -> Problem:
    said = {"word": text[problem.start : token.end]}
    return Problem(problem.code, said, problem.start, token.end, problem.suggestions)


def unfinished(text: str, reading: Reading) -> Problem:
    """Points at the end of what was read; says what could come next."""
    last = reading.taken[-1] if reading.taken else None
    accepted = reading.accepts()
    examples = tuple(example for type_, example in EXAMPLES.items() if type_ in accepted)
    end = last.end if last else 0
    start = last.start if last else 0
    return Problem("unfinished", {"word": text[start:end]}, start, end, examples)
