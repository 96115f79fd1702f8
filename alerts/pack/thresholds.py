"""The one number of a rule that a slider moves, and the same rule with another number there.

The first that a rule has, in this order: how many, how much in all, how soon, the amount of
each transaction. A rule about one kind of event at a time of day has none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from alerts.rules.tree import (
    MOST_WINDOW,
    Absence,
    Amount,
    Count,
    Events,
    Op,
    Rule,
    Sequence,
    Single,
    Total,
    TwoPlaces,
)

TIGHT = {Op.LESS, Op.AT_MOST}


class Part(StrEnum):
    COUNT = "count"
    TOTAL = "total"
    AMOUNT = "amount"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Threshold:
    part: Part
    value: Decimal

    @property
    def is_money(self) -> bool:
        return self.part in {Part.TOTAL, Part.AMOUNT}


@dataclass(frozen=True, slots=True)
class Slider:
    """From where to where a threshold can be dragged, and in what steps."""

    least: Decimal
    most: Decimal
    step: Decimal

    def stops(self) -> list[Decimal]:
        """Every value that the slider can stand at."""
        count = int((self.most - self.least) / self.step)
        return [self.least + self.step * place for place in range(count + 1)]

    def nearest(self, value: Decimal) -> Decimal:
        """Where the slider stands for a value that was typed."""
        places = ((value - self.least) / self.step).to_integral_value()
        return min(max(self.least + places * self.step, self.least), self.most)


def threshold_of(rule: Rule) -> Threshold | None:
    match rule:
        case Count():
            return Threshold(Part.COUNT, Decimal(rule.number))
        case Total():
            return Threshold(Part.TOTAL, rule.value)
        case Sequence() | Absence() | TwoPlaces():
            return Threshold(Part.SECONDS, Decimal(int(rule.within.total_seconds())))
        case Single():
            amount = _amount_of(rule.events)
            return Threshold(Part.AMOUNT, amount.value) if amount else None


def with_threshold(rule: Rule, value: Decimal) -> Rule:
    """The same rule with this number. Raises ValueError for one that no such rule can have."""
    if value <= 0:
        raise ValueError(value)
    match rule:
        case Count():
            if value != value.to_integral_value():
                raise ValueError(value)
            return replace(rule, number=int(value))
        case Total():
            return replace(rule, value=value)
        case Sequence() | Absence() | TwoPlaces():
            within = timedelta(seconds=int(value))
            if within > MOST_WINDOW:
                raise ValueError(value)
            return replace(rule, within=within)
        case Single():
            return replace(rule, events=_with_amount(rule.events, value))


def slider_for(threshold: Threshold) -> Slider:
    """Round limits around a threshold that somebody wrote."""
    if threshold.part is Part.COUNT:
        return Slider(Decimal(1), max(Decimal(10), threshold.value * 2), Decimal(1))
    if threshold.part is Part.SECONDS:
        step = Decimal(10 if threshold.value <= 300 else 60 if threshold.value <= 7200 else 900)
        most = min(max(threshold.value * 3, step * 12), Decimal(int(MOST_WINDOW.total_seconds())))
        return Slider(step, most - most % step, step)
    step = _round_step(threshold.value)
    return Slider(step, threshold.value * 3 - threshold.value * 3 % step, step)


def is_quieter_when_greater(rule: Rule) -> bool:
    """Whether a greater threshold finds less. It does, but for "within" and "less than"."""
    match rule:
        case Count() | Total():
            return rule.op not in TIGHT
        case Absence():
            return True
        case Sequence() | TwoPlaces():
            return False
        case Single():
            amount = _amount_of(rule.events)
            return amount is None or amount.op not in TIGHT


def _round_step(value: Decimal) -> Decimal:
    for least, step in ((500, 50), (200, 20), (100, 10), (40, 5), (8, 1)):
        if value >= least:
            return Decimal(step)
    return Decimal("0.5")


def _amount_of(events: Events) -> Amount | None:
    return next((each for each in events.conditions if isinstance(each, Amount)), None)


def _with_amount(events: Events, value: Decimal) -> Events:
    """The first amount only: of "> $20 and < $50" the slider moves the 20."""
    amount = _amount_of(events)
    if amount is None:
        raise ValueError(value)
    place = events.conditions.index(amount)
    moved = [*events.conditions]
    moved[place] = replace(amount, value=value)
    return replace(events, conditions=tuple(moved))
