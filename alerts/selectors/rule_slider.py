"""A rule's slider: the number that it moves, and the text with another number there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from alerts.pack.rules import PACK
from alerts.pack.thresholds import Part, Slider, Threshold, slider_for
from alerts.selectors.rule_words import number_word, slider_word, threshold_in

if TYPE_CHECKING:
    from alerts.models import Rule


@dataclass(frozen=True, slots=True)
class SliderView:
    part: Part
    label: str
    value: Decimal
    least: Decimal
    most: Decimal
    step: Decimal

    @property
    def word(self) -> str:
        return self.word_for(self.value)

    def word_for(self, value: Decimal) -> str:
        return number_word(self.part, value)

    def at(self, value: Decimal) -> SliderView:
        """The same slider, standing somewhere else within its limits."""
        return replace(self, value=value)

    def stops(self) -> list[Decimal]:
        return Slider(self.least, self.most, self.step).stops()


def slider_of(rule: Rule) -> SliderView | None:
    """The pack's own limits, as long as the rule is still about the same kind of number."""
    threshold = threshold_in(rule.text)
    if threshold is None:
        return None
    entry = PACK.get(rule.code)
    if entry is not None and entry.slider is not None:
        usual = threshold_in(entry.text)
        if usual is not None and usual.part is threshold.part:
            return _view(threshold, entry.slider)
    return _view(threshold, slider_for(threshold))


def slider_in(text: str) -> SliderView | None:
    """For a rule that is not kept anywhere."""
    threshold = threshold_in(text)
    return _view(threshold, slider_for(threshold)) if threshold else None


def _view(threshold: Threshold, slider: Slider) -> SliderView:
    """A value beyond the limits, or between two steps, widens the slider."""
    least, most, value = slider.least, slider.most, threshold.value
    step = slider.step
    if (value - least) % step:
        step = Decimal("0.01") if threshold.is_money else Decimal(1)
    view = SliderView(threshold.part, slider_word(threshold.part), value, least, most, step)
    return replace(view, least=min(least, value), most=max(most, value))


def read_value(word: str) -> Decimal | None:
    """A number as a slider or a person sends it; None for anything else."""
    plain = word.strip()
    if not plain or len(plain) > 12 or not plain.isascii():
        return None
    if not plain.replace(".", "", 1).isdecimal():
        return None
    return Decimal(plain)
