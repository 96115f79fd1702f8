"""When a summary falls due: right across every change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.summaries.due import Due, due_between, jitter, moment, next_due, told_of

EVERY_DAY = range(1, 8)
NEW_YORK, DUBLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Dublin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
"""Its clocks move by half an hour."""


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "at", "wanted"),
    [
        (NEW_YORK, "2026-03-08", "02:30", "2026-03-08T07:00"),
        (NEW_YORK, "2026-03-08", "06:30", "2026-03-08T10:30"),
        (NEW_YORK, "2026-03-07", "06:30", "2026-03-07T11:30"),
        (NEW_YORK, "2026-11-01", "01:30", "2026-11-01T05:30"),
        (NEW_YORK, "2026-11-01", "06:30", "2026-11-01T11:30"),
        (DUBLIN, "2026-03-29", "01:30", "2026-03-29T01:00"),
        (DUBLIN, "2026-10-25", "01:30", "2026-10-25T00:30"),
        (LORD_HOWE, "2026-10-04", "02:15", "2026-10-03T15:30"),
        (LORD_HOWE, "2026-04-05", "01:45", "2026-04-04T14:45"),
    ],
)
def test_a_time_that_is_skipped_is_the_next_there_is_and_one_shown_twice_is_the_first(
    zone, day, at, wanted
):
    assert moment(date.fromisoformat(day), time.fromisoformat(at), zone) == utc(wanted)


@given(
    day=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(
        [NEW_YORK, DUBLIN, LORD_HOWE, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia")]
    ),
)
def test_the_wall_clock_shows_the_time_or_the_first_after_it(day, at, zone):
    found = moment(day, at, zone)
    wall = datetime.combine(day, at)
    shown = found.astimezone(zone).replace(tzinfo=None)
    assert shown >= wall
    before = (found - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    assert before < wall
    assert shown == wall or shown - before > timedelta(seconds=1)


@given(
    start=st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)),
    steps=st.lists(st.integers(1, 40 * 60), min_size=1, max_size=12),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from([NEW_YORK, DUBLIN, LORD_HOWE]),
)
def test_however_often_one_looks_each_day_falls_due_once(start, steps, at, zone):
    start = start.replace(second=0, microsecond=0, tzinfo=UTC)
    now, found = start, []
    for minutes in steps:
        then = now + timedelta(minutes=minutes)
        found += due_between(now, then, at=at, days=EVERY_DAY, zone=zone)
        now = then
    days = [due.day for due in found]
    assert days == sorted(set(days))
    whole = (now - start) // timedelta(days=1)
    assert whole - 1 <= len(days) <= whole + 2


def test_the_chosen_days_are_those_on_which_it_is_sent():
    monday = next_due(utc("2026-11-27T12:00"), at=time(7), days=[1], zone=NEW_YORK)
    assert monday == Due(date(2026, 11, 29), utc("2026-11-30T12:00"))
    assert next_due(utc("2026-11-27T12:00"), at=time(7), days=[], zone=NEW_YORK) is None


def test_in_the_morning_one_reads_of_yesterday_and_in_the_evening_of_today():
    assert told_of(date(2026, 12, 1), time(6, 30)) == date(2026, 11, 30)
    assert told_of(date(2026, 12, 1), time(22, 30)) == date(2026, 12, 1)


def test_chains_are_spread_over_minutes():
    waits = [jitter(f"chain_{number}").total_seconds() for number in range(2000)]
    busiest = max(sum(wait == second for wait in waits) for second in set(waits))
    assert max(waits) < 300
    assert busiest < 30
