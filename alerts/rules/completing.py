"""What could be typed next, and what it would mean.

A completion is offered only when the text with it in has no more wrong with it than before:
the language itself decides, so what is offered is always understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from alerts.rules.characters import plain
from alerts.rules.parsing import parse
from alerts.rules.scanning import scan
from alerts.rules.vocabulary import KINDS, TENDERS
from transactions.formats.canonical import EventType, Flag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alerts.rules.vocabulary import Kind

Offer = tuple[str, str, "Mapping[str, Any]"]

OFFERED = 8
MOST_WORDS = 4
"""So many words back from the cursor may belong to what is being typed."""

MISSING = frozenset({"no_window", "unfinished", "no_event", "who_at_two", "empty"})
"""Problems that a text has only because it goes on."""

FIRST: tuple[Kind, ...] = (
    *(flag for flag in Flag if flag in KINDS),
    *(kind for kind in EventType if kind in KINDS),
)
PHRASES: tuple[tuple[str, str], ...] = (
    ("> $50", "amount"),
    ("between $20 and $50", "between_amounts"),
    ("within 90 seconds", "window"),
    ("within 30 minutes", "window"),
    ("in 5 minutes", "window"),
    ("in 1 hour", "window"),
    ("per shift", "shift"),
    ("per day", "day"),
    ("by the same cashier", "key"),
    ("at the same store", "key"),
    ("at the same register", "key"),
    ("at two registers", "two_places"),
    ("then", "then"),
    ("not followed by", "absent"),
    ("not resumed", "absent"),
    ("total > $100", "total"),
    ("after 10pm", "times"),
    ("before 6am", "times"),
    ("between 11pm and 5am", "times"),
    ("while closed", "closed"),
    ("on weekends", "days"),
    ("on weekdays", "days"),
    ("not on Sunday", "days"),
    ("with whole dollar amount", "whole_dollars"),
    ("in last hour of shift", "last_of_shift"),
    ("in first hour of shift", "first_of_shift"),
    ("without receipt", "linked"),
    ("with receipt", "linked"),
    ("without approval", "approved"),
    ("approved by somebody else", "approved"),
    ('with item "LOTTO"', "item"),
    ("at store 101", "store"),
    ("at register 1", "register"),
    ("at inside registers", "register_kind"),
    ("at outside registers", "register_kind"),
    ("by cashier 7", "cashier"),
    ("or", "or"),
    ("along with manager override", "also"),
)
LEADING: tuple[tuple[str, str], ...] = (
    ("More than 3", "count"),
    ("At least 3", "count"),
    ("Same cashier at two registers within 2 minutes", "two_places"),
)


@dataclass(frozen=True, slots=True)
class Completion:
    """``text`` takes the place of ``start`` to ``end``."""

    text: str
    start: int
    end: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def complete(text: str, cursor: int) -> list[Completion]:
    """At most ``OFFERED``, those for the longest started phrase first."""
    before = text[: max(0, min(cursor, len(text)))]
    found: dict[str, Completion] = {}
    for start in _starts(before):
        for phrase, code, params in _matching(before[start:], leading=not before[:start].strip()):
            if len(found) < OFFERED and phrase not in found and _fits(before[:start], phrase):
                found[phrase] = Completion(phrase, start, len(before), code, params)
        if found:
            break
    return list(found.values())


def _starts(before: str) -> list[int]:
    """Where what is being typed may have begun: furthest first."""
    words = [match.start() for match in re.finditer(r"\S+", before)]
    starts = words[-MOST_WORDS:]
    if not before or before[-1].isspace():
        starts.append(len(before))
    return starts


def _matching(typed: str, *, leading: bool) -> Iterator[Offer]:
    folded = " ".join(typed.lower().split())
    for offer in (*_measures(folded), *(_leading() if leading else ()), *_all()):
        spoken = offer[0].lower()
        if spoken.startswith(folded) and spoken != folded:
            yield offer


def _measures(typed: str) -> Iterator[Offer]:
    """What a number just typed may be a number of."""
    number = re.fullmatch(r"([0-9]{1,6})\s?[a-z]*", typed)
    if number is None:
        return
    plural = "" if number[1] == "1" else "s"
    for unit in ("minute", "second", "hour"):
        yield f"{number[1]} {unit}{plural}", "window", {}
    if 1 <= int(number[1]) <= 12:
        yield f"{number[1]}pm", "times", {}
        yield f"{number[1]}am", "times", {}


@lru_cache(maxsize=1)
def _all() -> tuple[Offer, ...]:
    kinds: list[Offer] = [(KINDS[kind][0], "kind", {"kind": kind}) for kind in FIRST]
    tenders: list[Offer] = [(f"by {listed[0]}", "tender", {}) for listed in TENDERS.values()]
    return (*kinds, *((phrase, code, {}) for phrase, code in PHRASES), *tenders)


def _leading() -> Iterator[Offer]:
    return ((phrase, code, {}) for phrase, code in LEADING)


def _fits(before: str, phrase: str) -> bool:
    """As good as before, and what stood there keeps its meaning ("refund" + "sale" would not)."""
    begun, whole = _words(before), _words(before + phrase)
    return whole[: len(begun)] == begun and _troubles(before + phrase) <= _troubles(before)


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[tuple[str, int], ...]:
    shown = plain(text)
    return tuple((token.type, token.end) for token in scan(shown, text).tokens)


@lru_cache(maxsize=512)
def _troubles(text: str) -> int:
    return sum(problem.code not in MISSING for problem in parse(text).problems)
