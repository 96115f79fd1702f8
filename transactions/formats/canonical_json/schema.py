"""The published JSON Schema (draft 2020-12) of pushed events, made from the shape."""

from __future__ import annotations

from typing import Any, Final

from transactions.formats.canonical_json.header import FIELDS
from transactions.formats.canonical_json.reader import MAX_BODY_EVENTS
from transactions.formats.canonical_json.shape import EVENT, FORMAT, VERSION, Field, Kind, Shape
from transactions.formats.canonical_json.values import AMOUNT, DATE, LARGEST_WHOLE, MOMENT

_NAMES: Final = {"lines": "Line", "adjustments": "Adjustment", "tenders": "Tender"}
_DESCRIPTIONS: Final = {
    "event_type": "What the register did.",
    "source_event_tag": "The event's kind as the source names it; part of its identity.",
    "transaction_no": "As the source writes it, leading zeros kept; part of the identity.",
    "event_sequence": "Tells events with the same number apart; part of the identity.",
    "occurred_local": "When the customer stood there: register wall clock, offset optional.",
    "started_raw": "The start as the source writes it; part of the identity.",
    "business_date": "The store's accounting day, which need not be the calendar's.",
    "amount": "What the customer paid; negative when money went out; the value of a void.",
    "approver": "Who approved it, when that was not the cashier.",
    "card_last4": "The last four digits of the card, and never more.",
    "count": "How many events the sender put in.",
    "declared_local": "When the sender made this: of two accounts the later one is believed.",
    "store": "The store's own number; what names another store of the chain is held back.",
}


def json_schema(definitions: str = "#/$defs/") -> dict[str, Any]:
    """The schema of a whole body. ``definitions`` is where references point, so that an
    OpenAPI document can hold them as ``#/components/schemas/``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Events of a store's registers",
        "type": "object",
        "additionalProperties": False,
        "required": ["format", "version", "events"],
        "properties": {
            **{name: _property(field, definitions) for name, field in FIELDS.items()},
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "events": {
                "type": "array",
                "maxItems": MAX_BODY_EVENTS,
                "items": {"$ref": f"{definitions}Event"},
            },
        },
        "$defs": schema_definitions(definitions),
    }


def schema_definitions(definitions: str = "#/$defs/") -> dict[str, Any]:
    """Event, Line, Adjustment and Tender by name."""
    parts = {name: EVENT.fields[key].shape for key, name in _NAMES.items()}
    shapes: dict[str, Shape] = {"Event": EVENT}
    shapes.update({name: shape for name, shape in parts.items() if shape is not None})
    return {name: _object(shape, definitions) for name, shape in shapes.items()}


def _object(shape: Shape, definitions: str) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": shape.required,
        "properties": {name: _property(field, definitions) for name, field in shape.fields.items()},
    }


def _property(field: Field, definitions: str) -> dict[str, Any]:
    schema = _PLAIN[field.kind] if field.kind in _PLAIN else _of_kind(field, definitions)
    if field.nullable:
        schema = {**schema, "type": [schema["type"], "null"]}
    if described := _DESCRIPTIONS.get(field.name):
        schema = {**schema, "description": described}
    return schema


_PLAIN: Final[dict[Kind, dict[str, Any]]] = {
    Kind.AMOUNT: {"type": "string", "pattern": f"^{AMOUNT}$"},
    Kind.MOMENT: {"type": "string", "pattern": f"^{MOMENT}$"},
    Kind.DATE: {"type": "string", "pattern": f"^{DATE}$", "format": "date"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.WHOLE: {"type": "integer", "minimum": 0, "maximum": LARGEST_WHOLE},
}


def _of_kind(field: Field, definitions: str) -> dict[str, Any]:
    if field.kind is Kind.CHOICE:
        return {"type": "string", "enum": [str(each) for each in field.choices or ()]}
    if field.kind is Kind.LIST:
        reference = {"$ref": f"{definitions}{_NAMES[field.name]}"}
        return {"type": "array", "maxItems": field.limit, "items": reference}
    if field.name == "card_last4":
        return {"type": "string", "pattern": "^([0-9]{4})?$"}
    return {"type": "string", "maxLength": field.limit}
