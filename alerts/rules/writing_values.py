"""How single values are written in the canonical text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.rules.characters import DOUBLE_QUOTES
from alerts.rules.vocabulary import DAY_GROUPS, DAYS, KINDS
from transactions.formats.canonical import EventType, Flag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time, timedelta
    from decimal import Decimal

    from alerts.rules.vocabulary import Kind

PLURALS: dict[Kind, str] = {
    Flag.SUSPENDED: "suspended",
    Flag.CANCELLATION: "items removed",
    Flag.AGE_BYPASS: "age checks skipped",
    EventType.RESUME: "resumed",
    EventType.CHECK_CASH: "checks cashed",
    EventType.OPEN_CLOSE: "open or close",
    EventType.CLOCK: "clock in or out",
    EventType.SUMMARY: "summary",
    EventType.UNKNOWN: "events not understood",
}
UNITS = ((3600, "hour"), (60, "minute"), (1, "second"))
QUOTES = '"' + DOUBLE_QUOTES
"""Each reads as a plain double quote."""


def write_kind(kind: Kind, *, plural: bool = False) -> str:
    one = KINDS[kind][0]
    return PLURALS.get(kind, f"{one}s") if plural else one


def listed(words: Sequence[str]) -> str:
    """ "a, b or c"."""
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def write_span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    size, unit = next((size, unit) for size, unit in UNITS if seconds % size == 0)
    number = seconds // size
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def write_money(value: Decimal) -> str:
    return f"${value:.0f}" if value == int(value) else f"${value:.2f}"


def write_time(moment: time) -> str:
    hour, half = moment.hour % 12 or 12, "pm" if moment.hour >= 12 else "am"
    return f"{hour}:{moment.minute:02}{half}" if moment.minute else f"{hour}{half}"


def write_days(days: tuple[int, ...]) -> str:
    if days in DAY_GROUPS:
        return DAY_GROUPS[days][0]
    in_a_row = len(days) > 2 and days == tuple(range(days[0], days[-1] + 1))
    if in_a_row:
        return f"{DAYS[days[0]][0]} to {DAYS[days[-1]][0]}"
    return listed([DAYS[day][0] for day in days])


def write_names(noun: str, codes: Sequence[str]) -> str:
    return f"{noun} {listed([write_name(code) for code in codes])}"


def write_name(code: str) -> str:
    return code if code.isascii() and code.isdigit() and len(code) <= 10 else quoted(code)


def quoted(text: str) -> str:
    return '"' + "".join(c * 2 if c in QUOTES else c for c in text) + '"'
