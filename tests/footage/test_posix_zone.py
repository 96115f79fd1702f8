"""A recorder's own words for its time zone, held against the zone database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from footage.clock import utc_candidates
from footage.posix_zone import PosixZone

BERLIN = "CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00"
NEW_YORK = "CST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00"
SYDNEY = "CST-10:00:00DST01:00:00,M10.1.0/02:00:00,M4.1.0/03:00:00"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        (BERLIN, "Europe/Berlin"),
        (NEW_YORK, "America/New_York"),
        (SYDNEY, "Australia/Sydney"),
        ("CST-8:00:00", "Asia/Shanghai"),
        ("CST-5:30:00", "Asia/Kolkata"),
        ("CST+7:00:00", "America/Phoenix"),
        ("CST0:00:00", "UTC"),
    ],
)
@pytest.mark.parametrize("year", [2026, 2027])
def test_every_half_hour_of_the_months_of_change_agrees_with_the_zone_database(text, zone, year):
    told, known = PosixZone(text), ZoneInfo(zone)
    for month in (1, 3, 4, 7, 10, 11):
        for half in range(31 * 48 if month in {3, 4, 10, 11} else 1):
            wall = datetime(year, month, 1) + timedelta(minutes=30 * half)
            assert utc_candidates(wall, told) == utc_candidates(wall, known), wall


def test_the_sign_is_inverted():
    assert datetime(2026, 1, 1, 9, tzinfo=PosixZone("CST-8:00:00")) == datetime(
        2026, 1, 1, 1, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CST",
        "8",
        "Europe/Berlin",
        "CST-99:00:00",
        "CST-1:00:00DST01:00:00",
        "CST-1:00:00DST01:00:00,M13.5.0/02:00:00,M10.5.0/03:00:00",
        "CST-1:00:00DST01:00:00,M3.0.0,M10.5.0",
        "CST-1:00:00DST09:00:00,M3.5.0,M10.5.0",
        "CST-1:00:00 and more",
        "CST-\u0661:00:00",
    ],
)
def test_what_is_no_zone_is_refused(text):
    with pytest.raises(ValueError, match="zone"):
        PosixZone(text)
