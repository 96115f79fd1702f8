"""Which fields an event has in JSON, and of what kind: read off the canonical dataclasses.

The one place that both the validation and the published schema are made from, so that
neither can promise what the other does not keep.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import Final, get_args, get_type_hints

from transactions.formats.canonical import Adjustment, Event, Line, Tender

FORMAT: Final = "lossprevention.events"
VERSION: Final = 1

_OURS: Final = frozenset(
    {"store_code", "vendor", "utc_offset", "unknown_elements", "source_index", "is_extract"}
)
"""Fields of an event that the file's header, its times or this product itself settle."""
_REQUIRED: Final = frozenset({"event_type", "occurred_local", "kind", "tender_class"})
_LIMITS: Final = {
    "source_event_tag": 60,
    "transaction_no": 40,
    "event_sequence": 40,
    "linked_transaction_no": 40,
    "register": 32,
    "linked_register": 32,
    "till": 32,
    "cashier": 32,
    "approver": 32,
    "shift_no": 32,
    "report_sequence": 32,
    "currency": 3,
    "card_last4": 4,
    "reason_text": 120,
    "lines": 2_000,
    "adjustments": 2_000,
    "tenders": 100,
}
_LONGEST_TEXT: Final = 200
_MODULE: Final = {"Decimal": Decimal, "datetime": datetime, "date": date}


class Kind(StrEnum):
    TEXT = "text"
    AMOUNT = "amount"
    MOMENT = "moment"
    DATE = "date"
    YES_NO = "yes_no"
    WHOLE = "whole"
    CHOICE = "choice"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Field:
    """``limit``: the most characters of a text, or entries of a list. ``choices``: the
    enumeration of a choice. ``shape``: what a list's entries are made of."""

    name: str
    kind: Kind
    required: bool
    nullable: bool
    limit: int = 0
    choices: type[StrEnum] | None = None
    shape: Shape | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A dataclass of the vocabulary as a JSON object."""

    of: type
    fields: dict[str, Field]

    @property
    def required(self) -> list[str]:
        return [field.name for field in self.fields.values() if field.required]


_KINDS: Final[dict[object, Kind]] = {
    str: Kind.TEXT,
    Decimal: Kind.AMOUNT,
    datetime: Kind.MOMENT,
    date: Kind.DATE,
    bool: Kind.YES_NO,
    int: Kind.WHOLE,
}


def shape_of(dataclass_type: type) -> Shape:
    hints = get_type_hints(dataclass_type, localns=_MODULE)
    names = [
        each.name
        for each in dataclasses.fields(dataclass_type)
        if each.name not in _given_by_us(dataclass_type)
    ]
    return Shape(dataclass_type, {name: _field(name, hints[name]) for name in names})


def _given_by_us(dataclass_type: type) -> frozenset[str]:
    return _OURS if dataclass_type is Event else frozenset()


def _field(name: str, hint: object) -> Field:
    kinds = [each for each in (get_args(hint) or (hint,)) if each is not NoneType]
    (kind,) = kinds
    required = name in _REQUIRED
    nullable = NoneType in get_args(hint) and not required
    if kind in _ENTRIES:
        return Field(
            name, Kind.LIST, required, nullable, _LIMITS[name], shape=shape_of(_ENTRIES[kind])
        )
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Field(name, Kind.CHOICE, required, nullable, choices=kind)
    limit = _LIMITS.get(name, _LONGEST_TEXT) if kind is str else 0
    return Field(name, _KINDS[kind], required, nullable, limit)


_ENTRIES: Final[dict[object, type]] = {Line: Line, Adjustment: Adjustment, Tender: Tender}

EVENT: Final = shape_of(Event)
