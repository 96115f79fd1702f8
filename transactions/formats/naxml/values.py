"""Text of the journal to typed values; a bad value is reported, never guessed.

Amounts stay :class:`~decimal.Decimal`. Times are register wall clock; an offset that
the source wrote is handed back beside the naive time.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

MAX_AMOUNTS = 8_000
MAX_TEXTS = 1_000
"""Of dates and flags: these come in runs, or hardly vary."""
_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,10}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})", re.ASCII)
_GROUPED_NUMBER = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){1,2}(?:\.[0-9]{1,6})?", re.ASCII)
_EARLIEST_YEAR, _LATEST_YEAR = 2000, 2099
_FLAG_WORDS = {
    "yes": True, "y": True, "true": True, "1": True,
    "no": False, "n": False, "false": False, "0": False,
}  # fmt: skip

Moment = tuple[datetime, timedelta | None]
"""Register wall clock and the offset its source wrote, if any."""


class DecimalCache(dict[str, Decimal | None]):
    """Parses an amount once per distinct text; no text is no amount.

    Only plain ASCII numbers pass: ``Decimal`` itself would also take ``NaN``,
    ``1e99999``, underscores and digits of other scripts. What does not pass is None,
    and its text waits in ``bad`` for somebody to say which field it was in.
    """

    def __init__(self) -> None:
        super().__init__({"": None})
        self.bad: list[str] = []

    def __missing__(self, text: str) -> Decimal | None:
        plain = text.strip()
        if not _PLAIN_NUMBER.fullmatch(plain):
            if not _GROUPED_NUMBER.fullmatch(plain):
                if plain:
                    self.bad.append(text)
                return None
            plain = plain.replace(",", "")
        if len(self) >= MAX_AMOUNTS:
            self.clear()
            self[""] = None
        number = self[text] = Decimal(plain)
        return number


def moment_of(day: str, clock: str) -> Moment:
    """A date and a time, without blanks around; ValueError for what is no moment. Not
    remembered: hardly two events have the same.

    Takes ``2026-08-15`` + ``13:31:38`` as well as ``2021-06-21T`` + ``08:21:28-05:00``.
    """
    parsed = datetime.fromisoformat(f"{day[:10]}T{clock.removeprefix('T')}")
    if not _EARLIEST_YEAR <= parsed.year <= _LATEST_YEAR:
        raise ValueError(day)
    if parsed.tzinfo is None:
        return parsed, None
    return parsed.replace(tzinfo=None), parsed.utcoffset()


class DateCache(dict[str, date]):
    """Parses a calendar date once per text; raises ``ValueError`` for what is none."""

    def __missing__(self, text: str) -> date:
        parsed = date.fromisoformat(text.strip()[:10])
        if not _EARLIEST_YEAR <= parsed.year <= _LATEST_YEAR:
            raise ValueError(text)
        if len(self) >= MAX_TEXTS:
            self.clear()
        self[text] = parsed
        return parsed


class FlagCache(dict[str, bool | None]):
    """``yes`` and ``no`` in the forms seen; anything else, and nothing, is unknown."""

    def __missing__(self, text: str) -> bool | None:
        known = _FLAG_WORDS.get(text.strip().lower())
        if len(self) < MAX_TEXTS:
            self[text] = known
        return known
