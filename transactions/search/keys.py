"""The order of a list: its columns, and a row's place in it as a word in the address."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

import orjson

from transactions.search.query import Basis, Order
from transactions.selectors.paging import BadCursorError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from transactions.search.query import Query

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
Key = tuple[Any, ...]
"""A row's values in the columns that a list is ordered by; the last is its id."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """``kinds`` name each column's kind; ``falls`` when the greatest comes first."""

    kinds: tuple[str, ...]
    falls: bool = True


TIME: Final = Ordering(("time", "id"))
RISING: Final = Ordering(("time", "id"), falls=False)
BOOKS: Final = Ordering(("day", "time", "id"))
BOOKS_RISING: Final = Ordering(("day", "time", "id"), falls=False)
AMOUNT: Final = Ordering(("amount", "id"))
RISK: Final = Ordering(("risk", "time", "id"))


def ordering_of(query: Query) -> Ordering:
    """By the store's books the business date goes before the time: a day's late events
    stand with their day."""
    if query.order is Order.AMOUNT:
        return AMOUNT
    if query.order is Order.RISK:
        return RISK
    by_books = query.basis is Basis.BUSINESS and bool(query.since or query.until)
    if query.order is Order.OLDEST:
        return BOOKS_RISING if by_books else RISING
    return BOOKS if by_books else TIME


def write_key(ordering: Ordering, key: Key) -> str:
    parts = [_WRITE[kind](value) for kind, value in zip(ordering.kinds, key, strict=True)]
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def read_key(ordering: Ordering, word: str) -> Key:
    """Raises BadCursorError for a word that is not one of ours, or of another order."""
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        return tuple(_read(ordering.kinds, parts))
    except (binascii.Error, ValueError, TypeError, OverflowError, InvalidOperation) as error:
        raise BadCursorError(word[:80]) from error


def _read(kinds: Sequence[str], parts: object) -> list[Any]:
    if not isinstance(parts, list) or len(parts) != len(kinds):
        raise ValueError(kinds)
    return [_READ[kind](part) for kind, part in zip(kinds, parts, strict=True)]


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not isinstance(value, int) or not low <= value < high:
            raise ValueError(value)
        return value

    return read


def _amount(value: Any) -> Decimal:
    if not isinstance(value, str) or len(value) > 20:
        raise ValueError(value)
    amount = Decimal(value)
    if not amount.is_finite() or not 0 <= amount < 10**14:
        raise ValueError(value)
    return amount


def _time(value: Any) -> datetime:
    return _START + timedelta(microseconds=_whole(-(10**17), 10**18)(value))


_WRITE: Final[dict[str, Callable[[Any], object]]] = {
    "id": int,
    "risk": int,
    "amount": str,
    "day": date.isoformat,
    "time": lambda at: (at - _START) // _MICRO,
}
_READ: Final[dict[str, Callable[[Any], Any]]] = {
    "id": _whole(0, 2**63),
    "risk": _whole(-(2**15), 2**15),
    "amount": _amount,
    "day": date.fromisoformat,
    "time": _time,
}
