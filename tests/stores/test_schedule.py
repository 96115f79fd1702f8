"""When sources are due, across zones, clock changes and opening hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stores.schedule import back_off, last_due, next_run, open_time, parse_time

NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def due(after, *times, every=None, zone=NEW_YORK):
    return next_run(at(after), times=times, every_minutes=every, zone=zone)


@pytest.mark.parametrize(
    ("after", "times", "expected"),
    [
        ("2026-11-20T12:00-05:00", ["23:30"], "2026-11-20T23:30-05:00"),
        ("2026-11-20T23:30-05:00", ["23:30"], "2026-11-21T23:30-05:00"),
        ("2026-11-20T23:29:59-05:00", ["23:30"], "2026-11-20T23:30-05:00"),
        ("2026-11-20T23:45-05:00", ["06:00", "23:30"], "2026-11-21T06:00-05:00"),
        # the clocks go forward at 02:00: 02:30 is not shown, and is due at 03:30
        ("2026-03-08T00:00-05:00", ["02:30"], "2026-03-08T03:30-04:00"),
        ("2026-03-07T23:30-05:00", ["23:30"], "2026-03-08T23:30-04:00"),
        # the clocks go back at 02:00: 01:30 is shown twice, and is due once
        ("2026-11-01T00:00-04:00", ["01:30"], "2026-11-01T01:30-04:00"),
        ("2026-11-01T01:30-04:00", ["01:30"], "2026-11-02T01:30-05:00"),
        ("2026-11-01T01:15-05:00", ["01:30"], "2026-11-02T01:30-05:00"),
        ("2026-10-31T23:30-04:00", ["23:30"], "2026-11-01T23:30-05:00"),
    ],
)
def test_set_times_are_the_stores_own(after, times, expected):
    assert due(after, *times) == at(expected)


def test_every_so_many_minutes_does_not_care_for_clocks():
    assert due("2026-11-01T01:50-04:00", every=30) == at("2026-11-01T01:20-05:00")


def test_whichever_comes_first():
    assert due("2026-11-20T23:20-05:00", "23:30", every=60) == at("2026-11-20T23:30-05:00")
    assert due("2026-11-20T12:00-05:00", "23:30", every=60) == at("2026-11-20T13:00-05:00")


def test_no_schedule_is_never_due():
    assert due("2026-11-20T12:00-05:00") is None
    assert last_due(at("2026-11-20T12:00-05:00"), times=[], every_minutes=None, zone=UTC) is None


@given(
    after=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    times=st.lists(st.times().map(lambda t: f"{t:%H:%M}"), min_size=1, max_size=4),
    zone=st.sampled_from([NEW_YORK, LORD_HOWE, ZoneInfo("Pacific/Apia"), ZoneInfo("UTC")]),
)
def test_the_next_is_later_within_a_day_or_so_and_then_the_last(after, times, zone):
    following = next_run(after, times=times, every_minutes=None, zone=zone)
    assert after < following <= after + timedelta(hours=25, minutes=1)
    assert last_due(following, times=times, every_minutes=None, zone=zone) == following
    before = last_due(after, times=times, every_minutes=None, zone=zone)
    assert before <= after
    assert next_run(before, times=times, every_minutes=None, zone=zone) == following


@pytest.mark.parametrize("text", ["24:00", "7:30", "07:60", "07:30:00", "", "ab:cd", "०७:३०"])
def test_what_is_no_time_is_none(text):
    assert parse_time(text) is None


def test_waits_grow_to_an_hour_and_never_come_in_step():
    told = [back_off(failures, jitter=0.5).total_seconds() / 60 for failures in range(1, 10)]
    assert told == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert back_off(3, jitter=0.0) == timedelta(minutes=3.2)
    assert back_off(3, jitter=1.0) == timedelta(minutes=4.8)
    assert back_off(10_000, jitter=0.5) == timedelta(hours=1)


def hours(start, end, opens=None, closes=None):
    told = open_time(at(start), at(end), opens=opens, closes=closes, zone=NEW_YORK)
    return told.total_seconds() / 3600


def test_silence_counts_only_while_the_store_is_open():
    six, ten = time(6), time(22)
    assert hours("2026-11-20T21:00-05:00", "2026-11-21T07:00-05:00", six, ten) == 2
    assert hours("2026-11-20T23:00-05:00", "2026-11-21T05:00-05:00", six, ten) == 0
    assert hours("2026-11-20T21:00-05:00", "2026-11-21T07:00-05:00") == 10
    assert hours("2026-11-20T21:00-05:00", "2026-11-20T20:00-05:00") == 0


def test_hours_past_midnight_and_nights_that_are_longer():
    evening, night = time(18), time(3)
    assert hours("2026-11-20T17:00-05:00", "2026-11-21T04:00-05:00", evening, night) == 9
    assert hours("2026-10-31T17:00-04:00", "2026-11-01T04:00-05:00", evening, night) == 10


def test_a_silence_of_months_is_not_counted_day_by_day():
    assert hours("2020-01-01T00:00-05:00", "2026-11-20T12:00-05:00", time(6), time(22)) >= 13 * 16
