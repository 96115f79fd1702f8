"""What somebody probably meant: the known phrases nearest to what was typed."""

from __future__ import annotations

from functools import lru_cache

from alerts.rules.lexicon import ENTRIES, key_of

MOST_LETTERS = 40
SUGGESTED = 3
OFFERED = frozenset(
    {"KIND", "TENDER", "CASHIER", "REGISTER", "STORE", "KEY", "RKIND", "DAY", "THEN", "NOT"}
    | {"AFTER", "BEFORE", "BETWEEN", "TOTAL", "WHOLE", "CLOSED", "LAST", "FIRST", "ITEM", "UNIT"}
    | {"APPROVED", "LINKED", "SHIFT", "DAILY", "OP", "SUFFIX", "TIMES", "PREP"}
)


@lru_cache(maxsize=256)
def did_you_mean(said: str) -> tuple[str, ...]:
    """At most three phrases, nearest first; none when nothing is near."""
    said = " ".join(said.lower().split())
    if not 2 <= len(said) <= MOST_LETTERS:
        return ()
    most = 1 if len(said) < 5 else 2 if len(said) < 9 else 3
    near = {phrase: distance(said, phrase, most) for phrase in _phrases()}
    ranked = sorted((far, phrase) for phrase, far in near.items() if far <= most)
    best = ranked[0][0] if ranked else 0
    meant = {_meaning(phrase): phrase for far, phrase in reversed(ranked) if far <= best + 1}
    return tuple(reversed(meant.values()))[:SUGGESTED]


def _meaning(phrase: str) -> tuple[str, object]:
    entry = ENTRIES[key_of(phrase)]
    return entry.type, entry.value


@lru_cache(maxsize=1)
def _phrases() -> tuple[str, ...]:
    """As they are written in the lists, without those of one or two letters."""
    spelled = {e.phrase for e in ENTRIES.values() if e.type in OFFERED}
    return tuple(sorted(phrase for phrase in spelled if len(phrase) > 2 and phrase.isascii()))


def distance(a: str, b: str, most: int) -> int:
    """Letters added, dropped, changed or swapped with their neighbour; more than ``most`` is
    told as ``most + 1`` without counting on."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other)))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                row[j] = min(row[j], before[j - 2] + 1)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
