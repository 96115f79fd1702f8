"""The numbers against simulation and against sums that can be done by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from alerts.scores.change import LIMIT, risen_since, usual_level
from alerts.scores.expected import as_the_weeks_were, expected_of, rates
from alerts.scores.prior import fit
from alerts.scores.special import beta_below, gamma_above, gamma_below, gamma_quantile
from alerts.scores.standing import discovered, funnel, standing

SEEDS = 12


@pytest.mark.parametrize(("shape", "x"), [(1, 0.5), (3, 2.0), (3, 9.0), (10, 30.0), (40, 33.0)])
def test_gamma_is_the_sum_of_poisson_terms(shape, x):
    below_shape = sum(math.exp(-x) * x**k / math.factorial(k) for k in range(shape))
    assert gamma_below(np.array([shape]), np.array([x]))[0] == pytest.approx(1 - below_shape)
    assert gamma_above(np.array([shape]), np.array([x]))[0] == pytest.approx(below_shape, rel=1e-9)


@pytest.mark.parametrize(("x", "a", "b"), [(0.2, 1, 2), (0.7, 3, 4), (0.9, 30, 6), (0.01, 2, 9)])
def test_beta_is_a_binomial_tail(x, a, b):
    n = a + b - 1
    tail = sum(math.comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert beta_below(np.array([x]), np.array([a]), np.array([b]))[0] == pytest.approx(tail)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_quantiles_are_where_they_should_be(share):
    shapes = np.array([0.06, 0.3, 1.0, 7.5, 900.0])
    assert gamma_below(shapes, gamma_quantile(shapes, share)) == pytest.approx(share, abs=1e-8)


def simulated(seed, *, cashiers, metrics=8, spread=0.16, planted=0, factor=6.0):
    """Observed, expected, true rates and which of them were planted, (metric, cashier)."""
    rng = np.random.default_rng(seed)
    expected = np.exp(rng.uniform(np.log(0.4), np.log(12), metrics))[:, None]
    expected = expected * rng.gamma(4, 1 / 4, cashiers)
    true = rng.gamma(1 / spread, spread, (metrics, cashiers))
    is_planted = np.zeros_like(true, dtype=bool)
    for _ in range(planted):
        is_planted[rng.integers(metrics), rng.integers(cashiers)] = True
    true = np.where(is_planted, factor, true)
    return rng.poisson(true * expected).astype(float), expected, true, is_planted


def judged(observed, expected):
    rows = [standing(y, e) for y, e in zip(observed, expected, strict=True)]
    found = discovered(np.concatenate([row.p for row in rows])).reshape(observed.shape)
    return rows, found


@pytest.mark.parametrize(
    ("cashiers", "planted", "spread"), [(60, 4, 0.16), (12, 4, 0.16), (60, 0, 0.3), (60, 4, 0.4)]
)
def test_of_those_said_to_stand_out_at_most_a_tenth_are_chance(cashiers, planted, spread):
    wrong, hits, chances = [], 0, 0
    for seed in range(SEEDS):
        y, e, _true, is_planted = simulated(seed, cashiers=cashiers, planted=planted, spread=spread)
        _rows, found = judged(y, e)
        wrong.append((found & ~is_planted).sum() / max(1, found.sum()))
        is_clear = is_planted & (e >= 5)
        hits, chances = hits + (found & is_clear).sum(), chances + is_clear.sum()
    assert np.mean(wrong) <= 0.1
    if planted and spread < 0.3:
        assert hits / chances >= 0.75, (hits, chances)


@pytest.mark.parametrize("cashiers", [8, 60])
def test_intervals_hold_the_truth_about_as_often_as_they_say(cashiers):
    holds = []
    for seed in range(SEEDS):
        y, e, true, _planted = simulated(seed, cashiers=cashiers)
        rows, _found = judged(y, e)
        holds += [
            ((row.low <= t) & (t <= row.high)).mean() for row, t in zip(rows, true, strict=True)
        ]
    assert 0.86 <= np.mean(holds) <= 0.98


def test_few_events_are_drawn_to_the_peers_and_many_speak_for_themselves():
    e = np.array([0.5, 40.0, *[10.0] * 20])
    y = np.array([2.0, 160.0, *[10.0] * 20])
    found = standing(y, e)
    assert found.rate[0] < 2.6 < 3.5 < found.rate[1] <= 4
    assert found.probability[0] < 0.6 < 0.99 < found.probability[1]


def test_nobody_is_part_of_their_own_yardstick():
    e = np.full(12, 10.0)
    y = np.array([10.0] * 12)
    loud = y.copy()
    loud[3] = 90.0
    assert fit(loud, e).mean[3] == fit(y, e).mean[3]
    assert fit(loud, e).spread[3] == fit(y, e).spread[3]


def test_two_who_stand_far_out_do_not_hide_each_other():
    e = np.full(30, 10.0)
    y = np.random.default_rng(1).poisson(10, 30).astype(float)
    y[:2] = 80.0
    assert list(np.flatnonzero(discovered(standing(y, e).p))) == [0, 1]


def test_a_funnel_widens_with_how_much_people_differ():
    rng = np.random.default_rng(2)
    e = np.full(200, 25.0)
    alike = funnel(rng.poisson(e).astype(float), e)
    differ = funnel(rng.poisson(e * rng.gamma(4, 1 / 4, 200)).astype(float), e)
    assert alike.std() == pytest.approx(1.0, abs=0.2)
    assert differ.std() < 1.8  # and 2.7 without


def test_benjamini_and_hochberg_by_hand():
    p = np.array([0.001, 0.9, 0.039, 0.041, 0.06])
    assert discovered(p, 0.05).tolist() == [True, False, False, False, False]
    assert discovered(p, 0.10).tolist() == [True, False, True, True, True]
    assert discovered(np.array([])).tolist() == []


def test_the_order_of_cashiers_does_not_matter():
    y, e, _true, _planted = simulated(5, cashiers=40, planted=3)
    turn = np.random.default_rng(6).permutation(40)
    one, other = standing(y[0], e[0]), standing(y[0][turn], e[0][turn])
    assert other.probability == pytest.approx(one.probability[turn])
    assert other.p == pytest.approx(one.p[turn])


def shifts():
    """Sales and no sales of a chain: nights have ten times the rate of days."""
    sales, events = np.zeros((168, 2, 4)), np.zeros((1, 168, 2, 4))
    sales[:, 0, 0] = 1000.0
    events[0, :, 0, 0] = 10.0
    events[0, ::24, 0, 0] = 100.0
    return sales, events


def test_who_works_nights_is_measured_by_nights():
    sales, events = shifts()
    own, weeks = np.zeros_like(sales), np.zeros((2, *sales.shape))
    own[::24, 0, 0], weeks[0, ::24, 0, 0] = 10.0, 10.0
    nothing = np.zeros_like(events)
    expected = expected_of(sales + own, events, own, nothing, weeks)
    assert 5 < expected[0, 0] < 7  # 70 sales at 0.1 by night; 0.95 at the rate of the week
    assert expected[0, 1] == 0


def test_an_hour_of_which_little_is_known_borrows_from_the_week():
    sales, events = shifts()
    sales[5], events[0, 5] = 0.0, 0.0
    found = rates(sales, events)
    assert found[0, 5, 0, 0] == pytest.approx(events.sum() / sales.sum(), rel=0.01)


def test_a_busy_week_of_the_whole_chain_is_nobodys_own():
    expected = np.full((10, 1, 2), 20.0)
    observed = expected.copy()
    observed[:, 0, 1] = 60.0
    right = as_the_weeks_were(observed, expected)
    assert right[0, 0, 0] == pytest.approx(20.0)
    assert right[0, 0, 1] == pytest.approx(60.0, rel=0.1)


def test_a_rise_is_seen_and_dated_and_a_steady_rate_is_not():
    assert risen_since([2, 1, 2, 2, 1, 2, 8, 9, 7], [2.0] * 9) == 6
    assert risen_since([2, 1, 2, 2, 1, 2, 2, 1, 3], [2.0] * 9) is None
    assert risen_since([9, 9, 9, 0, 0, 0, 0, 0, 0], [2.0] * 9) is None  # over long ago


def test_false_alarms_of_a_rise_are_as_far_apart_as_promised():
    rng = np.random.default_rng(3)
    weeks = rng.poisson(3.0, (400, 13))
    alarms = sum(risen_since(list(row), [3.0] * 13) is not None for row in weeks)
    assert alarms / weeks.size <= math.exp(-LIMIT)


def test_who_was_always_high_has_not_risen():
    y, e = np.full((1, 13), 6.0), np.full((1, 13), 2.0)
    level = usual_level(y, e)
    assert level[0] == pytest.approx((54 + 4) / (18 + 4))
    assert risen_since(y[0].tolist(), (e[0] * level[0]).tolist()) is None
