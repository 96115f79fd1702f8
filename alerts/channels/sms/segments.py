"""How long a text message is: GSM 03.38, where 160 letters are one segment."""

from __future__ import annotations

import unicodedata
from typing import Final

ONE_SEGMENT: Final = 160
BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED: Final = frozenset("^{}\\[~]|€")
_SAID: Final = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "−": "-", "·": "-"}  # noqa: RUF001
)


def in_gsm(text: str) -> str:
    """``text`` in letters that cost one place each: accents off where they must, other
    scripts as question marks, so that a name never makes a message three times as dear."""
    return "".join(_letter(each) for each in text.translate(_SAID))


def _letter(letter: str) -> str:
    if letter in BASIC or letter in EXTENDED:
        return letter
    plain = unicodedata.normalize("NFKD", letter)[0]
    return plain if plain in BASIC else "?"


def places(text: str) -> int:
    """How many of the 160 places ``text``, already in GSM letters, takes."""
    return sum(2 if letter in EXTENDED else 1 for letter in text)


def one_segment(text: str, ending: str = "") -> str:
    """``text`` and ``ending`` (a link, never cut) in one message; text is cut where needed."""
    text, ending = in_gsm(text), in_gsm(ending)
    room = ONE_SEGMENT - places(ending) - (1 if ending else 0)
    if places(text) > room:
        while text and places(text) > room - 3:
            text = text[:-1]
        text = f"{text.rstrip()}..."
    return f"{text} {ending}" if ending else text
