"""What the rule editor's page shows: the rule, what can be chosen, and the form of fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alerts import words
from alerts.models import RuleState, Severity
from alerts.rules.fields import RuleFields, fields_of
from alerts.rules.parsing import parse
from alerts.rules.tree import Op
from alerts.rules.vocabulary import KINDS
from stores.models import RegisterClass
from transactions.formats.canonical import Flag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alerts.rules.fields import EventFields
    from alerts.services.rules import RuleWish
    from stores.access import Member

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Side:
    """One event of the form of fields, under the name that its inputs begin with."""

    prefix: str
    title: str
    fields: EventFields


@dataclass(frozen=True, slots=True)
class Builder:
    fields: RuleFields
    sides: list[Side]
    counts: bool
    windowed: bool
    keyed: bool


def builder_of(fields: RuleFields) -> Builder:
    shape = fields.shape
    paired = {"sequence": _("Then"), "absence": _("Not followed by")}
    sides = [Side("events", _("Event"), fields.events)]
    if shape in paired:
        sides.append(Side("other", paired[shape], fields.other))
    return Builder(
        fields=fields,
        sides=sides,
        counts=shape in {"count", "total"},
        windowed=shape != "single",
        keyed=shape in {"count", "total", "sequence", "absence"},
    )


def fields_in(text: str) -> RuleFields:
    """Those of the rule; an empty form for a text that is not understood."""
    rule = parse(text).rule
    return fields_of(rule) if rule is not None else RuleFields()


def shapes() -> Choices:
    return [
        ("single", _("each such event")),
        ("count", _("many of them")),
        ("total", _("their amounts together")),
        ("sequence", _("one event after another")),
        ("absence", _("one event without another")),
        ("two_places", _("one cashier at two registers")),
    ]


def choices() -> dict[str, Choices]:
    """Of the selects and boxes of the form of fields."""
    return {
        "shapes": shapes(),
        "lasting": [(Op.MORE.value, _("more than")), (Op.AT_LEAST.value, _("at least"))],
        "least": [
            (Op.MORE.value, _("more than")),
            (Op.AT_LEAST.value, _("at least")),
            (Op.EXACTLY.value, _("exactly")),
        ],
        "most": [(Op.AT_MOST.value, _("at most")), (Op.LESS.value, _("less than"))],
        "units": units(),
        "spans": [*units(), ("shift", _("per shift")), ("day", _("per business day"))],
        "keys": _labelled(words.BY.items()),
        "kinds": _labelled((kind, words.NOUNS[kind]) for kind in KINDS),
        "flags": _labelled((f, words.NOUNS[f]) for f in KINDS if isinstance(f, Flag)),
        "tenders": _labelled(words.TENDERS.items()),
        "days": _labelled(words.DAYS.items()),
        "register_kinds": _labelled(words.REGISTER_KINDS.items()),
        "approvals": [("yes", _("by somebody else")), ("no", _("by nobody else"))],
        "links": [("yes", _("with its receipt")), ("no", _("without a receipt"))],
    }


def units() -> Choices:
    return [("second", _("seconds")), ("minute", _("minutes")), ("hour", _("hours"))]


def _labelled(pairs: Iterable[tuple[object, object]]) -> Choices:
    return [(str(value), str(label)) for value, label in pairs]


@dataclass(frozen=True, slots=True)
class Around:
    """What can be chosen around the rule's text."""

    severities: list[tuple[int, str]]
    states: Choices
    stores: list[tuple[int, str]]
    register_classes: Choices
    days: Choices


def around(member: Member) -> Around:
    return Around(
        severities=[(value, str(label)) for value, label in reversed(Severity.choices)],
        states=[
            (RuleState.SILENT.value, _("run silently")),
            (RuleState.ON.value, _("on")),
            (RuleState.OFF.value, _("off")),
        ],
        stores=[(store.pk, str(store)) for store in member.stores()],
        register_classes=[(str(value), str(word)) for value, word in RegisterClass.choices],
        days=_labelled(words.DAYS.items()),
    )


def schedule_shown(wish: RuleWish) -> dict[str, object]:
    """What the inputs of the schedule hold."""
    kept = wish.schedule
    return {
        "when": "times" if kept else "always",
        "days": [str(day) for day in kept.get("days", range(1, 8))],
        "from": kept.get("from", "08:00"),
        "until": kept.get("until", "22:00"),
    }
