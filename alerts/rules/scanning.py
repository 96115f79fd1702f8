"""From words to tokens: each phrase, number and time with what it stands for and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from alerts.rules.characters import unmasked
from alerts.rules.lexicon import ENTRIES, LONGEST, Entry, stem
from alerts.rules.nearness import did_you_mean
from alerts.rules.phrases import ARTICLES
from alerts.rules.problems import Problem
from alerts.rules.raw import Raw, pieces
from alerts.rules.tree import Op

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_DIGITS = 12
SKIPPED_MARKS = frozenset(";:.!#-")


@dataclass(frozen=True, slots=True)
class Token:
    """``type`` is a terminal of the grammar."""

    type: str
    value: Any
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scanned:
    tokens: tuple[Token, ...]
    problems: tuple[Problem, ...]


def scan(text: str, original: str) -> Scanned:
    """``text`` is plain (see ``characters``); what stands in quotes is as it was typed."""
    raws = [raw for raw in pieces(text) if not _is_article(raw)]
    tokens: list[Token] = []
    unknown: list[Raw] = []
    problems: list[Problem] = []
    at = 0
    while at < len(raws):
        taken, token = _phrase(raws, at)
        if token is None:
            taken, token = 1, _single(raws[at], problems)
        if token is None and raws[at].kind in {"word", "glued"}:
            unknown.append(raws[at])
            token = _token("WORD", raws[at].text, raws[at])
        if token is not None and token.type == "TEXT":
            token = replace(token, value=_inside(raws[at], original))
        if token is not None and token.type != "FILLER":
            tokens.append(token)
        at += taken
    return Scanned(tuple(tokens), tuple(problems))


def _is_article(raw: Raw) -> bool:
    return raw.kind == "word" and raw.text.lower() in ARTICLES


def _phrase(raws: Sequence[Raw], at: int) -> tuple[int, Token | None]:
    """The longest phrase that begins here; hyphens between its words are passed over."""
    key: list[str] = []
    best: tuple[int, Entry] | None = None
    place = at
    while place < len(raws) and len(key) < LONGEST:
        raw = raws[place]
        if raw.kind in {"word", "sign"} or (raw.kind == "number" and key):
            key.append(stem(raw.text))
            entry = ENTRIES.get(tuple(key))
            if entry is not None:
                best = (place - at + 1, entry)
        elif not (raw.text == "-" and key):
            break
        place += 1
    if best is None:
        return 0, None
    last = raws[at + best[0] - 1]
    return best[0], Token(best[1].type, best[1].value, raws[at].start, last.end)


def _single(raw: Raw, problems: list[Problem]) -> Token | None:
    if raw.kind == "mark":
        return _mark(raw, problems)
    read = READERS.get(raw.kind)
    token = read(raw) if read else None
    if token is not None and token.type == "BAD":
        problems.append(Problem(token.value, {"text": raw.text}, raw.start, raw.end))
        return None
    if token is None and raw.kind == "odd":
        problems.append(Problem("odd_character", {"text": raw.text}, raw.start, raw.end, ("",)))
    return token


def _token(type_: str, value: Any, raw: Raw) -> Token:
    return Token(type_, value, raw.start, raw.end)


def _mark(raw: Raw, problems: list[Problem]) -> Token | None:
    if raw.text in SKIPPED_MARKS:
        return _token("DASH", "-", raw) if raw.text == "-" else None
    types = {",": "COMMA", "&": "AND", "/": "OR", "+": "PLUS"}
    if raw.text in types:
        value = Op.AT_LEAST if raw.text == "+" else raw.text
        return _token(types[raw.text], value, raw)
    problems.append(Problem("odd_character", {"text": raw.text}, raw.start, raw.end, ("",)))
    return None


def _number(raw: Raw) -> Token:
    digits = raw.text.strip("$€£ ").replace(",", "")
    if len(digits) > MOST_DIGITS:
        return _token("BAD", "absurd_number", raw)
    type_ = "MONEY" if raw.kind == "money" else "NUMBER"
    return _token(type_, Decimal(digits), raw)


def _time(raw: Raw) -> Token:
    digits = raw.text.lower().replace(".", ":").rstrip("apm: ").split(":")
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    half = "p" if "p" in raw.text.lower() else "a" if "a" in raw.text.lower() else ""
    if half and not 1 <= hour <= 12:
        return _token("BAD", "no_such_time", raw)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23 or minute > 59:
        return _token("BAD", "no_such_time", raw)
    return _token("TIME", time(hour, minute), raw)


def _quoted(raw: Raw) -> Token:
    return _token("TEXT", raw.text[1:-1], raw)


def _inside(raw: Raw, original: str) -> str:
    """Two quotes in a row are one."""
    typed = original[raw.start : raw.end]
    if raw.text[0] == "'":
        return typed[1:-1]
    doubled = {match.end() - 1 for match in re.finditer('""', raw.text[1:-1])}
    return "".join(c for at, c in enumerate(typed[1:-1]) if at not in doubled)


def _open(raw: Raw) -> Token:
    return _token("BAD", "quote_left_open", raw)


READERS: dict[str, Callable[[Raw], Token]] = {
    "money": _number,
    "number": _number,
    "time": _time,
    "quoted": _quoted,
    "open": _open,
}


def explain_unknown(text: str, words: Sequence[Token]) -> tuple[Problem, ...]:
    """One problem for each run of words that nothing was made of."""
    return tuple(_unknown(text, run) for run in _runs(text, words))


def _runs(text: str, words: Sequence[Token]) -> list[list[Token]]:
    runs: list[list[Token]] = []
    for word in words:
        if runs and not text[runs[-1][-1].end : word.start].strip():
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _unknown(text: str, run: Sequence[Token]) -> Problem:
    start, end = run[0].start, run[-1].end
    said = text[start:end]
    latin = unmasked(said)
    if latin is not None:
        return Problem("look_alike", {"word": said, "latin": latin}, start, end, (latin,))
    return Problem("unknown_word", {"word": said}, start, end, did_you_mean(said))
