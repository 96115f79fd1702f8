"""What a rule means, as codes and parameters; ``alerts/wording.py`` says it in the reader's
language. Parameters are values, lists of values, or sentences in their turn."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from alerts.rules import tree
from alerts.rules.tree import SHIFT_GAP, By, Events, Whole
from transactions.formats.canonical import EventType, Flag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alerts.rules.tree import Condition, Rule

TAKEN_OFF = frozenset({Flag.MANUAL_DISCOUNT, Flag.PRICE_OVERRIDE, Flag.CANCELLATION})


@dataclass(frozen=True, slots=True)
class Sentence:
    """``notes`` say what the words leave open: the key, what a shift is, when it is known."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """Events in words: what they are called, and each condition."""

    kinds: tuple[EventType | Flag, ...]
    conditions: tuple[Sentence, ...]


def explain(rule: Rule) -> Sentence:
    code, params = _main(rule)
    return Sentence(code, params, tuple(_notes(rule)))


def described(events: Events) -> Described:
    return Described(events.kinds, tuple(_condition(c) for c in events.conditions))


@singledispatch
def _main(rule: Rule) -> tuple[str, dict[str, Any]]:
    raise TypeError(rule)  # pragma: no cover - the six below are all there are


@_main.register
def _(rule: tree.Single) -> tuple[str, dict[str, Any]]:
    return "single", {"events": described(rule.events)}


def _counted(rule: tree.Count | tree.Total) -> dict[str, Any]:
    return {
        "events": described(rule.events),
        "op": rule.op,
        "within": rule.within,
        "by": rule.by,
    }


@_main.register
def _(rule: tree.Count) -> tuple[str, dict[str, Any]]:
    return "count", _counted(rule) | {"number": rule.number}


@_main.register
def _(rule: tree.Total) -> tuple[str, dict[str, Any]]:
    return "total", _counted(rule) | {"value": rule.value}


@_main.register
def _(rule: tree.Sequence) -> tuple[str, dict[str, Any]]:
    sides = {"first": described(rule.first), "then": described(rule.then)}
    return "sequence", sides | {"within": rule.within, "by": rule.by}


@_main.register
def _(rule: tree.Absence) -> tuple[str, dict[str, Any]]:
    sides = {"events": described(rule.events), "missing": described(rule.missing)}
    return "absence", sides | {"within": rule.within, "by": rule.by}


@_main.register
def _(rule: tree.TwoPlaces) -> tuple[str, dict[str, Any]]:
    return "two_places", {"events": described(rule.events), "within": rule.within}


def _condition(condition: Condition) -> Sentence:
    """Its own name as the code, its own fields as the parameters."""
    values = {f.name: getattr(condition, f.name) for f in fields(condition)}
    return Sentence(type(condition).__name__, values)


def sides(rule: Rule) -> tuple[Events, ...]:
    """The events a rule looks at, in the order of its text."""
    if isinstance(rule, tree.Sequence):
        return rule.first, rule.then
    if isinstance(rule, tree.Absence):
        return rule.events, rule.missing
    return (rule.events,)


def _notes(rule: Rule) -> Iterator[Sentence]:
    yield from _key_notes(rule)
    within = getattr(rule, "within", None)
    conditions = [c for events in sides(rule) for c in events.conditions]
    last = [c for c in conditions if isinstance(c, tree.LastOfShift)]
    if within is Whole.SHIFT or last or any(isinstance(c, tree.FirstOfShift) for c in conditions):
        yield Sentence("what_a_shift_is", {"gap": SHIFT_GAP})
    if within is Whole.DAY:
        yield Sentence("what_a_day_is")
    yield from _known_later(rule, is_last=bool(last))
    if any(isinstance(c, tree.WhileClosed) for c in conditions):
        yield Sentence("what_closed_is")
    yield from _amount_notes(rule, conditions)


def _key_notes(rule: Rule) -> Iterator[Sentence]:
    if isinstance(rule, tree.Count | tree.Total | tree.Sequence | tree.Absence):
        yield Sentence("default_key" if rule.by is By.REGISTER else "key", {"by": rule.by})


def _known_later(rule: Rule, *, is_last: bool) -> Iterator[Sentence]:
    if isinstance(rule, tree.Absence):
        yield Sentence("known_after", {"span": rule.within})
        if Flag.SUSPENDED in rule.events.kinds and EventType.RESUME in rule.missing.kinds:
            yield Sentence("resumed_anywhere")
    if is_last:
        yield Sentence("known_after_shift", {"gap": SHIFT_GAP})


def _amount_notes(rule: Rule, conditions: list[Condition]) -> Iterator[Sentence]:
    asks = isinstance(rule, tree.Total) or any(
        isinstance(c, tree.Amount | tree.WholeDollars) for c in conditions
    )
    if asks and any(TAKEN_OFF.intersection(events.kinds) for events in sides(rule)):
        yield Sentence("amount_taken_off")
