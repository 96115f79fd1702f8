"""The form of fields writes the same rules as people type."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from alerts.rules import parse
from alerts.rules.characters import MOST_TEXT
from alerts.rules.fields import EventFields, RuleFields, fields_of
from alerts.rules.form_text import text_of
from tests.alerts.rules.strategies import rules


@given(rules)
@settings(max_examples=200)
def test_what_the_form_shows_of_a_rule_writes_that_rule(rule):
    text = text_of(fields_of(rule))
    assert len(text) > MOST_TEXT or parse(text).rule == rule


def test_an_empty_form_says_what_is_missing():
    assert [problem.code for problem in parse(text_of(RuleFields())).problems] == ["everything"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (EventFields(kinds=["refund"], least="fifty-ish"), "unexpected"),
        (EventFields(kinds=["refund"], least="50", most="20"), "never_true"),
        (EventFields(kinds=["refund"], start="09:00", end="09:00"), "empty_span"),
        (EventFields(kinds=["no_sale"], least="5"), "no_amount"),
        (EventFields(kinds=["refund"], last="900", last_unit="hour"), "window_too_long"),
        (EventFields(kinds=["refund"], stores="Main Street"), "which_one"),
    ],
)
def test_nonsense_in_a_field_is_told_like_nonsense_in_a_text(fields, code):
    codes = [problem.code for problem in parse(text_of(RuleFields(events=fields))).problems]
    assert code in codes or "unknown_word" in codes
    assert parse(text_of(RuleFields(events=fields))).rule is None


def test_values_that_no_field_has_are_passed_over():
    strange = EventFields(kinds=["refund", "x"], tenders=["gold"], days=["9"], approved="maybe")
    rule = parse(text_of(RuleFields(shape="nothing", by="moon", events=strange))).rule
    assert rule == parse("Refund").rule
