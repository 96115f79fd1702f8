"""What a ratio means, and when a target counts as reached."""

from __future__ import annotations

import pytest

from benchmarks.findings import Finding
from benchmarks.goals import Goal
from benchmarks.statistic import median, quantile

RATE = Goal("R", "a rate", "product", "floor", "higher", target=0.5, moonshot=0.9)
COST = Goal("C", "a cost", "product", "floor", "lower", target=2.0, moonshot=1.2)


def test_a_product_that_takes_twice_the_floors_time_has_half_its_rate():
    assert RATE.ratio(reference=1.0, subject=2.0) == 0.5


def test_a_product_that_takes_twice_the_floors_time_costs_twice_as_much():
    assert COST.ratio(reference=1.0, subject=2.0) == 2.0


def test_the_target_itself_is_good_enough_in_both_directions():
    assert RATE.is_met(0.5)
    assert not RATE.is_met(0.49)
    assert COST.is_met(2.0)
    assert not COST.is_met(2.01)


def test_the_median_of_the_pairs_own_ratios_is_judged_not_the_ratio_of_medians():
    finding = Finding(COST, ((1.0, 1.0), (10.0, 30.0), (2.0, 10.0)))
    assert finding.ratios == [1.0, 3.0, 5.0]
    assert finding.ratio == 3.0
    assert finding.subject / finding.reference == 5.0
    assert not finding.is_met


def test_one_wild_pair_does_not_fail_a_goal():
    finding = Finding(COST, ((1.0, 1.5), (1.0, 90.0), (1.0, 1.6)))
    assert finding.is_met
    assert finding.spread[1] > 2.0


def test_quantiles_lie_between_neighbours_in_proportion():
    assert quantile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.5
    assert quantile([1.0, 2.0, 3.0], 0.0) == 1.0
    assert quantile([1.0, 2.0, 3.0], 1.0) == 3.0
    assert median([7.0]) == 7.0


def test_nothing_has_no_quantile():
    with pytest.raises(ValueError, match="no values"):
        quantile([], 0.5)
