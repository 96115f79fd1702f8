"""The pure rules of the ring test: whose event answers a step, and what it says of a clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.ringtest import clock
from review.ringtest.clock import Offset
from review.ringtest.matching import Asked, Came, answer_to, is_in_time
from review.ringtest.steps import BY_NAME, RUNG, STEPS
from transactions.formats.canonical import EventType, Flag
from transactions.health.seen import MEASURES

NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
S = timedelta(seconds=1)


def asked(name="no_sale", *, until=None, known=0, measured=None):
    return Asked(BY_NAME[name], NOW, until, known * S, measured)


def came(pk=1, kind="no_sale", *, at=10.0, after=3.0, flags=(), off=0.0, quality="exact"):
    """Rung ``at`` seconds after the question, ``after`` later here, by a clock ``off`` behind."""
    rung = NOW + at * S
    return Came(pk, kind, flags, rung - off * S, rung + after * S, quality)


def test_every_step_asks_for_something_that_the_product_knows():
    assert len({step.name for step in STEPS}) == len(STEPS) == len(RUNG) + 1
    for step in RUNG:
        assert step.measure in MEASURES
        assert step.types or step.flag
        assert step.types <= set(EventType)
        assert step.flag is None or step.flag in Flag


def test_what_was_asked_for_answers_and_what_came_besides_does_not():
    found = answer_to(asked(), [came(1, "sale"), came(2), came(3, at=20)])
    assert found is not None
    assert found.id == 2


def test_a_flag_answers_as_well_as_a_type():
    removed = came(1, "sale", flags=["cancellation"])
    assert answer_to(asked("item_removed"), [came(2, "sale"), removed]) == removed
    assert answer_to(asked("item_removed"), [came(2, "void", flags=["void"])]) is None


def test_what_came_in_before_the_question_never_answers_it():
    assert answer_to(asked(), [came(at=-10, after=5)]) is None


def test_what_was_rung_long_before_and_delivered_only_now_is_not_it():
    assert answer_to(asked(), [came(at=-3600, after=3605)]) is None


@pytest.mark.parametrize("off", [-540, -120, 0, 120, 540])
def test_a_clock_some_minutes_off_does_not_hide_the_answer(off):
    assert answer_to(asked(), [came(off=off)]) is not None


def test_a_clock_an_hour_off_is_for_a_person_to_confirm():
    assert answer_to(asked(), [came(off=3600)]) is None


def test_once_the_clock_is_known_to_be_an_hour_off_its_events_answer():
    measured = Offset(3590 * S, 3605 * S)
    assert answer_to(asked(measured=measured), [came(off=3600)]) is not None
    assert answer_to(asked(measured=measured), [came(off=0)]) is None


def test_an_offset_that_was_set_before_is_taken_into_account():
    assert answer_to(asked(known=3600), [came(off=3600)]) is not None


def test_an_answer_that_comes_half_an_hour_late_is_that_of_its_own_step():
    left = NOW + 60 * S
    assert is_in_time(came(at=30, after=1800), asked(until=left))
    assert not is_in_time(
        came(at=1200, after=700), asked(until=left, measured=Offset(-1 * S, 1 * S))
    )


@pytest.mark.parametrize("quality", ["assumed", "date_only"])
def test_an_event_without_a_time_is_matched_by_when_it_came(quality):
    event = came(off=40_000, quality=quality)
    assert answer_to(asked(), [event]) == event


def test_an_event_of_the_year_1990_is_never_taken_by_itself():
    assert answer_to(asked(), [came(off=1e9, quality="implausible")]) is None


@given(
    off=st.integers(-500, 500),
    rings=st.lists(
        st.tuples(st.floats(0, 55), st.floats(0.01, 30)).map(lambda each: each), min_size=1
    ),
)
def test_the_true_offset_is_always_within_what_is_measured(off, rings):
    """Whatever the ways take, and though registers cut their times to whole seconds."""
    said = []
    for number, (wait, way) in enumerate(rings):
        since = NOW + number * 100 * S
        rung = since + wait * S
        written = (rung - off * S).replace(microsecond=0)
        said.append(clock.bounds(since, written, rung + way * S))
    found = clock.common(said)
    assert found is not None
    assert found.holds(off * S)
    assert found.error * 2 <= min((wait + way + 1.001) for wait, way in rings) * S + S


def test_events_that_contradict_each_other_measure_nothing():
    assert clock.common([Offset(0 * S, 5 * S), Offset(60 * S, 65 * S)]) is None
    assert clock.common([]) is None


def test_a_clock_is_off_only_by_more_than_one_could_see():
    measured = Offset(2 * S, 6 * S)
    assert not clock.is_off(measured, 0 * S)
    assert clock.is_off(Offset(60 * S, 65 * S), 0 * S)
    assert not clock.is_off(Offset(60 * S, 65 * S), 62 * S)
