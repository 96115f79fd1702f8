"""The number of a rule that a slider moves."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alerts.pack.rules import PACK
from alerts.pack.thresholds import (
    Part,
    Slider,
    is_quieter_when_greater,
    slider_for,
    threshold_of,
    with_threshold,
)
from alerts.rules import parse, write


@pytest.mark.parametrize(
    ("text", "part", "value"),
    [
        ("> 3 no sales in 5 minutes", Part.COUNT, "3"),
        ("Manual discounts total > $100 per shift by the same cashier", Part.TOTAL, "100"),
        ("Refund > $50", Part.AMOUNT, "50"),
        ("Suspended not resumed within 30 minutes", Part.SECONDS, "1800"),
        ("Void then no sale within 90 seconds by the same cashier", Part.SECONDS, "90"),
        ("Same cashier at two registers within 2 minutes", Part.SECONDS, "120"),
    ],
)
def test_each_kind_of_rule_has_one_number(text, part, value):
    found = threshold_of(parse(text).rule)
    assert (found.part, found.value) == (part, Decimal(value))


def test_a_rule_about_a_time_of_day_has_none():
    rule = parse("No sale between 11pm and 5am").rule
    assert threshold_of(rule) is None
    with pytest.raises(ValueError, match="2"):
        with_threshold(rule, Decimal(2))


@pytest.mark.parametrize(
    ("text", "value", "after"),
    [
        ("> 3 no sales in 5 minutes", "6", "> 6 no sales in 5 minutes"),
        ("Refund > $50 by cash", "12.50", "Refund > $12.50 by cash"),
        ("Suspended not resumed within 30 minutes", "3600", "Suspended not resumed within 1 hour"),
    ],
)
def test_another_number_changes_nothing_else(text, value, after):
    assert write(with_threshold(parse(text).rule, Decimal(value))) == after


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("> 3 no sales in 5 minutes", "2.5"),
        ("> 3 no sales in 5 minutes", "0"),
        ("Refund > $50", "-1"),
        ("Suspended not resumed within 30 minutes", "90000"),
    ],
)
def test_a_number_that_no_such_rule_can_have_is_refused(text, value):
    with pytest.raises(ValueError, match=value):
        with_threshold(parse(text).rule, Decimal(value))


def test_of_a_span_of_amounts_the_slider_moves_the_lower():
    rule = parse("Refund > $20 and < $50").rule
    assert threshold_of(rule).value == Decimal(20)


def test_a_slider_stands_where_it_was_put_or_next_to_it():
    slider = Slider(Decimal(5), Decimal(100), Decimal(5))
    assert slider.nearest(Decimal("52")) == Decimal(50)
    assert slider.nearest(Decimal("1000")) == Decimal(100)
    assert slider.stops()[:2] == [Decimal(5), Decimal(10)]


@pytest.mark.parametrize("code", sorted(PACK))
def test_every_slider_of_the_pack_can_stand_at_the_rules_own_number(code):
    entry = PACK[code]
    found = threshold_of(parse(entry.text).rule)
    assert (found is None) == (entry.slider is None)
    if entry.slider is not None:
        stops = entry.slider.stops()
        assert found.value in stops
        for stop in (stops[0], stops[-1]):
            moved = with_threshold(parse(entry.text).rule, stop)
            assert parse(write(moved)).rule == moved


@pytest.mark.parametrize("code", sorted(PACK))
def test_a_slider_made_for_a_written_rule_holds_its_number(code):
    found = threshold_of(parse(PACK[code].text).rule)
    if found is not None:
        slider = slider_for(found)
        assert slider.least <= found.value <= slider.most
        assert len(slider.stops()) > 3


def test_which_way_is_quieter():
    quieter = {text: is_quieter_when_greater(parse(text).rule) for text in (
        "> 3 no sales in 5 minutes", "Refund < $5", "Suspended not resumed within 30 minutes",
        "Void then no sale within 90 seconds",
    )}  # fmt: skip
    assert list(quieter.values()) == [True, False, True, False]
