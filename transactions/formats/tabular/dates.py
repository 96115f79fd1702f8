"""Dates and times in every form that exports write them.

Whether ``03/04/2026`` is March or April is the column's to say (:mod:`.dates_order`), not
the cell's. Two digits of a year are of this century. Times are the register's wall clock,
unless the source wrote an offset: then that stands beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from transactions.formats.tabular.cells import Cell

MONTH_FIRST: Final = "mdy"
DAY_FIRST: Final = "dmy"
EPOCHS: Final = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
"""Day 0 of a spreadsheet's counted days; old ones of the Mac begin in 1904."""

YEARS: Final = range(1902, 2200)
_SERIALS: Final = range(20_000, 80_000)
_NOTHING: Final = frozenset({"", "-", "--", "n/a", "na", "null", "none"})
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH_NAME: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK: Final = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?|[ap])?\s*(?P<offset>z|utc|gmt|[+-]\d{2}:?\d{2})?"
)
_DATES: Final = (
    r"(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})",
    r"(?P<y2>(?:19|20)\d{2})(?P<m2>\d{2})(?P<d2>\d{2})",
    r"(?P<a>\d{1,2})(?P<s3>[-/.])(?P<b>\d{1,2})(?P=s3)(?P<y3>\d{4}|\d{2})",
    rf"(?P<d4>\d{{1,2}})[-\s/.]\s*(?P<n4>{_MONTH_NAME})[-\s/.,]\s*(?P<y4>\d{{4}}|\d{{2}})",
    rf"(?P<n5>{_MONTH_NAME})\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y5>\d{{4}})",
)
_DATE: Final = f"{_WEEKDAY}(?:{'|'.join(_DATES)})"
_MOMENT: Final = re.compile(
    rf"{_DATE}(?:(?:\s*t\s*|[\s,]+)(?:at\s+)?{_CLOCK})?", re.IGNORECASE | re.ASCII
)
_ONLY_CLOCK: Final = re.compile(_CLOCK, re.IGNORECASE | re.ASCII)
_COMPACT: Final = re.compile(r"(?:19|20)\d{2}[01]\d[0-3]\d[0-2]\d[0-5]\d[0-5]\d", re.ASCII)
_TICKS: Final = re.compile(r"/Date\((-?\d{1,14})(?:[+-]\d{4})?\)/", re.IGNORECASE | re.ASCII)
_SERIAL: Final = re.compile(r"\d{5}(?:\.\d{1,16})?", re.ASCII)
_FRACTION: Final = re.compile(r"0?\.\d{1,17}|0", re.ASCII)
_LONGEST: Final = 48
_MIDNIGHT: Final = datetime.combine(EPOCHS[1904], time())


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell says of a moment: a day, a time of day, or both."""

    day: date | None = None
    clock: time | None = None
    offset: timedelta | None = None


def read_moment(cell: Cell, order: str, epoch: int) -> Reading | None:
    """The moment in a cell, None for an empty one. Raises ``ValueError`` for anything else.

    ``order`` is ``mdy`` or ``dmy``, ``epoch`` a key of :data:`EPOCHS`. A register's clock may
    stand in 1990; a day outside of :data:`YEARS` is no day.
    """
    try:
        reading = _read(cell, order, epoch)
    except OverflowError as error:
        raise ValueError(cell) from error
    if reading is not None and reading.day is not None and reading.day.year not in YEARS:
        raise ValueError(cell)
    return reading


def _read(cell: Cell, order: str, epoch: int) -> Reading | None:
    if isinstance(cell, str):
        return _from_text(cell, order, epoch)
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return _from_datetime(cell)
    if isinstance(cell, date):
        return Reading(day=cell)
    if isinstance(cell, time):
        return Reading(clock=cell.replace(tzinfo=None))
    if isinstance(cell, timedelta):
        return Reading(clock=_of_day(cell))
    if isinstance(cell, bool):
        raise ValueError(cell)
    return _from_number(Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell), epoch)


def _from_datetime(moment: datetime) -> Reading:
    """A spreadsheet's double is a microsecond off; a day before 1902 is only a time."""
    offset = moment.utcoffset()
    naive = _whole_second(moment.replace(tzinfo=None))
    if naive.year < 1902 or naive.date() == EPOCHS[1904]:
        return Reading(clock=naive.time(), offset=offset)
    return Reading(naive.date(), naive.time(), offset)


