"""A day as it is written in an address: a date, ``today``, ``yesterday`` or ``-7d``. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)
MOST_DAYS_BACK: Final = 9999
_BACK = re.compile(r"-(\d{1,4})d")
_NAMED: Final = {"today": 0, "yesterday": 1}


@dataclass(frozen=True, slots=True)
class Day:
    """Either a date or so many days before today, which each store says for itself."""

    on: date | None = None
    back: int = 0

    def at(self, today: date) -> date:
        return self.on or max(FIRST, today - timedelta(days=self.back))

    def __str__(self) -> str:
        if self.on is not None:
            return self.on.isoformat()
        names = {back: name for name, back in _NAMED.items()}
        return names.get(self.back, f"-{self.back}d")


def read_day(text: str) -> Day | None:
    """None for what is no day of this or the last millennium's end."""
    word = text.strip().lower()
    if word in _NAMED:
        return Day(back=_NAMED[word])
    if (back := _BACK.fullmatch(word)) and back[1].isascii():
        return Day(back=int(back[1]))
    try:
        on = date.fromisoformat(word)
    except ValueError:
        return None
    return Day(on=on) if FIRST <= on <= LAST else None
