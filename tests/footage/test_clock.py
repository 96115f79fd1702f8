"""Windows of real time from clocks that disagree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from footage.clock import (
    ClockOffset,
    OffsetVerdict,
    combined_error,
    earliest_fetch,
    real_time,
    recorder_window,
    utc_candidates,
    window_of,
)
from footage.window import UtcWindow

MOMENT = datetime(2026, 11, 23, 19, 3, 7, tzinfo=UTC)


def test_a_window_is_one_minute_before_and_two_after():
    window = window_of(MOMENT)
    assert window.start == MOMENT - timedelta(seconds=60)
    assert window.end == MOMENT + timedelta(seconds=120)


def test_a_register_that_is_ahead_moves_the_window_back():
    window = window_of(MOMENT, register=ClockOffset(30, 1))
    assert window.start == MOMENT - timedelta(seconds=90)


def test_a_recorder_that_is_ahead_is_asked_for_later_times_and_answers_in_real_time():
    ahead = ClockOffset(45)
    asked = recorder_window(window_of(MOMENT), ahead)
    assert asked.start == MOMENT - timedelta(seconds=15)
    assert real_time(asked.start, ahead) == MOMENT - timedelta(seconds=60)


@pytest.mark.parametrize(
    ("seconds", "verdict", "applied"),
    [
        (0, OffsetVerdict.IGNORED, 0),
        (1.9, OffsetVerdict.IGNORED, 0),
        (-1.9, OffsetVerdict.IGNORED, 0),
        (2, OffsetVerdict.CORRECTED, 2),
        (-120, OffsetVerdict.CORRECTED, -120),
        (121, OffsetVerdict.CORRECTED_WITH_WARNING, 121),
        (-3600, OffsetVerdict.CORRECTED_WITH_WARNING, -3600),
    ],
)
def test_small_offsets_are_ignored_and_large_ones_warned_of(seconds, verdict, applied):
    offset = ClockOffset(seconds)
    assert offset.verdict is verdict
    assert offset.applied == timedelta(seconds=applied)


def test_a_window_is_fetched_once_it_is_on_the_disk():
    assert earliest_fetch(window_of(MOMENT)) == MOMENT + timedelta(seconds=210)


def test_errors_of_several_clocks_add_up():
    assert combined_error(1.0, -0.5, 2) == 3.5


@pytest.mark.parametrize("naive", [datetime(2026, 11, 23, 19, 3, 7)])
def test_times_without_a_zone_are_refused(naive):
    with pytest.raises(ValueError, match="naive"):
        window_of(naive)
    with pytest.raises(ValueError, match="naive"):
        UtcWindow(naive, naive + timedelta(seconds=1))


def test_a_window_never_runs_backwards():
    with pytest.raises(ValueError, match="ends"):
        UtcWindow(MOMENT, MOMENT)


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        (datetime(2026, 7, 1, 12), [datetime(2026, 7, 1, 16, tzinfo=UTC)]),
        (
            datetime(2026, 11, 1, 1, 30),
            [datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)],
        ),
        (datetime(2026, 3, 8, 2, 30), [datetime(2026, 3, 8, 7, 30, tzinfo=UTC)]),
    ],
)
def test_a_wall_clock_has_one_reading_or_two(wall, expected):
    assert list(utc_candidates(wall, ZoneInfo("America/New_York"))) == expected


def test_what_a_window_lacks_is_told_in_order():
    window = UtcWindow(MOMENT, MOMENT + timedelta(seconds=100))

    def stretch(start: int, end: int):
        return MOMENT + timedelta(seconds=start), MOMENT + timedelta(seconds=end)

    covered = [stretch(50, 60), stretch(-10, 20), stretch(15, 30), stretch(55, 58)]
    assert window.uncovered(covered) == [stretch(30, 50), stretch(60, 100)]
    assert window.uncovered([]) == [stretch(0, 100)]
    assert window.uncovered([stretch(-5, 200)]) == []
