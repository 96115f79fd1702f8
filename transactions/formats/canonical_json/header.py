"""The header of pushed events: which format, whose store, when it was made."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.canonical_json.shape import FORMAT, VERSION, Field, Kind
from transactions.formats.canonical_json.values import BadValueError, checked

if TYPE_CHECKING:
    from datetime import datetime

EVENTS: Final = "events"
FIELDS: Final = {
    "format": Field("format", Kind.TEXT, required=True, nullable=False, limit=40),
    "version": Field("version", Kind.WHOLE, required=True, nullable=False),
    "store": Field("store", Kind.TEXT, required=False, nullable=False, limit=32),
    "vendor": Field("vendor", Kind.TEXT, required=False, nullable=False, limit=80),
    "vendor_version": Field("vendor_version", Kind.TEXT, required=False, nullable=False, limit=40),
    "declared_local": Field("declared_local", Kind.MOMENT, required=False, nullable=True),
    "count": Field("count", Kind.WHOLE, required=False, nullable=True),
}


@dataclass(frozen=True, slots=True)
class Header:
    """``declared_local``: when the sender made the file, on the store's wall clock; of two
    accounts of one event the one declared later is believed. ``count``: how many events
    the sender put in, so that a loss on the way is noticed."""

    format: str = FORMAT
    version: int = VERSION
    store: str = ""
    vendor: str = ""
    vendor_version: str = ""
    declared_local: datetime | None = None
    count: int | None = None


def read_header(given: dict[str, Any]) -> Header:
    """All but the events. Raises UnreadableFileError: without a header nothing is safe."""
    values = {}
    try:
        for name, value in given.items():
            if name == EVENTS:
                continue
            if name not in FIELDS:
                raise BadValueError("field_unknown", name[:60])
            values[name] = checked(FIELDS[name], value, name)
        header = Header(**values)
    except BadValueError as bad:
        raise UnreadableFileError(bad.code, **bad.params) from bad
    if (given.get("format"), header.version) != (FORMAT, VERSION) or "version" not in given:
        raise UnreadableFileError("json_version", version=str(VERSION))
    if header.declared_local is not None:
        plain = header.declared_local.replace(tzinfo=None)
        header = dataclasses.replace(header, declared_local=plain)
    return header
