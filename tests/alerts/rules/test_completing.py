"""What could be typed next."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.rules import complete, parse, write
from alerts.rules.completing import MISSING
from tests.alerts.rules.strategies import rules

OFFERED = {
    "": {"More than 3", "refund", "no sale"},
    "ref": {"refund"},
    "no s": {"no sale"},
    "Refund by ca": {"by cash", "by card", "by cashier 7"},
    "Refund ": {"> $50", "then", "after 10pm"},
    "> 3 no sales ": {"in 5 minutes", "per shift"},
    "> 3 no sales in 7": {"7 minutes", "7 hours"},
    "No sale after 11": {"11pm", "11am"},
    "Suspended no": {"not resumed"},
    "Void then ": {"no sale", "refund"},
    "Refund wi": {"without receipt", "with receipt", "without approval"},
}


@pytest.mark.parametrize("text", OFFERED)
def test_what_fits_is_offered(text):
    assert {offer.text for offer in complete(text, len(text))} >= OFFERED[text]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Refund ", {"refund", "sale", "More than 3"}),
        ("Refund by cash ", {"by cash", "by card"}),
        ("No sale ", {"> $50"}),
        ("Refund > $50 ", {"in 5 minutes", "per shift", "by the same cashier"}),
    ],
)
def test_what_would_be_wrong_is_not_offered(text, never):
    assert not {offer.text for offer in complete(text, len(text))} & never


def test_only_what_stands_before_the_cursor_counts():
    offers = complete("Refund by ca after 10pm", len("Refund by ca"))
    assert {(offer.start, offer.end) for offer in offers} == {(7, 12)}


@given(rules, st.integers(0, 400))
@settings(max_examples=60)
def test_whatever_is_offered_is_understood(rule, cursor):
    """Taking a completion never makes a sound text worse."""
    text = write(rule)[:cursor]
    before = {p.code for p in parse(text).problems} - MISSING
    for offer in complete(text, len(text)):
        taken = text[: offer.start] + offer.text
        assert len({p.code for p in parse(taken).problems} - MISSING) <= len(before)
