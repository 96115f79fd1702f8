"""The form in which spreadsheets are kept: one row a line, readable by any text tool.

The first line is ``{"grid":1,"container":"xlsx","name":"…"}``; ``{"sheet":"…"}`` begins a
sheet; an array is a row, ``{"skip":3}`` stands for three blank rows. In a row text is text,
a number a number, and what JSON has no word for is an object with one key: ``{"d":…}`` a
date, ``{"t":…}`` a time, ``{"m":…}`` a moment, ``{"s":…}`` seconds, ``{"n":"…"}`` a number
of so many digits that a card number could be in it: masking turns its text to X and leaves
the line whole. Quotation marks within text are written ``\\u0022``, so that cells can be told
apart without a JSON parser.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import orjson

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.cells import Cell, Row, Sheet
from transactions.formats.tabular.limits import MAX_COLUMNS, MAX_ROW_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GRID_START: Final = b'{"grid":1,'
_MAX_LINE: Final = 4 * MAX_ROW_CHARACTERS
_LONG_DIGITS: Final = re.compile(rb"[0-9]{13}")
_PLAIN: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?", re.ASCII)
_ESCAPE: Final = re.compile(rb"\\(.)", re.DOTALL)
_OPTIONS: Final = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_APPEND_NEWLINE
_SAFE_INTEGER: Final = 10**12
_EXACT: Final = 2**53


def first_line(container: str, name: str) -> bytes:
    return _dump({"grid": 1, "container": container, "name": name})


def sheet_line(name: str) -> bytes:
    return _dump({"sheet": name})


def skip_line(count: int) -> bytes:
    return _dump({"skip": count})


def row_line(cells: Sequence[Any]) -> bytes:
    """One row as a spreadsheet reader gives it; "" and None are nothing."""
    line = orjson.dumps(cells, default=_worded, option=_OPTIONS)
    if _LONG_DIGITS.search(line):
        line = orjson.dumps([_numbered(cell) for cell in cells], default=_worded, option=_OPTIONS)
    return _quotes_spelled(line) if b"\\" in line else line


def _dump(value: dict[str, Any]) -> bytes:
    line = orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    return _quotes_spelled(line) if b"\\" in line else line


def _quotes_spelled(line: bytes) -> bytes:
    return _ESCAPE.sub(lambda each: b"\\u0022" if each[1] == b'"' else each[0], line)


def _numbered(cell: object) -> object:
    """A number of thirteen digits in a row as text in an object."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        text = _plain(cell)
        if _LONG_DIGITS.search(text.encode()):
            return {"n": text}
    return cell


def _plain(number: float) -> str:
    """Digits as a person would see them: no exponent, no ``.0``."""
    if isinstance(number, int) or (number.is_integer() and abs(number) <= _EXACT):
        return str(int(number))
    return repr(number)


def _worded(value: object) -> dict[str, Any]:
    if isinstance(value, datetime):
        return {"m": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"t": value.isoformat()}
    if isinstance(value, timedelta):
        return {"s": value.total_seconds()}
    raise TypeError(type(value).__name__)


def read_grid(stream: BinaryIO) -> Iterator[Sheet]:
    """The sheets of a kept grid. Raises UnreadableFileError (``grid_damaged``)."""
    stream.seek(0)
    lines = _Lines(stream)
    first = lines.take()
    if first is None or not isinstance(first, dict) or first.get("grid") != 1:
        raise UnreadableFileError("grid_damaged", line="1")
    while (begin := lines.next_sheet()) is not None:
        yield Sheet(begin, lines.rows())


class _Lines:
    """Lines of a grid, parsed; one is held back where a sheet ends."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._number = 0
        self._sheet: str | None = None

    def next_sheet(self) -> str | None:
        """The next sheet's name; what is left of the one before is passed over."""
        if self._sheet is None:
            for _ in self.rows():
                pass
        name, self._sheet = self._sheet, None
        return name

    def rows(self) -> Iterator[Row]:
        number = 0
        while self._sheet is None and (value := self.take()) is not None:
            if type(value) is list:
                number += 1
                if value:
                    yield Row(number, self._cells(value))
            elif "sheet" in value:
                self._sheet = str(value["sheet"])
            elif type(skipped := value.get("skip")) is int and skipped > 0:
                number += skipped
            else:
                raise self._damaged()

    def take(self) -> Any:
        line = self._stream.readline(_MAX_LINE)
        if not line:
            return None
        self._number += 1
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise self._damaged() from error
        if type(value) not in (list, dict):
            raise self._damaged()
        return value

    def _cells(self, values: list[Any]) -> tuple[Cell, ...]:
        if len(values) > MAX_COLUMNS:
            raise UnreadableFileError("too_many_columns", limit=str(MAX_COLUMNS))
        try:
            return tuple([_KINDS[type(value)](value) for value in values])
        except (KeyError, ValueError, TypeError, OverflowError) as error:
            raise self._damaged() from error

    def _damaged(self) -> UnreadableFileError:
        return UnreadableFileError("grid_damaged", line=str(self._number))


@lru_cache(maxsize=16_384)
def _number(value: float) -> Decimal:
    """Remembered, as prices and quantities come again and again."""
    if value.is_integer() and abs(value) <= _EXACT:
        return Decimal(int(value))
    return Decimal(repr(value))


def _text(value: str) -> str | None:
    return value or None


def _same(value: Any) -> Any:
    return value


def _object(value: dict[str, Any]) -> Cell:
    ((key, inner),) = value.items()
    cell: Cell = _WORDS[key](inner)
    return cell


def _long_number(text: str) -> Cell:
    """A number again, unless it was masked."""
    return Decimal(text) if _PLAIN.fullmatch(text) else text


def _seconds(value: float) -> timedelta:
    return timedelta(seconds=value)


_KINDS: Final[dict[type, Any]] = {
    str: _text,
    float: _number,
    int: Decimal,
    bool: _same,
    type(None): _same,
    dict: _object,
}
_WORDS: Final[dict[str, Any]] = {
    "n": _long_number,
    "d": date.fromisoformat,
    "t": time.fromisoformat,
    "m": datetime.fromisoformat,
    "s": _seconds,
}
