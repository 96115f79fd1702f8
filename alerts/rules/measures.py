"""Numbers with their units: money and spans of time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.rules.scanning import Token

LONGEST_SPAN = timedelta(days=100_000)
"""Longer is taken as this: it is refused in any case."""


def measure(text: str, tokens: Sequence[Token]) -> list[Token]:
    found: list[Token] = []
    for token in tokens:
        said = text[token.start : token.end].lower()
        if said in {"day", "days"} and _last(found) == "NUMBER":
            token = replace(token, type="UNIT", value=timedelta(days=1))
        if token.type == "DOLLARS" and _last(found) == "NUMBER":
            found[-1] = replace(found[-1], type="MONEY", end=token.end)
        elif token.type == "UNIT":
            _add_unit(text, found, token)
        else:
            found.append(token)
    return found


def _last(tokens: Sequence[Token]) -> str:
    return tokens[-1].type if tokens else ""


def _add_unit(text: str, found: list[Token], unit: Token) -> None:
    """A unit after a number makes a span ("1 h 30 m" one of both); a word alone is one of it."""
    if _last(found) == "NUMBER":
        number = found.pop()
        span = _span(number.value, unit.value)
        if _last(found) == "DURATION" and not text[found[-1].end : number.start].strip():
            before = found.pop()
            span, number = min(span + before.value, LONGEST_SPAN), before
        found.append(replace(unit, type="DURATION", value=span, start=number.start))
    elif unit.end - unit.start > 1:
        found.append(replace(unit, type="DURATION"))
    else:
        said = text[unit.start : unit.end]
        found.append(replace(unit, type="WORD", value=said))


def _span(number: object, unit: timedelta) -> timedelta:
    seconds = float(str(number)) * unit.total_seconds()
    return timedelta(seconds=round(min(seconds, LONGEST_SPAN.total_seconds())))
