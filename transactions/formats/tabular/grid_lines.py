"""The form in which spreadsheets are kept, read: see :mod:`transactions.spreadsheets.lines`."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import orjson

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.cells import Cell, Row, Sheet
from transactions.spreadsheets.limits import MAX_COLUMNS, MAX_ROW_CHARACTERS
from transactions.spreadsheets.lines import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_LINE: Final = 4 * MAX_ROW_CHARACTERS
_REMEMBERED: Final = 16_384
_PLAIN: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?", re.ASCII)


def read_grid(stream: BinaryIO) -> Iterator[Sheet]:
    """The sheets of a kept grid. Raises UnreadableFileError (``grid_damaged``)."""
    stream.seek(0)
    lines = _Lines(stream)
    first = lines.first()
    if not isinstance(first, dict) or first.get("grid") != 1:
        raise UnreadableFileError("grid_damaged", line="1")
    while (begin := lines.next_sheet()) is not None:
        yield Sheet(begin, lines.rows())


class _Lines:
    """Lines of a grid, parsed; one is held back where a sheet ends."""

    def __init__(self, stream: BinaryIO) -> None:
        # One line at a time, of a length that memory has room for, in C throughout.
        lines = iter(partial(stream.readline, _MAX_LINE), b"")
        self._values = enumerate(map(orjson.loads, lines), start=1)
        self._number = 0
        self._sheet: str | None = None

    def first(self) -> Any:
        return next(self._parsed(), None)

    def next_sheet(self) -> str | None:
        """The next sheet's name; what is left of the one before is passed over."""
        if self._sheet is None:
            for _ in self.rows():
                pass
        name, self._sheet = self._sheet, None
        return name

    def rows(self) -> Iterator[Row]:
        if self._sheet is not None:
            return
        number, cells = 0, self._cells
        for value in self._parsed():
            if type(value) is list:
                number += 1
                if value:
                    yield Row(number, cells(value))
            elif type(value) is not dict:
                raise self._damaged()
            elif "sheet" in value:
                self._sheet = str(value["sheet"])
                return
            elif type(skipped := value.get("skip")) is int and skipped > 0:
                number += skipped
            else:
                raise self._damaged()

    def _parsed(self) -> Iterator[Any]:
        """Counts the lines as they are taken."""
        try:
            for line, value in self._values:
                self._number = line
                yield value
        except orjson.JSONDecodeError as error:
            self._number += 1
            raise self._damaged() from error

    def _cells(self, values: list[Any]) -> tuple[Cell, ...]:
        if len(values) > MAX_COLUMNS:
            raise UnreadableFileError("too_many_columns", limit=str(MAX_COLUMNS))
        try:
            return tuple(
                [
                    (value or None)
                    if (kind := type(value)) is str
                    else _NUMBERS[value]
                    if kind is float
                    else _KINDS[kind](value)
                    for value in values
                ]
            )
        except (KeyError, ValueError, TypeError, OverflowError) as error:
            raise self._damaged() from error

    def _damaged(self) -> UnreadableFileError:
        return UnreadableFileError("grid_damaged", line=str(self._number))


class _Numbers(dict[float, Decimal]):
    """Remembered, as prices and quantities come again and again; asked a million times, so
    that it matters that no function is called for one that is known."""

    def __missing__(self, value: float) -> Decimal:
        if len(self) >= _REMEMBERED:
            self.clear()
        is_exact = value.is_integer() and abs(value) <= EXACT
        number = Decimal(int(value)) if is_exact else Decimal(repr(value))
        self[value] = number
        return number


_NUMBERS: Final = _Numbers()


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
    float: _NUMBERS.__getitem__,
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
