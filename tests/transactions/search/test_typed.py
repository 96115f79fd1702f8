"""What one line of words means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transactions.search.quick import read_typed
from transactions.search.reading import read_query


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("refund", {"type": ["refund"]}),
        ("Refunds > $50", {"type": ["refund"], "min": ["50"]}),
        ("void<20", {"type": ["void"], "max": ["20"]}),
        ("no sale after 10pm", {"type": ["no_sale"], "time": ["22:00-"]}),
        ("between 11pm and 5:30", {"time": ["23:00-05:30"]}),
        ("before 6am", {"time": ["-06:00"]}),
        ("20-50", {"min": ["20"], "max": ["50"]}),
        ("$64.20", {"min": ["64.20"], "max": ["64.20"]}),
        ("yesterday", {"from": ["yesterday"], "to": ["yesterday"]}),
        ("since 2026-03-01", {"from": ["2026-03-01"]}),
        ("last 7 days", {"from": ["-7d"]}),
        ("store 101 store 102", {"store": ["101", "102"]}),
        ("cashier 7 register 2", {"cashier": ["7"], "register": ["2"]}),
        ('cashier "Ann Lee"', {"cashier": ["Ann Lee"]}),
        ("#9006", {"number": ["9006"]}),
        ("by cash", {"tender": ["cash"]}),
        ("training", {"training": ["yes"]}),
        ("escalated", {"status": ["escalate"]}),
        ('note "not seen"', {"note": ["not seen"]}),
        ("lotto ticket", {"item": ["lotto ticket"]}),
        ('"refund"', {"item": ["refund"]}),
        ("store", {"item": ["store"]}),
        ("item coffee large", {"item": ["coffee large"]}),
        ("", {}),
        ("> <", {}),
    ],
)
def test_words_become_filters(typed, filters):
    assert read_typed(typed) == filters


def test_everything_at_once():
    words = 'refund > 50 store 101 yesterday cashier 7 after 22:00 "LOTTO"'
    reading = read_query(read_typed(words))
    assert reading.problems == ()
    query = reading.query
    assert (query.types, query.stores, query.cashiers) == (("refund",), ("101",), ("7",))
    assert (str(query.least), str(query.since), query.item) == ("50.00", "yesterday", "LOTTO")


@given(st.text(max_size=400))
def test_no_line_of_text_is_an_error(text):
    reading = read_query(read_typed(text))
    assert all(problem.code for problem in reading.problems)


@given(
    st.dictionaries(
        st.sampled_from(["from", "time", "min", "store", "item", "rule"]),
        st.lists(st.text(), max_size=3),
    )
)
def test_no_address_is_an_error(words):
    read_query(words)
