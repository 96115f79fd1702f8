"""A query out of an address, and everything in it that makes no sense. Pure.

Whatever comes in, the answer is a query and a list of problems, never an error: a part
that cannot be read leaves the search empty and says so, since leaving the part out would
show more than was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, TypeVar

from transactions.formats.canonical import EventType, Flag, TenderClass
from transactions.search.days import read_day
from transactions.search.problems import Problem
from transactions.search.query import Basis, Order, Query
from transactions.search.words import searched

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
Words = Mapping[str, "Sequence[str]"]
"""Names to what was written there, as often as it was."""

MOST_TEXT, MOST_CHOICES = 200, 200
MOST_MONEY: Final = Decimal(10) ** 11
STATUSES: Final = ("new", "approved", "investigate", "escalate")
_TYPES = frozenset(EventType)
_FLAGS = frozenset(Flag) | {"any"}
_TENDERS = frozenset(TenderClass)
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
_MONEY = re.compile(r"\$?\s*(\d[\d,]*(?:\.\d+)?|\.\d+)")
_YES_NO: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Reading:
    query: Query
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Reader:
    words: Words
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The last that was written under the name, without what no text may hold."""
        given = self.words.get(name) or ("",)
        text = _clean(given[-1])
        if len(text) > MOST_TEXT:
            self.wrong("too_long", name, text)
            return ""
        return text

    def one(self, name: str, read: Callable[[str], T | None], code: str) -> T | None:
        text = self.text(name)
        if not text:
            return None
        value = read(text)
        if value is None:
            self.wrong(code, name, text)
        return value

    def many(self, name: str, known: frozenset[str] | None = None) -> tuple[str, ...]:
        """Written several times, or with commas between."""
        given = (part for each in self.words.get(name, ()) for part in each.split(","))
        texts = {_clean(part) for part in given} - {""}
        if len(texts) > MOST_CHOICES or any(len(text) > MOST_TEXT for text in texts):
            self.wrong("too_long", name, min(texts))
            return ()
        if known is not None:
            for text in sorted(texts - known):
                self.wrong("not_a_choice", name, text)
            texts &= known
        return tuple(sorted(texts))

    def ids(self, name: str) -> tuple[int, ...]:
        texts = self.many(name)
        good = {text for text in texts if text.isascii() and text.isdecimal() and len(text) < 19}
        for text in sorted(set(texts) - good):
            self.wrong("not_a_choice", name, text)
        return tuple(sorted(map(int, good)))

    def wrong(self, code: str, name: str, value: str = "") -> None:
        self.problems.append(Problem(code, name, value[:40]))


def read_query(words: Words) -> Reading:
    reader = _Reader(words)
    query = Query(
        since=reader.one("from", read_day, "no_day"),
        until=reader.one("to", read_day, "no_day"),
        basis=reader.one("dates", _choice(Basis), "not_a_choice") or Basis.CALENDAR,
        **_times(reader),
        stores=reader.many("store"),
        registers=reader.many("register"),
        cashiers=reader.many("cashier"),
        types=reader.many("type", _TYPES),
        flags=reader.many("flag", _FLAGS),
        statuses=reader.many("status", frozenset(STATUSES)),
        tenders=reader.many("tender", _TENDERS),
        least=reader.one("min", read_money, "no_money"),
        most=reader.one("max", read_money, "no_money"),
        item=_item(reader),
        note=reader.text("note"),
        number=reader.text("number"),
        training=reader.one("training", _YES_NO.get, "not_a_choice"),
        rules=reader.ids("rule"),
        alerts=reader.ids("alert"),
        every_account=reader.one("accounts", _choice_of("every"), "not_a_choice") is not None,
        order=reader.one("sort", _choice(Order), "not_a_choice") or Order.NEWEST,
    )
    _check(reader, query)
    return Reading(query, tuple(reader.problems))


def _check(reader: _Reader, query: Query) -> None:
    """What makes no sense together."""
    since, until = query.since, query.until
    if since and until and since.on and until.on and since.on > until.on:
        reader.wrong("ends_before", "to", str(until))
    if query.least is not None and query.most is not None and query.least > query.most:
        reader.wrong("less_than_least", "max", str(query.most))


def _times(reader: _Reader) -> dict[str, Any]:
    """``22:00-05:00``; one half alone is from, or until, that time of the day."""
    text = reader.text("time")
    if not text:
        return {}
    begins, dash, ends = text.partition("-")
    halves = {"from_time": begins.strip(), "to_time": ends.strip()}
    told = {name: _clock(half) for name, half in halves.items() if half}
    if not dash or not told or None in told.values() or _is_no_time(told):
        reader.wrong("no_time", "time", text)
        return {}
    return told


def _is_no_time(told: dict[str, time | None]) -> bool:
    return "to_time" in told and told["to_time"] == told.get("from_time", time())


def _clock(text: str) -> time | None:
    match = _CLOCK.fullmatch(text)
    if match is None or not text.isascii() or (match[1] == "24" and match[2] != "00"):
        return None
    return time(int(match[1]) % 24, int(match[2]))


def read_money(text: str) -> Decimal | None:
    """An amount without a sign: they are compared without one."""
    match = _MONEY.fullmatch(text)
    if match is None or not text.isascii():
        return None
    try:
        value = Decimal(match[1].replace(",", "")).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return value if value < MOST_MONEY else None


def _item(reader: _Reader) -> str:
    text = reader.text("item")
    if text and not searched(text):
        reader.wrong("no_words", "item", text)
        return ""
    return text


def _choice(kind: type[Order] | type[Basis]) -> Callable[[str], Any]:
    return lambda text: kind(text) if text in set(kind) else None


def _choice_of(only: str) -> Callable[[str], bool | None]:
    return lambda text: True if text == only else None


def _clean(text: str) -> str:
    """Without what no text in the database may hold, and with single spaces."""
    seemly = text.replace("\x00", "").encode(errors="ignore").decode()
    return " ".join(seemly.split())