def _whole_second(moment: datetime) -> datetime:
    rounded = moment + timedelta(microseconds=500)
    return rounded.replace(microsecond=rounded.microsecond // 1000 * 1000)


def _of_day(length: timedelta) -> time:
    if not timedelta(0) <= length < timedelta(days=1):
        raise ValueError(length)
    return (_MIDNIGHT + length).time()


def _from_number(number: Decimal, epoch: int) -> Reading:
    """A day counted from the epoch, a fraction of a day, or the digits YYYYMMDD."""
    if not number.is_finite():
        raise ValueError(number)
    if 0 <= number < 1:
        return Reading(clock=_fraction(number))
    whole = int(number)
    if whole in _SERIALS:
        clock = _fraction(number - whole) if number != whole else None
        return Reading(EPOCHS[epoch] + timedelta(days=whole), clock)
    if number != whole:
        raise ValueError(number)
    return _from_words(str(whole), MONTH_FIRST)


def _fraction(number: Decimal) -> time:
    seconds = int((number * 86_400).to_integral_value())
    return (_MIDNIGHT + timedelta(seconds=min(seconds, 86_399))).time()


@lru_cache(maxsize=32768)
def _from_text(text: str, order: str, epoch: int) -> Reading | None:
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if plain.lower() in _NOTHING:
        return None
    if len(plain) > _LONGEST:
        raise ValueError(text)
    if _COMPACT.fullmatch(plain):
        moment = datetime.strptime(plain, "%Y%m%d%H%M%S")  # noqa: DTZ007  a wall clock
        return Reading(moment.date(), moment.time())
    if _SERIAL.fullmatch(plain) or _FRACTION.fullmatch(plain):
        return _from_number(Decimal(plain), epoch)
    if ticks := _TICKS.fullmatch(plain):
        moment = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(ticks[1]))
        return Reading(moment.date(), moment.time(), timedelta(0))
    return _from_words(plain, order)


def _from_words(text: str, order: str) -> Reading:
    if found := _ONLY_CLOCK.fullmatch(text):
        return Reading(clock=_clock(found), offset=_offset(found["offset"]))
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    clock = _clock(found) if found["hour"] is not None else None
    return Reading(_day(found, order), clock, _offset(found["offset"]))


def _day(found: re.Match[str], order: str) -> date:
    if found["y1"]:
        return date(int(found["y1"]), int(found["m1"]), int(found["d1"]))
    if found["y2"]:
        return date(int(found["y2"]), int(found["m2"]), int(found["d2"]))
    if found["y3"]:
        first, second = int(found["a"]), int(found["b"])
        month, day = (first, second) if order == MONTH_FIRST else (second, first)
        return date(_year(found["y3"]), month, day)
    name = (found["n4"] or found["n5"])[:3].lower()
    year = _year(found["y4"] or found["y5"])
    return date(year, _MONTHS.index(name) + 1, int(found["d4"] or found["d5"]))


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _clock(found: re.Match[str]) -> time:
    hour, half = int(found["hour"]), (found["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(found.group())
        hour = hour % 12 + (12 if half == "p" else 0)
    part = int((found["part"] or "0")[:6].ljust(6, "0"))
    return time(hour, int(found["minute"]), int(found["second"] or 0), part)


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text.lower() in ("z", "utc", "gmt"):
        return timedelta(0)
    digits = text[1:].replace(":", "")
    length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -length if text[0] == "-" else length
