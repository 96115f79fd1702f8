"""A JSON object to an :class:`Event`. Whatever is wrong refuses this event and no other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from transactions.formats.canonical import Event, Line, RegisterClass
from transactions.formats.canonical_json.shape import EVENT, Field, Kind, Shape
from transactions.formats.canonical_json.values import BadValueError, checked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from transactions.formats.canonical import FormatContext

_MOMENTS: Final = tuple(name for name, field in EVENT.fields.items() if field.kind is Kind.MOMENT)


@dataclass(frozen=True, slots=True)
class Origin:
    """What the file's header says about all of its events."""

    store: str = ""
    vendor: str = ""


def build_event(given: object, origin: Origin, context: FormatContext) -> Event:
    """Raises :class:`~.values.BadValueError` that names the first field that is wrong."""
    values = _checked_object(EVENT, given, "")
    offset = _without_offsets(values)
    values.setdefault("source_event_tag", str(values["event_type"]))
    if not values.get("started_raw") and values.get("started_local"):
        values["started_raw"] = str(cast("Mapping[str, Any]", given)["started_local"])
    event = Event(**values, store_code=origin.store, vendor=origin.vendor, utc_offset=offset)
    if "register_class" not in values:
        event.register_class = _class_of(event, context)
    return event


def _checked_object(shape: Shape, given: object, where: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise BadValueError("field_not_object", where or "event")
    prefix = f"{where}." if where else ""
    values = {}
    for name, value in given.items():
        field = shape.fields.get(name)
        if field is None:
            raise BadValueError("field_unknown", f"{prefix}{name[:60]}")
        if field.shape is None:
            values[name] = checked(field, value, prefix + name)
        else:
            values[name] = _entries(field, field.shape, value, prefix + name)
    for name in shape.required:
        if name not in values:
            raise BadValueError("field_missing", prefix + name)
    return values


def _entries(field: Field, shape: Shape, value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadValueError("field_not_list", where)
    if len(value) > field.limit:
        raise BadValueError("field_too_many", where, limit=str(field.limit))
    return [
        _entry(shape, entry, number, f"{where}[{number}]") for number, entry in enumerate(value)
    ]


def _entry(shape: Shape, given: object, number: int, where: str) -> Any:
    values = _checked_object(shape, given, where)
    if shape.of is Line:
        values.setdefault("sequence", number + 1)
    else:
        values.setdefault("amount", None)
    return shape.of(**values)


def _without_offsets(values: dict[str, Any]) -> timedelta | None:
    """All moments as wall clock; the offset is that of the time the event happened at."""
    happened: datetime = values["occurred_local"]
    for name in _MOMENTS:
        if (moment := values.get(name)) is not None:
            values[name] = moment.replace(tzinfo=None)
    return happened.utcoffset()


def _class_of(event: Event, context: FormatContext) -> RegisterClass:
    if event.is_outside or event.register in context.outside_registers:
        return RegisterClass.OUTSIDE
    return RegisterClass.INSIDE if event.register else RegisterClass.UNKNOWN
