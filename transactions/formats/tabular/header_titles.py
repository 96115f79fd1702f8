"""What stands above a table: the report's name, its store, its days, when it was printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.dates import read_moment
from transactions.formats.tabular.header import filled
from transactions.formats.tabular.header_words import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transactions.formats.tabular.cells import Row

_STORE: Final = re.compile(
    r"^\s*(?:store|site|location)\s*(?:no\.?|number|#|id|code)?\s*[:#-]?\s*"
    r"(?P<code>\d[\w-]{0,19})\b",
    re.IGNORECASE,
)
_PRINTED: Final = re.compile(
    r"^\s*(?:printed|generated|run|created|report (?:run|date|printed|generated)|exported)"
    r"\s*(?:on|at|date|time)?\s*(?:on|at)?\s*[:-]?\s*(?P<moment>\S.*)$",
    re.IGNORECASE,
)
_DAY: Final = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}"
_CLOCK: Final = r"(?:,?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?)?"
_RANGE: Final = re.compile(
    rf"(?P<first>{_DAY}){_CLOCK}\s*(?:-|\u2013|to|through|thru|until|and)\s*(?:to\s+)?(?P<last>{_DAY})",
    re.IGNORECASE,
)
_ONE_DAY: Final = re.compile(rf"(?P<first>{_DAY})", re.IGNORECASE)
_NO_NAME: Final = re.compile(r"\d{1,4}[-/.:]\d|^\W*$|^\s*\d+\s*$")


@dataclass(frozen=True, slots=True)
class Titles:
    """The words above a table, and what was understood of them."""

    texts: tuple[str, ...] = ()
    report_name: str = ""
    store: str = ""
    first_day: date | None = None
    last_day: date | None = None
    printed: datetime | None = None
    """When the report was made: wall clock of whoever made it, no zone."""

    @property
    def single_day(self) -> date | None:
        return self.first_day if self.first_day == self.last_day else None


def read_titles(above: Sequence[Row], order: str) -> Titles:
    """``order`` is the date order of the sheet, which its titles share."""
    texts = _texts(above)
    printed = next(filter(None, (_printed(text, order) for text in texts)), None)
    spans = [text for text in texts if not _PRINTED.match(text)]
    first, last = next(filter(None, (_days(text, order) for text in spans)), (None, None))
    return Titles(
        texts=texts,
        report_name=report_name(above),
        store=next((found["code"] for text in texts if (found := _STORE.match(text))), ""),
        first_day=first,
        last_day=last,
        printed=printed,
    )


def report_name(above: Sequence[Row]) -> str:
    """The first title that is a name: no date, no number, no "Store: 101"."""
    for text in _texts(above):
        if ":" in text or _NO_NAME.search(text) or _STORE.match(text) or _PRINTED.match(text):
            continue
        if normalise(text):
            return text
    return ""


def _texts(above: Sequence[Row]) -> tuple[str, ...]:
    """Each cell's text once, and "Store:" with the cell that follows it."""
    texts: dict[str, None] = {}
    for row in above:
        waiting = ""
        for _, text in filled(row.cells):
            if text == waiting.rstrip():
                continue
            texts[waiting + text] = None
            waiting = f"{text} " if text.endswith(":") else ""
    return tuple(texts)


def _printed(text: str, order: str) -> datetime | None:
    found = _PRINTED.match(text)
    if found is None:
        return None
    try:
        reading = read_moment(found["moment"].strip(), order, 1900)
    except ValueError:
        return None
    if reading is None or reading.day is None:
        return None
    return datetime.combine(reading.day, reading.clock or time())


def _days(text: str, order: str) -> tuple[date, date] | None:
    found = _RANGE.search(text)
    one = found or _ONE_DAY.search(text)
    if one is None:
        return None
    try:
        first = read_moment(one["first"], order, 1900)
        last = read_moment(found["last"], order, 1900) if found else first
    except ValueError:
        return None
    if first is None or last is None or first.day is None or last.day is None:
        return None
    return first.day, last.day
