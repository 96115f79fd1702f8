"""Column names and words of a report, brought to one spelling so that they can be compared.

``Trans #``, ``TransNo``, ``TRAN_NO`` and ``Transaction Number`` end as the same words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD: Final = re.compile(r"[^a-z0-9$]+")
_COUNT_OF: Final = re.compile(r"^(?:no|number|count|total number|qty) of (?=\S)")
_SAME: Final = {
    "amt": "amount", "authorised": "approved", "authorized": "approved", "dept": "department",
    "deptartment": "department", "desc": "description", "descr": "description",
    "disc": "discount", "emp": "employee", "empl": "employee", "identifier": "id",
    "mgr": "manager", "nbr": "no", "nr": "no", "num": "no", "number": "no", "orig": "original",
    "qty": "quantity", "reg": "register", "seq": "sequence", "tran": "transaction",
    "trans": "transaction", "trx": "transaction", "txn": "transaction", "bus": "business",
    "ext": "extended", "cancelled": "canceled",
}  # fmt: skip
_NOISE: Final = frozenset({"the", "of", "for", "in", "a", "an", "usd", "us", "and"})
_MONEY_WORDS: Final = frozenset(
    {"amount", "total", "price", "sales", "net", "gross", "retail", "tax", "value"}
)
_SPACES: Final = re.compile(r"\s+")


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Lower-case ASCII words with single spaces; ``#`` is ``no``, ``ScanCode`` two words."""
    spaced = _CAMEL.sub(" ", text.replace("#", " no "))
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    words = _NOT_WORD.sub(" ", plain).strip()
    bare = words.replace("$", " ").split()
    return " ".join(bare) if bare else words


@lru_cache(maxsize=4096)
def name_words(text: str) -> tuple[str, ...]:
    """The words of a column's name, abbreviations written out: ``("transaction", "no")``."""
    counted = _COUNT_OF.sub("count ", normalise(text))
    words = tuple(_SAME.get(word, word) for word in counted.split())
    if "$" in text and words != ("$",) and not _MONEY_WORDS.intersection(words):
        return (*words, "amount")
    return words


def joined(text: str) -> str:
    """The name without its gaps, for names that are written as one word."""
    return "".join(name_words(text))


def word_set(text: str) -> frozenset[str]:
    return frozenset(name_words(text)) - _NOISE


def shown(cell: object) -> str:
    """A cell as plain text, for titles and headings; non-breaking spaces are spaces."""
    return "" if cell is None else _SPACES.sub(" ", str(cell)).strip()


@lru_cache(maxsize=4096)
def type_key(text: str) -> str:
    """How a type word is looked up: lower case, single spaces, otherwise verbatim."""
    return _SPACES.sub(" ", text).strip().casefold()
