"""JSON as the standard has it, and no further: what two parsers may read differently is
refused (a name twice, NaN, endless nesting or numbers)."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn

MAX_DEPTH: Final = 8
"""An event of a whole body is at the third level, the fields of its lines at the fifth."""
_LONGEST_NUMBER: Final = 25
_STRUCTURE: Final = re.compile(r'[\[{]|[\]}]|"(?:[^"\\]|\\.)*"', re.DOTALL)


class NotJsonError(ValueError):
    """``code`` and ``params`` make a sentence."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def parse(data: bytes) -> Any:
    """Raises :class:`NotJsonError`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotJsonError("json_not_utf8") from error
    _check_depth(text)
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise NotJsonError(
            "json_broken", line=str(error.lineno), column=str(error.colno)
        ) from error


def _check_depth(text: str) -> None:
    """Before the parser, which would go down with it."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for found in _STRUCTURE.finditer(text):
        opening = found[0]
        if opening in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise NotJsonError("json_too_deep", limit=str(MAX_DEPTH))
        elif opening in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotJsonError("json_twice", field=twice[:60])
    return found


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise NotJsonError("json_number")
    return int(digits)


def _fraction(digits: str) -> float:
    if len(digits) > _LONGEST_NUMBER:
        raise NotJsonError("json_number")
    return float(digits)


def _no_constant(_name: str) -> NoReturn:
    raise NotJsonError("json_number")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_whole,
    parse_float=_fraction,
    parse_constant=_no_constant,
)
