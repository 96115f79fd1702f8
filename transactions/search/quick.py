"""One line of words as filters: ``refund > 50 store 101 yesterday cashier 7 "lotto"``. Pure.

Words that are no filter are words of an item, which is what people type who type no
filter. What was understood is shown as filters that can be taken away again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import EventType, TenderClass
from transactions.search.days import read_day
from transactions.search.reading import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_TYPED: Final = 300
_TOKEN = re.compile(r'"([^"]*)"?|(<=|>=|<|>|#)|([^\s"<>#]+)')
_MONEY = re.compile(r"\$?(\d{1,9}(?:,\d{3})*(?:\.\d{1,2})?)")
_SPAN = re.compile(r"\$?(\d{1,9}(?:\.\d{1,2})?)-\$?(\d{1,9}(?:\.\d{1,2})?)")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_NAMED: Final = {
    "store": "store",
    "register": "register",
    "till": "register",
    "cashier": "cashier",
    "employee": "cashier",
    "number": "number",
    "receipt": "number",
    "item": "item",
    "note": "note",
    "type": "type",
    "flag": "flag",
    "status": "status",
    "by": "tender",
    "tender": "tender",
}
_OFTEN: Final = frozenset({"store", "register", "cashier", "type", "flag", "status", "tender"})
_PHRASES: Final = {
    "no sale": ("type", "no_sale"),
    "paid out": ("type", "paid_out"),
    "paid in": ("type", "paid_in"),
    "safe drop": ("type", "safe_drop"),
    "to review": ("status", "new"),
    "last week": ("from", "-7d"),
    "last month": ("from", "-30d"),
}
_WORDS: Final = {
    **{each.value: ("type", each.value) for each in EventType if "_" not in each},
    "refunds": ("type", "refund"),
    "voids": ("type", "void"),
    "sales": ("type", "sale"),
    "suspended": ("type", "suspend"),
    **{status: ("status", status) for status in STATUSES if status != "new"},
    "investigated": ("status", "investigate"),
    "escalated": ("status", "escalate"),
    "cash": ("tender", "cash"),
    "card": ("tender", "card"),
    "check": ("tender", "check"),
    "ebt": ("tender", "ebt"),
    "flagged": ("flag", "any"),
    "training": ("training", "yes"),
}
_TENDERS = frozenset(TenderClass)


@dataclass(slots=True)
class _Typed:
    tokens: list[tuple[str, str]]
    at: int = 0
    found: dict[str, list[str]] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)

    def peek(self, ahead: int = 0) -> str:
        """The word so far ahead, in small letters; "" behind the last one."""
        place = self.at + ahead
        return self.tokens[place][1].lower() if place < len(self.tokens) else ""

    def set(self, name: str, value: str, taken: int) -> bool:
        if name in _OFTEN:
            self.found.setdefault(name, []).append(value)
        else:
            self.found[name] = [value]
        self.at += taken
        return True


def read_typed(
    text: str, phrases: Mapping[str, tuple[str, str]] | None = None
) -> dict[str, list[str]]:
    """Filters by name, as an address has them. ``phrases`` are more words with a meaning,
    as the reader's own language says them."""
    typed = _Typed(_tokens(text[:MOST_TYPED]))
    known = {**_PHRASES, **_WORDS, **(phrases or {})}
    while typed.at < len(typed.tokens):
        kind, word = typed.tokens[typed.at]
        if kind == "quoted" or not _understood(typed, known):
            typed.rest.append(word)
            typed.at += 1
    if rest := " ".join(each for each in typed.rest if each.strip("<>#=$")):
        typed.found["item"] = [" ".join([*typed.found.get("item", ()), rest])]
    return typed.found


def _tokens(text: str) -> list[tuple[str, str]]:
    found = []
    for quoted, sign, word in _TOKEN.findall(text):
        found.append(("quoted", quoted) if quoted else ("sign", sign) if sign else ("word", word))
    return [(kind, word) for kind, word in found if word]


def _understood(typed: _Typed, known: Mapping[str, tuple[str, str]]) -> bool:
    return (
        _compared(typed) or _day(typed) or _hours(typed) or _phrase(typed, known) or _named(typed)
    )


def _compared(typed: _Typed) -> bool:
    """``> 50``, ``<= 20``, ``over 50``, ``50-100``, ``$50``, ``#9006``."""
    sign, number = typed.peek(), typed.peek(1)
    names = {">": "min", ">=": "min", "over": "min", "<": "max", "<=": "max", "under": "max"}
    if sign == "#" and number:
        return typed.set("number", number, 2)
    if sign in names and (money := _MONEY.fullmatch(number)):
        return typed.set(names[sign], money[1], 2)
    if span := _SPAN.fullmatch(sign):
        typed.set("min", span[1], 0)
        return typed.set("max", span[2], 1)
    if sign.startswith("$") and (money := _MONEY.fullmatch(sign)):
        typed.set("min", money[1], 0)
        return typed.set("max", money[1], 1)
    return False


def _day(typed: _Typed) -> bool:
    """``yesterday``, ``2026-03-01``, ``since``/``until`` a day, ``last 7 days``."""
    word = typed.peek()
    for lead, name in (("since", "from"), ("from", "from"), ("until", "to"), ("to", "to")):
        if word == lead and (day := read_day(typed.peek(1))):
            return typed.set(name, str(day), 2)
    days = typed.peek(1)
    if word == "last" and days.isascii() and days.isdecimal() and typed.peek(2) in {"day", "days"}:
        return typed.set("from", f"-{min(int(days), 9999)}d", 3)
    if word.startswith("-") or (day := read_day(word)) is None:
        return False
    typed.set("from", str(day), 0)
    return typed.set("to", str(day), 1)


def _hours(typed: _Typed) -> bool:
    """``after 10pm``, ``before 6:30``, ``between 11pm and 5am``."""
    word = typed.peek()
    first = _clock(typed.peek(1))
    if word == "after" and first:
        return typed.set("time", f"{first}-", 2)
    if word == "before" and first:
        return typed.set("time", f"-{first}", 2)
    if word == "between" and first and typed.peek(2) == "and" and (last := _clock(typed.peek(3))):
        return typed.set("time", f"{first}-{last}", 4)
    return False


def _clock(text: str) -> str:
    match = _CLOCK.fullmatch(text) if text.isascii() else None
    if match is None:
        return ""
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return ""
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _phrase(typed: _Typed, known: Mapping[str, tuple[str, str]]) -> bool:
    for length in (3, 2, 1):
        words = " ".join(filter(None, (typed.peek(ahead) for ahead in range(length))))
        if words.count(" ") == length - 1 and words in known:
            return typed.set(*known[words], length)
    return False


def _named(typed: _Typed) -> bool:
    """``store 101``; a word that names a filter and has nothing behind it is a word."""
    name, value = _NAMED.get(typed.peek(), ""), typed.peek(1)
    if not name or not value or (name == "tender" and value not in _TENDERS):
        return False
    kept = typed.tokens[typed.at + 1][1]
    return typed.set(name, value if name in {"type", "flag", "status", "tender"} else kept, 2)
