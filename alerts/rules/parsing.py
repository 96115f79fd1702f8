"""Reads a rule's text. Never raises, whatever the text; takes time in its length only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.rules.assembling import assemble
from alerts.rules.building import drafts_of
from alerts.rules.characters import MOST_TEXT, plain, refuse
from alerts.rules.context import settle
from alerts.rules.expecting import refusal, unfinished
from alerts.rules.grammar import Reading
from alerts.rules.problems import MOST_PROBLEMS, Parsed, Problem
from alerts.rules.scanning import explain_unknown, scan

if TYPE_CHECKING:
    import lark

    from alerts.rules.tree import Rule


def parse(text: str) -> Parsed:
    if len(text) > MOST_TEXT:
        long = {"length": len(text), "most": MOST_TEXT}
        return Parsed(None, (Problem("too_long", long, MOST_TEXT, len(text)),))
    shown = plain(text)
    hidden = refuse(shown)
    if hidden is not None:
        return Parsed(None, (hidden,))
    if not shown.strip():
        return Parsed(None, (Problem("empty"),))
    return _read(shown, text)


def _read(text: str, original: str) -> Parsed:
    problems: list[Problem] = []
    rule = _rule(text, original, problems)
    if not problems:
        return Parsed(rule)
    problems.sort(key=lambda problem: (problem.start, problem.end))
    return Parsed(None, tuple(problems[:MOST_PROBLEMS]), rule)


def _rule(text: str, original: str, problems: list[Problem]) -> Rule | None:
    scanned = scan(text, original)
    problems.extend(scanned.problems)
    tokens = settle(text, scanned.tokens, problems)
    unknown = [token for token in tokens if token.type == "WORD"]
    problems.extend(explain_unknown(text, unknown))
    reading = Reading([token for token in tokens if token.type != "WORD"])
    if reading.refused or reading.left_open:
        problems.extend(refusal(text, reading))
    tree = reading.tree()
    if tree is None:
        if not problems:
            problems.append(unfinished(text, reading))
        reading, tree = _shortened(reading)
    if tree is None or not reading.taken:
        if not problems:  # nothing but words and marks that are passed over
            problems.append(Problem("no_event", {}, 0, len(text), ("Refund", "Void", "No sale")))
        return None
    return _meaning(text, tree, problems)


def _meaning(text: str, tree: lark.Tree[lark.Token], problems: list[Problem]) -> Rule | None:
    """What does not make sense is told only of words that were all understood: it may be for
    want of the others. A guess is not made of what contradicts itself."""
    more: list[Problem] = []
    drafts, link = drafts_of(tree, more)
    rule = assemble(drafts, link, len(text.rstrip()))
    negated = any(problem.code == "not_here" for problem in problems)
    problems.extend([] if problems else more)
    return None if more or negated else rule


def _shortened(reading: Reading) -> tuple[Reading, lark.Tree[lark.Token] | None]:
    """What was understood before the end that is missing."""
    tokens = list(reading.taken)
    while tokens:
        tokens.pop()
        shorter = Reading(tokens)
        tree = shorter.tree()
        if tree is not None:
            return shorter, tree
    return reading, None
