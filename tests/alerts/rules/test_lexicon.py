"""No phrase of the language means two things."""

from __future__ import annotations

from collections import defaultdict

from alerts.rules import lexicon
from alerts.rules.nearness import distance

SETTLED = {("day",), ("inside",)}
"""Told apart by their neighbours (``context``, ``measures``)."""


def test_no_phrase_means_two_things():
    meanings = defaultdict(set)
    for entry in lexicon._all():
        meanings[lexicon.key_of(entry.phrase)].add((entry.type, repr(entry.value)))
    assert {key for key, found in meanings.items() if len(found) > 1} == SETTLED


def test_the_plural_of_every_phrase_is_known():
    assert lexicon.key_of("no sales") == lexicon.key_of("no sale")
    assert lexicon.key_of("cashier's") == lexicon.key_of("cashiers") == ("cashier",)


def test_distance_counts_letters():
    assert distance("refund", "refund", 3) == 0
    assert distance("refnd", "refund", 3) == 1
    assert distance("viod", "void", 3) == 1
    assert distance("sael", "sale", 3) == 1
    assert distance("kitten", "sitting", 3) == 3
    assert distance("kitten", "sitting", 2) == 3
    assert distance("a", "abcdef", 2) == 3
