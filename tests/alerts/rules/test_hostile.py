"""Whatever is typed, pasted or sent: an answer, soon, and never an exception."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.rules import complete, parse, write
from alerts.rules.lexicon import ENTRIES
from tests.alerts.rules.strategies import rules

PHRASES = sorted({entry.phrase for entry in ENTRIES.values()})
BOUND = 2.0
"""Seconds; each takes some milliseconds, the rest is for a machine under load."""

HOSTILE = {
    "100 kB of words": "refund or " * 10_000,
    "100 kB of brackets": "(" * 100_000,
    "nested as deep as fits": "(" * 200 + "refund" + ")" * 194,
    "a list as long as fits": "refund at store " + ",".join(str(n) for n in range(100, 190)),
    "only operators": ">" * 400,
    "only quotes": '"' * 399,
    "quotes in quotes": 'refund with item "' + '""' * 190 + '"',
    "only commas": "," * 400,
    "only dashes": "-" * 400,
    "a long word": "r" * 400,
    "words nobody knows": " ".join(["zq", "qz"] * 66),
    "nearly known words": "refnd viod no sael " * 21,
    "many conditions": "refund" + " by cash" * 49,
    "many windows": "> 3 refunds" + " in 5 m" * 50,
    "many links": "refund" + " then void" * 39,
    "many open ends": "refund" + " > by" * 78,
    "digits": "9" * 400,
    "digits and points": "1." * 200,
    "digits and commas": "1,000" * 80,
    "money and money": "$1 " * 133,
    "units and units": "1h" * 200,
    "combining marks": "e\u0301" * 200,
    "emoji": "\U0001f4b8" * 400,
    "surrogate": "refund \ud800",
    "right to left": "\u202e" * 400,
    "null": "\x00" * 400,
    "digits of another script": "refund > $\u0665\u0660",
    "a format string": "refund %(x)s {0} {{ 7*7 }} {% now %}",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_text_is_answered_at_once(what):
    began = time.process_time()
    read = parse(HOSTILE[what])
    offered = complete(HOSTILE[what][:400], 400)
    assert time.process_time() - began < BOUND
    assert read.rule is None
    assert 1 <= len(read.problems) <= 5
    assert len(offered) <= 8


def test_too_long_is_refused_without_being_read():
    problem = parse("refund " * 10_000).problems[0]
    assert (problem.code, problem.start, problem.end) == ("too_long", 400, 70_000)


def _answered(text):
    began = time.process_time()
    read = parse(text)
    assert time.process_time() - began < BOUND
    assert (read.rule is None) == bool(read.problems)
    for problem in read.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
    for offered in complete(text, len(text)):
        assert 0 <= offered.start <= offered.end <= len(text)


@given(st.text(max_size=450))
@settings(max_examples=150)
def test_any_text_is_answered(text):
    _answered(text)


mixtures = st.lists(
    st.sampled_from(PHRASES)
    | st.sampled_from(
        ['"', "(", "$5", "3", "10pm", "-", ",", "+", "%", "refnd", "'x'", "2x", "A1"]
    ),
    max_size=14,
)


@given(mixtures)
@settings(max_examples=300)
def test_any_mixture_of_known_words_is_answered(words):
    _answered(" ".join(words)[:400])


@given(rules, st.integers(0, 400), st.integers(0, 400))
@settings(max_examples=150)
def test_any_part_of_a_rule_is_answered(rule, start, end):
    _answered(write(rule)[min(start, end) : max(start, end)])
