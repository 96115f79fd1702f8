"""What a rule means, in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from alerts.rules import complete, explain, parse
from alerts.rules.completing import LEADING, PHRASES
from alerts.rules.problems import Problem
from alerts.rules.vocabulary import KINDS
from alerts.wording import say, say_meaning, say_notes, say_problem
from alerts.words import NOUNS, NOUNS_MANY
from alerts.words_of_trouble import KINDS as KIND_MEANINGS
from alerts.words_of_trouble import MEANINGS, PROBLEMS
from tests.alerts.rules.strategies import rules
from tests.alerts.rules.test_problems import SPOTS

SAID = {
    ">3 No Sales in 5 mins": "More than 3 no sales, within any 5 minutes, at the same register.",
    "Refund > $50": "Each refund of more than $50.",
    "Void > $20 by cash after 10pm": (
        "Each voided sale of more than $20, paid mostly by cash, between 10 p.m. and 5 a.m."
    ),
    "Void then No Sale within 90 seconds by the same cashier": (
        "Voided sale, then no sale, at most 90 seconds later, by the same cashier."
    ),
    "Suspended not resumed within 30 minutes": (
        "Suspended sale, and no resumed sale within 30 minutes after it, at the same register."
    ),
    "Manual discounts total > $1234.50 per shift by cashier": (
        "Manual discounts that add up to more than $1,234.50, in one shift, by the same cashier."
    ),
    "same cashier at two registers within 2 minutes": (
        "Events of any type by the same cashier number at two registers of one store, at most "
        "2 minutes apart."
    ),
    "Refund between $20 and $50 on weekdays while closed with receipt": (
        "Each refund of at least $20 and of at most $50, on Monday to Friday, while the store is "
        "closed, that names its earlier receipt."
    ),
}


def notes(text):
    return " ".join(say_notes(explain(parse(text).rule)))


@pytest.mark.parametrize("text", SAID)
def test_a_rule_is_said_in_plain_words(text):
    assert say(explain(parse(text).rule)) == SAID[text]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("> 3 no sales in 5 minutes", "Each register is looked at by itself."),
        ("> 3 no sales in 5 minutes per cashier", "Each cashier is looked at separately"),
        ("> 3 no sales per shift", "A shift is what the register's own shift record says"),
        ("Refund in last hour of shift", "known only when the shift is over, up to 3 hours"),
        ("> 3 no sales per day", "A day is the business date in the journal"),
        ("Suspended not resumed within 30 minutes", "comes that much later"),
        ("Suspended not resumed within 30 minutes", "at whatever register it happens"),
        ("Refund while closed", "stores whose opening hours are set"),
        ("Manual discount > $5", "what was taken off or removed"),
    ],
)
def test_what_the_words_leave_open_is_said(text, note):
    assert note in notes(text)


def test_a_plain_rule_has_no_notes():
    assert notes("Refund > $50") == ""


@given(rules)
@settings(max_examples=100)
def test_every_rule_can_be_said(rule):
    said = [say(explain(rule)), *say_notes(explain(rule))]
    assert all(sentence and "%(" not in sentence for sentence in said)


@pytest.mark.parametrize(
    "text", sorted({marked.replace("[", "").replace("]", "") for marked in SPOTS})
)
def test_every_problem_can_be_said(text):
    for problem in parse(text).problems:
        assert "%(" not in say_problem(problem)


def test_every_event_has_its_words():
    assert set(NOUNS) == set(NOUNS_MANY) == set(KIND_MEANINGS) == set(KINDS)


def test_every_completion_has_its_meaning():
    assert {code for _text, code in PHRASES + LEADING} | {"tender"} == set(MEANINGS)
    assert all(say_meaning(offer) for offer in complete("", 0))


def test_no_sentence_of_trouble_is_left_over():
    """Each was seen in the tests of problems, but for those of texts that are not read at all."""
    seen = {wanted[0] for wanted in SPOTS.values()} | {"empty", "too_long", "too_many_names"}
    assert seen == set(PROBLEMS)
    assert say_problem(Problem("too_many_names", {"most": 20})) == "At most 20 names."
