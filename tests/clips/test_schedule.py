"""The order in which clips are fetched: risk times urgency."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from clips.services.schedule import (
    BY_HAND,
    HALVED_EVERY,
    USUAL_HORIZON,
    overwritten_at,
    priority,
)

NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
INT4 = 2_147_483_647
days = st.floats(min_value=0.01, max_value=90)
risks = st.integers(min_value=1, max_value=199)


def weight(risk, left, waited):
    """Risk times urgency by its definition, some time later."""
    return math.log2(risk) - (left - waited) / (HALVED_EVERY / timedelta(days=1))


@given(risks, days, risks, days, st.floats(min_value=0, max_value=30))
def test_the_stored_number_orders_as_risk_times_urgency_does_at_any_later_time(
    risk, left, other_risk, other_left, waited
):
    ours, theirs = weight(risk, left, waited), weight(other_risk, other_left, waited)
    assume(abs(ours - theirs) > 0.2)  # a day is the grain of time, 1/128 that of risk
    first = priority(risk, NOW, NOW + timedelta(days=left))
    second = priority(other_risk, NOW, NOW + timedelta(days=other_left))
    assert (first > second) == (ours > theirs)


@given(st.integers(0, BY_HAND), st.datetimes(datetime(2020, 1, 1), datetime(2045, 1, 1)), days)
def test_every_number_fits_the_column_and_what_is_asked_by_hand_goes_first(risk, moment, left):
    moment = moment.replace(tzinfo=UTC)
    number = priority(risk, moment, moment + timedelta(days=left))
    assert 0 <= number <= INT4
    assert number <= priority(BY_HAND, moment)


def test_of_equals_on_one_day_the_newest_goes_first():
    assert priority(50, NOW + timedelta(minutes=30)) > priority(50, NOW)


def test_what_is_overwritten_a_week_sooner_weighs_as_twice_the_risk():
    soon, later = NOW + timedelta(days=3), NOW + timedelta(days=3) + HALVED_EVERY
    assert priority(40, NOW, soon) == priority(80, NOW, later)
    assert priority(41, NOW, soon) > priority(80, NOW, later)


def test_an_unasked_recorder_counts_as_the_usual_one():
    assert priority(50, NOW) == priority(50, NOW, NOW + USUAL_HORIZON)


def test_a_recorder_goes_on_overwriting_as_it_did():
    start = NOW - timedelta(days=4)
    at = overwritten_at(start, NOW - timedelta(days=7), NOW)
    assert at == NOW + timedelta(days=3)
    assert overwritten_at(start, None, NOW) is None
    assert overwritten_at(start, NOW, NOW) is None
