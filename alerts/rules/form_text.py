"""The text that a form's fields write. What somebody typed into a field stands in it as typed:
if it makes no sense, ``parse`` says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.rules.tree import By, Op
from alerts.rules.vocabulary import DAYS, KINDS, REGISTER_KINDS, TENDERS
from alerts.rules.writing import SAME
from alerts.rules.writing_values import PLURALS, listed, quoted, write_days
from transactions.formats.canonical import EventType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from alerts.rules.fields import EventFields, RuleFields

KIND_WORDS = {kind.value: listed_[0] for kind, listed_ in KINDS.items()}
KIND_PLURALS = {kind.value: PLURALS.get(kind, f"{one[0]}s") for kind, one in KINDS.items()}
TENDER_WORDS = {tender.value: listed_[0] for tender, listed_ in TENDERS.items()}
REGISTER_WORDS = {kind.value: listed_[0] for kind, listed_ in REGISTER_KINDS.items()}
APPROVED = {"yes": "approved by somebody else", "no": "without approval"}
LINKED = {"yes": "with receipt", "no": "without receipt"}
WHOLES = frozenset({"shift", "day"})
LONGEST_FIELD = 200


def text_of(fields: RuleFields) -> str:
    text = SHAPES[fields.shape](fields) if fields.shape in SHAPES else _single(fields)
    return text[:1].upper() + text[1:]


def _single(fields: RuleFields) -> str:
    return events_text(fields.events)


def _count(fields: RuleFields) -> str:
    said = f"{_op(fields.op)} {_typed(fields.number)} {events_text(fields.events, plural=True)}"
    return f"{said} {_window(fields)}{_key(fields.by)}"


def _total(fields: RuleFields) -> str:
    said = f"{events_text(fields.events, plural=True)} total {_op(fields.op)}"
    return f"{said} ${_typed(fields.number)} {_window(fields)}{_key(fields.by)}"


def _sequence(fields: RuleFields) -> str:
    return f"{events_text(fields.events)} then {_pair_end(fields)}"


def _absence(fields: RuleFields) -> str:
    link = "not" if fields.other.kinds == [EventType.RESUME.value] else "not followed by"
    return f"{events_text(fields.events)} {link} {_pair_end(fields)}"


def _pair_end(fields: RuleFields) -> str:
    return f"{events_text(fields.other)} {_within(fields)}{_key(fields.by)}"


def _two_places(fields: RuleFields) -> str:
    said = f"same cashier at two registers {_within(fields)}"
    events = events_text(fields.events)
    return said if events == ANY else f"{events} by the {said}"


SHAPES = {
    "single": _single,
    "count": _count,
    "total": _total,
    "sequence": _sequence,
    "absence": _absence,
    "two_places": _two_places,
}
ANY = "any event"


def _window(fields: RuleFields) -> str:
    if fields.window_unit in WHOLES:
        return f"per {fields.window_unit}"
    return f"in {_span(fields.window, fields.window_unit)}"


def _within(fields: RuleFields) -> str:
    if fields.window_unit in WHOLES:
        return f"per {fields.window_unit}"
    return f"within {_span(fields.window, fields.window_unit)}"


def _span(number: str, unit: str) -> str:
    number = _typed(number)
    unit = unit if unit in {"second", "minute", "hour"} else "minute"
    return f"{number} {unit}" if number == "1" else f"{number} {unit}s"


def _key(by: str) -> str:
    keys = {key.value: text for key, text in SAME.items() if key is not By.REGISTER}
    return f" {keys[by]}" if by in keys else ""


def _op(op: str) -> str:
    return op if op in set(Op) else Op.MORE.value


def _typed(text: str) -> str:
    return " ".join(text.split())[:LONGEST_FIELD]


def events_text(fields: EventFields, *, plural: bool = False) -> str:
    words = KIND_PLURALS if plural else KIND_WORDS
    named = _known(fields.kinds, words)
    return " ".join([named or ("events" if plural else ANY), *_conditions(fields)])


def _known(values: Iterable[str], words: Mapping[str, str]) -> str:
    return listed([words[value] for value in values if value in words])


def _conditions(fields: EventFields) -> Iterator[str]:
    yield from _amounts(fields)
    if fields.whole:
        yield "with whole dollar amount"
    if tenders := _known(fields.tenders, TENDER_WORDS):
        yield f"by {tenders}"
    yield from _times(fields)
    yield from _places(fields)
    yield from _shift(fields)
    for item in fields.items.splitlines():
        if item.strip():
            yield f"with item {quoted(_typed(item))}"
    for value, words in ((fields.approved, APPROVED), (fields.linked, LINKED)):
        if value in words:
            yield words[value]
    if flags := _known(fields.flags, KIND_WORDS):
        yield f"along with {flags}"


def _amounts(fields: EventFields) -> Iterator[str]:
    least, most = _typed(fields.least), _typed(fields.most)
    if least:
        yield f"{_op(fields.least_op)} ${least}"
    if most:
        yield f"and {_op(fields.most_op)} ${most}" if least else f"{_op(fields.most_op)} ${most}"


def _times(fields: EventFields) -> Iterator[str]:
    start, end = _typed(fields.start), _typed(fields.end)
    if start and end:
        yield f"between {start} and {end}"
    elif start or end:
        yield f"after {start}" if start else f"before {end}"
    days = sorted({int(day) for day in fields.days if day in {str(known) for known in DAYS}})
    if days:
        yield f"on {write_days(tuple(days))}"
    if fields.closed:
        yield "while closed"


def _places(fields: EventFields) -> Iterator[str]:
    if _typed(fields.stores):
        yield f"at store {_typed(fields.stores)}"
    if _typed(fields.registers):
        yield f"at register {_typed(fields.registers)}"
    if fields.register_kind in REGISTER_WORDS:
        yield f"at {REGISTER_WORDS[fields.register_kind]}s"
    if _typed(fields.cashiers):
        yield f"by cashier {_typed(fields.cashiers)}"


def _shift(fields: EventFields) -> Iterator[str]:
    if _typed(fields.last):
        yield f"in last {_span(fields.last, fields.last_unit)} of shift"
    if _typed(fields.first):
        yield f"in first {_span(fields.first, fields.first_unit)} of shift"
