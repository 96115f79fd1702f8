"""Cuts a rule's text into words, numbers and marks, with their places. One pass, no look-back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.rules.vocabulary import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = re.compile(
    r"""
    (?P<quoted>"(?:[^"]|"")*"|(?<!\w)'[^']*'(?!\w))
    |(?P<open>".*)
    |(?P<money>[$€£]\s?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[$€£]\s?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))
    |(?P<time>[0-9]{1,2}(?:[:.][0-9][0-9])?\s?(?:am|pm|a\.m\.?|p\.m\.?)(?!\w)|[0-9]{1,2}:[0-9][0-9](?!\w))
    |(?P<glued>(?=\w*[^\W\d])(?=\w*[0-9])\w+)
    |(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?!\w)|[0-9]+(?:\.[0-9]+)?)
    |(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)
    |(?P<sign>>=|=>|<=|=<|==|[><=≥≤])
    |(?P<mark>[,;:.!?/+&#-])
    |(?P<space>\s+)
    |(?P<odd>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
UNIT_WORDS = {form for listed in UNITS.values() for word in listed for form in (word, word + "s")}
MEASURED = re.compile(r"([0-9]+)([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Raw:
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def pieces(text: str) -> Iterator[Raw]:
    for match in PIECE.finditer(text):
        piece = Raw(match.lastgroup or "odd", match.group(), match.start())
        if piece.kind == "glued":
            yield from _unglued(piece)
        elif piece.kind != "space":
            yield piece


def _unglued(piece: Raw) -> Iterator[Raw]:
    """ "1h30m" and "3x" are numbers with units; anything else is a name such as "A12"."""
    parts = list(MEASURED.finditer(piece.text))
    whole = "".join(part.group() for part in parts) == piece.text
    if not whole or any(part[2].lower() not in UNIT_WORDS | {"x"} for part in parts):
        yield piece
        return
    for part in parts:
        yield Raw("number", part[1], piece.start + part.start(1))
        yield Raw("word", part[2], piece.start + part.start(2))
