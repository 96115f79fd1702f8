"""What is usual, and who stands out: numbers only."""

from __future__ import annotations

import random

import pytest

from alerts.summaries.likeness import Week, at_least, outliers, peers_of
from alerts.summaries.normal import Normal, added, normal_of


def test_of_two_days_nothing_is_called_usual():
    assert normal_of([3, None, 4, None]) is None
    assert normal_of([3, None, 4, 5]) == Normal(3, 4, 5, 3)


def test_one_odd_day_does_not_make_every_later_one_look_usual():
    usual = normal_of([0, 1, 1, 2, 2, 1, 0, 40])
    assert (usual.low, usual.high) == (0, 2)
    assert usual.excess(6) == 4


def test_a_week_in_which_a_store_was_not_heard_is_not_a_quiet_week():
    ten = [[5, 5, 5, None, 5, 5, 5, 5]] + [[1] * 8 for _ in range(9)]
    assert added(ten)[0] == 14
    assert added(ten)[3] == 10  # nine of ten were heard: filled up in proportion
    assert added([[5] * 8, [None] * 7 + [1]])[0] is None
    assert added([[5] * 8, [None] * 8])[0] == 5, "a store that was never heard lacks nothing"


def test_the_chance_is_that_of_counting():
    draw = random.Random(5)
    expected, spread, count = 4.0, 0.2, 9
    hits = 0
    for _ in range(20_000):
        rate = draw.gammavariate(1 / spread, expected * spread)
        total, arrived = 0.0, 0
        while (total := total + draw.expovariate(rate)) <= 1:
            arrived += 1
        hits += arrived >= count
    assert at_least(count, expected, spread) == pytest.approx(hits / 20_000, abs=0.008)
    assert at_least(0, expected, spread) == 1
    assert at_least(5000, expected, spread) == pytest.approx(0, abs=1e-9)


def stores(count, *, rate=2.0, sales=3000, seed=1):
    draw = random.Random(seed)
    return [
        Week(
            number,
            volume=sales * 4 + number,
            sales=sales,
            counts={"refund": sum(draw.random() < rate / 1000 for _ in range(sales))},
        )
        for number in range(count)
    ]


def test_a_store_that_refunds_five_times_what_its_peers_do_is_named_and_only_that():
    weeks = stores(12)
    weeks[4] = Week(4, weeks[4].volume, 3000, {"refund": 32})
    (found,) = outliers(weeks)
    assert (found.store_id, found.what, found.count) == (4, "refund", 32)
    assert 4 < found.expected < 9
    assert 4 not in found.peers


def test_among_honest_stores_hardly_anybody_is_named():
    named = sum(len(outliers(stores(12, seed=seed))) for seed in range(40))
    assert named <= 6


def test_a_large_store_is_not_measured_by_small_ones():
    small = stores(10)
    large = Week(99, volume=120_000, sales=30_000, counts={"refund": 60})
    assert peers_of(large, [*small, large]) == []
    assert outliers([*small, large]) == []
    assert large not in peers_of(small[0], [*small, large])


def test_nobody_is_compared_with_fewer_than_three_and_closed_stores_with_none():
    assert outliers(stores(3)) == []
    assert peers_of(Week(1, 0, 0, {}), stores(9)) == []
