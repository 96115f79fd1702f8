"""Every phrase of the language and what it stands for, looked up by its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from alerts.rules import phrases as small
from alerts.rules import vocabulary as words
from alerts.rules.tree import By, Whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Entry:
    """``type`` is the grammar's name of it; ``phrase`` as it was written in the lists."""

    type: str
    value: Any
    phrase: str


def stem(word: str) -> str:
    """Without the plural's s, so that each phrase is understood in both numbers."""
    word = word.lower().removesuffix("'s")
    long_enough = len(word) > 2 and not word.endswith("ss")
    return word[:-1] if long_enough and word.endswith("s") else word


def key_of(phrase: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in phrase.lower().split() if word not in small.ARTICLES)


SAME = {
    By.CASHIER: ("by same", "by", "per", "same", "from same", "for same", "of same", "with same"),
    By.REGISTER: ("at same", "by same", "by", "per", "same", "on same", "from same", "in same"),
    By.STORE: ("at same", "by same", "by", "per", "same", "in same", "from same"),
}
EACH = ("for each", "each", "per each", "by each", "every", "by every", "by one", "at one", "one")
WHOLE_TYPES = {Whole.SHIFT: "SHIFT", Whole.DAY: "DAILY"}
PLACE_TYPES = {By.CASHIER: "CASHIER", By.REGISTER: "REGISTER", By.STORE: "STORE"}


def _all() -> Iterator[Entry]:
    yield from _of("KIND", words.KINDS)
    yield from _listed("KIND", None, words.ANY_EVENT)
    yield from _of("APPROVED", small.APPROVED)
    yield from _of("LINKED", small.LINKED)
    for type_, listed in small.FLAT.items():
        yield from _listed(type_, type_, listed)
    yield from _places()
    for whole, listed in small.WHOLES.items():
        yield from _listed(WHOLE_TYPES[whole], whole, listed)
    yield from _of("OP", small.OPS)
    yield from _of("SUFFIX", small.SUFFIXES)
    yield from _of("RKIND", words.REGISTER_KINDS)
    yield from _of("TENDER", words.TENDERS)
    for day, listed in words.DAYS.items():
        yield from _listed("DAY", (day,), listed)
    yield from _of("DAY", words.DAY_GROUPS)
    yield from _numbers()
    for word in (*small.PREPOSITIONS, *small.FILLERS):
        yield Entry("PREP" if word in small.PREPOSITIONS else "FILLER", word, word)


def _of(type_: str, table: dict[Any, tuple[str, ...]]) -> Iterator[Entry]:
    for value, listed in table.items():
        yield from _listed(type_, value, listed)


def _listed(type_: str, value: Any, listed: Iterable[str]) -> Iterator[Entry]:
    for phrase in listed:
        yield Entry(type_, value, phrase)


def _places() -> Iterator[Entry]:
    for by, nouns in words.PLACES.items():
        for noun in nouns:
            yield Entry(PLACE_TYPES[by], by, noun)
            for mark in SAME[by] + EACH:
                yield Entry("KEY", by, f"{mark} {noun}")


def _numbers() -> Iterator[Entry]:
    for seconds, listed in words.UNITS.items():
        for phrase in listed:
            yield Entry("UNIT", timedelta(seconds=seconds), phrase)
    yield Entry("DURATION", timedelta(minutes=30), "half hour")
    for word, hour in (("midnight", 0), ("noon", 12), ("midday", 12)):
        yield Entry("TIME", time(hour), word)
    yield Entry("NUMBER", 2, "twice")
    for phrase in ("dollar", "buck", "usd"):
        yield Entry("DOLLARS", None, phrase)
    for word, number in words.NUMBERS.items():
        yield Entry("NUMBER", number, word)
    for sign, op in small.SIGNS.items():
        yield Entry("OP", op, sign)


def _build() -> dict[tuple[str, ...], Entry]:
    found: dict[tuple[str, ...], Entry] = {}
    for entry in _all():
        found.setdefault(key_of(entry.phrase), entry)
    return found


ENTRIES = _build()
LONGEST = max(len(key) for key in ENTRIES)
KNOWN_WORDS = frozenset(word for key in ENTRIES for word in key)
