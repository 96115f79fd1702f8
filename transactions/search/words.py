"""Words of what people type and of what items are called, folded alike. Pure.

Done here and not in the database, whose idea of letters depends on how it was set up.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MOST_WORDS: Final = 8
WORD_LENGTH: Final = 40
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case without accents: "Café" as ``cafe``."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", plain.casefold())


def words_of(text: str) -> list[str]:
    """The words of a text, each once, in order."""
    return list(dict.fromkeys(word[:WORD_LENGTH] for word in _WORD.findall(fold(text))))


def words_of_item(code: str, name: str) -> list[str]:
    """What an item is found by; its code also without the zeros in front."""
    words = words_of(f"{name} {code}")
    bare = [word.lstrip("0") for word in words if word.isdecimal() and word.startswith("0")]
    return list(dict.fromkeys([*words, *filter(None, bare)]))


def searched(text: str) -> list[str]:
    """The words of what was typed, each to be the beginning of a word of the item."""
    return words_of(text)[:MOST_WORDS]
