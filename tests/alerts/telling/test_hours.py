"""Hours by a store's clock, over midnight and over the changes of the clocks."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.hours import Hours

NEW_YORK = ZoneInfo("America/New_York")
DAYTIME, NIGHT = Hours((), time(8), time(20)), Hours((), time(22), time(6))


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "at", "inside"),
    [
        (Hours(), "2026-11-20T03:00", True),
        (DAYTIME, "2026-11-20T08:00", True),
        (DAYTIME, "2026-11-20T20:00", False),
        (NIGHT, "2026-11-20T23:00", True),
        (NIGHT, "2026-11-20T05:59", True),
        (NIGHT, "2026-11-20T06:00", False),
        (Hours((5,), time(22), time(6)), "2026-11-21T05:00", True),  # Friday's night
        (Hours((6,), time(22), time(6)), "2026-11-21T05:00", False),
        (Hours((6, 7)), "2026-11-20T12:00", False),
    ],
)
def test_whether_a_moment_is_inside(hours, at, inside):
    assert hours.hold(local(at), NEW_YORK) is inside


@pytest.mark.parametrize(
    ("at", "begins"),
    [
        ("2026-11-20T21:00", "2026-11-21T08:00"),
        ("2026-11-20T07:59", "2026-11-20T08:00"),
        ("2026-10-31T21:00", "2026-11-01T08:00"),  # 12 hours later, not 11: the clocks go back
        ("2026-03-07T21:00", "2026-03-08T08:00"),
    ],
)
def test_when_they_begin_next(at, begins):
    assert DAYTIME.next(local(at), NEW_YORK) == local(begins)


def test_over_the_change_of_the_clocks_the_wait_is_an_hour_longer():
    before = local("2026-10-31T21:00")
    assert DAYTIME.next(before, NEW_YORK) - before == timedelta(hours=12)


def test_a_beginning_that_the_clocks_skip_is_an_hour_later_by_the_wall():
    hours = Hours((), time(2, 30), time(4))
    begins = hours.next(local("2026-03-07T23:00"), NEW_YORK)
    assert begins == local("2026-03-08T03:30")


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    days=st.sets(st.integers(1, 7)),
    since=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    minutes=st.integers(1, 1439),
)
def test_what_waits_waits_until_they_have_begun_and_no_longer_than_a_week(at, days, since, minutes):
    until = (datetime.combine(at, since) + timedelta(minutes=minutes)).time()
    hours = Hours(tuple(days), since, until)
    begins = hours.next(at, NEW_YORK)
    assert at <= begins <= at + timedelta(days=8, hours=1)
    assert begins == at or hours.hold(begins, NEW_YORK)
