"""Seconds of a file to real time and back."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footage.cutting.splice import Scale, Splice
from footage.cutting.timeline import Frames, measured_gaps, timeline_of
from footage.window import Gap
from tests.footage.conftest import at, window

START = at(0).timestamp()


def frames(*stretches: tuple[float, float], interval: float = 0.1) -> Frames:
    """Pictures of the stretches, one after the other in the file."""
    made = Frames(interval)
    for start, end in stretches:
        for index in range(round((end - start) / interval)):
            made.at.append(len(made.at) * interval)
            made.real.append(START + start + index * interval)
    return made


def test_each_jump_starts_a_span():
    timeline = timeline_of(frames((0, 10), (30, 35), (60, 61)))
    assert [(round(s.at, 3), s.start) for s in timeline.spans] == [
        (0, at(0)),
        (10, at(30)),
        (15, at(60)),
    ]
    assert timeline.seconds == pytest.approx(16)


@given(st.floats(0, 15.99))
def test_there_and_back_is_the_same_second(second):
    timeline = timeline_of(frames((0, 10), (30, 35), (60, 61)))
    assert timeline.seconds_at(timeline.utc_at(second)) == pytest.approx(second, abs=1e-5)


def test_times_outside_are_held_to_the_ends():
    timeline = timeline_of(frames((10, 20)))
    assert timeline.seconds_at(at(0)) == 0
    assert timeline.seconds_at(at(99)) == pytest.approx(10)
    assert timeline.utc_at(-5) == at(10)
    assert abs(timeline.utc_at(99) - at(20)) < timedelta(milliseconds=1)
    assert not timeline.shows(at(0))
    assert timeline.shows(at(15))


def test_a_gap_keeps_the_reasons_that_are_known_of_it():
    known = [Gap(at(10), at(14), "segment_empty"), Gap(at(14), at(20), "not_recorded")]
    real = frames((0, 10), (20, 30)).real
    gaps = measured_gaps(real, 0.1, window(0, 30), known, 2.0)
    assert [(g.start, g.end, g.reason) for g in gaps] == [
        (at(10), at(14), "segment_empty"),
        (at(14), at(20), "not_recorded"),
    ]


def test_a_gap_that_nobody_foresaw_is_told_all_the_same():
    real = frames((0, 10), (13, 30)).real
    gaps = measured_gaps(real, 0.1, window(0, 30), [], 2.0)
    assert [(round(g.seconds, 3), g.reason) for g in gaps] == [(3.0, "pictures_missing")]


def test_edges_count_from_two_pictures_on():
    assert measured_gaps(frames((0.2, 9.8)).real, 0.1, window(0, 10), [], 2.0) == ()
    edges = measured_gaps(frames((0.4, 9.6)).real, 0.1, window(0, 10), [], 2.0)
    assert [round(gap.seconds, 3) for gap in edges] == [0.4, 0.4]


@given(
    st.lists(st.integers(-9_000, 900_000), min_size=1, max_size=40),
    st.integers(0, 18_000),
)
def test_a_splice_never_goes_back_and_never_leaves_a_hole(jumps, ahead):
    splice = Splice.of(0.1, 2.0)
    real, last, shown = 10**14, None, None
    for jump in jumps:
        splice.begin_span()
        real += jump
        for _ in range(3):
            placed = splice.place(real, ahead)
            assert last is None or placed > last
            assert last is None or placed - last <= 2.0 * 90_000
            assert shown is None or placed + ahead > shown
            assert placed - real == splice.shift
            last, shown = placed, placed + ahead
            real += 9_000


@pytest.mark.parametrize(
    ("count", "ticks"), [(0, 0), (1, 6000), (-1, -6000), (54_000, 324_000_000)]
)
def test_ticks_are_scaled_exactly(count, ticks):
    assert Scale.of(Fraction(1, 15)).ticks(count) == ticks
