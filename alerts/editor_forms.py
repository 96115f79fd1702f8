"""Reads what the rule editor's page sends: the form of fields, and the rule as wished."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from alerts.models import Severity
from alerts.rules.fields import EventFields, RuleFields
from alerts.services.rules import RuleWish

if TYPE_CHECKING:
    from django.http import QueryDict

LONGEST = 400
LONGEST_ID = 18
WHOLE_RULE = ("shape", "op", "number", "window", "window_unit", "by")


def read_fields(data: QueryDict) -> RuleFields:
    """Fields of the form builder; whatever is missing is as in an empty form."""
    found = RuleFields(events=_side(data, "events"), other=_side(data, "other"))
    for name in WHOLE_RULE:
        setattr(found, name, _word(data, name, getattr(found, name)))
    return found


def _side(data: QueryDict, prefix: str) -> EventFields:
    found = EventFields()
    for each in fields(EventFields):
        name = f"{prefix}-{each.name}"
        usual = getattr(found, each.name)
        value: Any
        if isinstance(usual, list):
            value = [word[:LONGEST] for word in data.getlist(name)]
        elif isinstance(usual, bool):
            value = name in data
        else:
            value = _word(data, name, usual)
        setattr(found, each.name, value)
    return found


def _word(data: QueryDict, name: str, usual: str) -> str:
    return str(data.get(name, usual))[:LONGEST]


def read_wish(data: QueryDict) -> RuleWish:
    """As typed; what cannot be is refused by the service."""
    return RuleWish(
        name=_word(data, "name", ""),
        text=str(data.get("text", "")),
        severity=_number(data.get("severity", ""), Severity.MEDIUM, wrong=0),
        stores=tuple(_ids(data.getlist("store"))),
        register_classes=tuple(data.getlist("register_class")),
        schedule=_schedule(data),
        cooldown_minutes=_number(data.get("cooldown", ""), 0, wrong=-1),
    )


def _ids(words: list[str]) -> list[int]:
    return [int(word) if _is_number(word) else 0 for word in words]


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= LONGEST_ID


def _number(word: str | None, usual: int, *, wrong: int) -> int:
    word = (word or "").strip()
    if not word:
        return usual
    return int(word) if _is_number(word) else wrong


def _schedule(data: QueryDict) -> dict[str, Any]:
    if data.get("when") != "times":
        return {}
    return {
        "days": _ids(data.getlist("day")),
        "from": data.get("from", ""),
        "until": data.get("until", ""),
    }
