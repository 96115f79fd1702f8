"""From a column's name to the roles it may have: exact, then its words, then its spelling.

A name that merely contains a synonym matches nothing: "Paid" is not an id.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from transactions.formats.tabular.header_words import joined, normalise, word_set
from transactions.formats.tabular.roles import SYNONYMS, Role, metric_synonyms

_ALIKE: Final = 0.87
_SHORTEST: Final = 5
"""Shorter names are one letter away from too many others."""


@dataclass(frozen=True, slots=True)
class Match:
    """One role that a name fits, with how (``exact``, ``words``, ``spelling``) and the place
    of the synonym in its role's list, 0 being its best name."""

    role: str
    how: str
    rank: int


@lru_cache(maxsize=4096)
def match_name(name: str) -> Match | None:
    """The role of a column by its name alone; None for a name that nobody knows."""
    key = joined(name)
    if not key:
        return None
    if (found := _EXACT.get(key)) is not None:
        return found
    if (found := _WORDS.get(word_set(name))) is not None:
        return found
    return None if key in _METRIC_EXACT else _by_spelling(key)


@lru_cache(maxsize=4096)
def match_metric(name: str) -> Match | None:
    """The role of a column in a report of sums, such as ``voids.count``."""
    return _METRIC_EXACT.get(joined(name))


_Exact = dict[str, Match]
_Words = dict[frozenset[str], Match]


def _by_spelling(key: str) -> Match | None:
    """A misspelt name, when it is close to the names of one role only."""
    if len(key) < _SHORTEST or any(letter.isdigit() for letter in key):
        return None
    close = {
        match.role: match
        for spelled, match in _EXACT.items()
        if len(spelled) >= _SHORTEST
        and abs(len(spelled) - len(key)) <= 2
        and SequenceMatcher(None, key, spelled).ratio() >= _ALIKE
    }
    if len(close) != 1:
        return None
    (match,) = close.values()
    return Match(match.role, "spelling", match.rank)


def _tables(synonyms: dict[str, list[str]]) -> tuple[_Exact, _Words]:
    exact: _Exact = {}
    words: _Words = {}
    for role, names in synonyms.items():
        for rank, name in enumerate(names):
            exact.setdefault(joined(name), Match(role, "exact", rank))
            words.setdefault(word_set(name), Match(role, "words", rank))
    return exact, words


def _of_columns() -> dict[str, list[str]]:
    return {role: names.split(", ") for role, names in SYNONYMS.items()}


_EXACT, _WORDS = _tables(_of_columns())
_METRIC_EXACT, _ = _tables(metric_synonyms())
_MODISOFT: Final = frozenset(
    {
        "scancode", "posregisterno", "posregisterid", "trantype", "cashiername", "haslinevoid",
        "serverorderid", "deviceorderid", "trainid", "orderstatustext", "paymentstatustext",
        "onlinechargesamount", "taxnetamount", "taxsalesamount", "taxexemptamount",
    }
)  # fmt: skip
_ENOUGH: Final = 3


def vendor_of(names: tuple[str, ...], titles: tuple[str, ...]) -> str:
    """``Modisoft`` when its own column names or its name in a title show it, else ""."""
    own = {name.strip().lower() for name in names} & _MODISOFT
    said = any("modisoft" in normalise(title).split() for title in titles)
    return "Modisoft" if said or len(own) >= _ENOUGH else ""


def fits_role(name: str, role: Role) -> bool:
    match = match_name(name)
    return match is not None and match.role == role
