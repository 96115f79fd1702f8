"""Where a page of a list ended, as one opaque word in the address. Never an offset."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import NamedTuple

import orjson


class BadCursorError(ValueError):
    """The word in the address is not one of ours."""


class Place(NamedTuple):
    """A place in the exception queue: the three columns it is ordered by."""

    risk: int
    occurred_at: datetime
    transaction_id: int


def _word(parts: list[object]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def _parts(word: str) -> list[object]:
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    except (binascii.Error, ValueError) as error:
        raise BadCursorError(word) from error
    if not isinstance(parts, list):
        raise BadCursorError(word)
    return parts


def place_to_word(place: Place) -> str:
    micros = int(place.occurred_at.timestamp()) * 1_000_000 + place.occurred_at.microsecond
    return _word([place.risk, micros, place.transaction_id])


def word_to_place(word: str) -> Place:
    """Raises BadCursorError."""
    match _parts(word):
        case [int(risk), int(micros), int(transaction_id)]:
            pass
        case _:
            raise BadCursorError(word)
    seconds, rest = divmod(micros, 1_000_000)
    try:
        at = datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
    except (OverflowError, ValueError, OSError) as error:
        raise BadCursorError(word) from error
    if not (-32768 <= risk <= 32767 and 0 <= transaction_id < 2**63):
        raise BadCursorError(word)
    return Place(risk, at, transaction_id)


def id_to_word(row_id: int) -> str:
    return _word([row_id])


def word_to_id(word: str) -> int:
    """Raises BadCursorError."""
    match _parts(word):
        case [int(row_id)] if 0 <= row_id < 2**63:
            return row_id
        case _:
            raise BadCursorError(word)
