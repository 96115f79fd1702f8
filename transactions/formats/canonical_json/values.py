"""One JSON value to a value of the vocabulary, or the reason why not.

Amounts are decimals in strings, since a JSON number has lost cents before anybody sees
it. Times are the register's wall clock, with its offset from UTC or without.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from transactions.formats.canonical_json.shape import Field, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

AMOUNT: Final = r"-?[0-9]{1,10}(\.[0-9]{1,6})?"
MOMENT: Final = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
LARGEST_WHOLE: Final = 1_000_000
_AMOUNT: Final = re.compile(AMOUNT, re.ASCII)
_MOMENT: Final = re.compile(MOMENT, re.ASCII)
_DATE: Final = re.compile(DATE, re.ASCII)
# A register that lost its clock says 1970 or 1990: such times are kept and marked later.
_YEARS: Final = range(1970, 2200)
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class BadValueError(Exception):
    """``code`` and ``params`` make a sentence; ``field`` is where, e.g. ``lines[2].amount``."""

    def __init__(self, code: str, field: str, **params: str) -> None:
        super().__init__(code, field)
        self.code = code
        self.params = {"field": field, **params}


def checked(field: Field, value: object, where: str) -> Any:
    """``value`` as the vocabulary has it. Raises :class:`BadValueError`. Not for lists."""
    if value is None:
        if field.nullable:
            return None
        raise BadValueError("field_not_null", where)
    return _CHECKS[field.kind](field, value, where)


def _text(field: Field, value: object, where: str) -> str:
    if not isinstance(value, str):
        raise BadValueError("field_not_text", where)
    if len(value) > field.limit:
        raise BadValueError("field_too_long", where, limit=str(field.limit))
    if _UNFIT.search(value):
        raise BadValueError("field_bad_characters", where)
    if field.name == "card_last4" and value and not re.fullmatch(r"[0-9]{4}", value, re.ASCII):
        raise BadValueError("field_not_last_four", where)
    return value.strip()


def _amount(_field: Field, value: object, where: str) -> Decimal:
    if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
        raise BadValueError("field_not_amount", where)
    return Decimal(value)


def _moment(_field: Field, value: object, where: str) -> datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as error:
            raise BadValueError("field_not_time", where) from error
        if moment.year in _YEARS:
            return moment
    raise BadValueError("field_not_time", where)


def _date(_field: Field, value: object, where: str) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError as error:
            raise BadValueError("field_not_date", where) from error
        if day.year in _YEARS:
            return day
    raise BadValueError("field_not_date", where)


def _yes_no(_field: Field, value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise BadValueError("field_not_yes_no", where)
    return value


def _whole(_field: Field, value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_WHOLE:
        raise BadValueError("field_not_whole", where)
    return value


def _choice(field: Field, value: object, where: str) -> StrEnum:
    choices = tuple(field.choices or ())
    for choice in choices:
        if choice == value:
            return choice
    raise BadValueError("field_not_choice", where, choices=", ".join(choices))


_CHECKS: Final[Mapping[Kind, Callable[[Field, object, str], Any]]] = {
    Kind.TEXT: _text,
    Kind.AMOUNT: _amount,
    Kind.MOMENT: _moment,
    Kind.DATE: _date,
    Kind.YES_NO: _yes_no,
    Kind.WHOLE: _whole,
    Kind.CHOICE: _choice,
}
