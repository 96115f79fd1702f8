"""The form in which spreadsheets are kept, written: one row a line, readable by any text tool.

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
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Sequence

GRID_START: Final = b'{"grid":1,'
EXACT: Final = 2**53
"""Up to here every whole number is a double of its own."""
_LONG_DIGITS: Final = re.compile(rb"[0-9]{13}")
_THIRTEEN: Final = b"0" * 13
_SHAPE: Final = bytes(48 if 48 <= value <= 57 else 32 for value in range(256))
"""Digits as 0, all else as a blank: a search in it is many times as fast as the pattern."""
_NEXT_ROW: Final = b"],["
_ESCAPE: Final = re.compile(rb"\\(.)", re.DOTALL)
_OPTIONS: Final = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_APPEND_NEWLINE


def first_line(container: str, name: str) -> bytes:
    return _dump({"grid": 1, "container": container, "name": name})


def sheet_line(name: str) -> bytes:
    return _dump({"sheet": name})


def skip_line(count: int) -> bytes:
    return _dump({"skip": count})


def row_lines(rows: Sequence[Sequence[Any]]) -> bytes:
    """Many rows, as :func:`row_line` gives each. Few files have anything to look at twice, and
    all rows in one go cost a quarter of row after row."""
    lines = orjson.dumps(rows, _worded, orjson.OPT_PASSTHROUGH_DATETIME)
    if b"\\" not in lines and _THIRTEEN not in lines.translate(_SHAPE):
        apart = lines[1:-1].split(_NEXT_ROW)
        if len(apart) == len(rows):  # no text has it in it
            return b"]\n[".join(apart) + b"\n"
    return b"".join([row_line(cells) for cells in rows])


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
    if isinstance(number, int) or (number.is_integer() and abs(number) <= EXACT):
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
