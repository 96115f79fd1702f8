"""Clock offsets within their own error bar, time bases by what is being recorded, jumps."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footage.calibration import (
    OffsetSample,
    WrittenTime,
    best_offset,
    clock_offset,
    find_jumps,
    find_time_base,
)
from footage.clock import ClockOffset
from footage.recorders.base import ClockReading

ZONES = [
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "UTC",
]
NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
BACK = datetime(2026, 11, 1, 6, tzinfo=UTC)


def read(zone: ZoneInfo, asked: datetime, there: float, back: float, ahead: float) -> ClockReading:
    """What a device whose clock is ``ahead`` seconds ahead answers to a question that is
    ``there`` seconds on its way and ``back`` seconds on the way back."""
    shown = asked + timedelta(seconds=there + ahead)
    wall = shown.astimezone(zone).replace(tzinfo=None, microsecond=0, fold=0)
    return ClockReading(wall, "", asked, asked + timedelta(seconds=there + back))


def test_a_set_offset_is_recovered_within_its_own_error_bar():
    """Over 5,000 trials: zones, every minute of two years (both clock changes), skewed and
    slow links. At least 95 % must hold; all should."""
    chance = random.Random(4)
    held = total = 0
    for _ in range(5000):
        zone = ZoneInfo(chance.choice(ZONES))
        asked = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.uniform(0, 63_072_000))
        ahead = chance.choice([0, chance.uniform(-3, 3), chance.uniform(-900, 900)])
        reading = read(zone, asked, chance.expovariate(3), chance.expovariate(10), ahead)
        found = clock_offset(reading, zone)
        held += abs(found.seconds - ahead) <= found.error
        total += 1
    assert held / total >= 0.999, f"{held} of {total}"


@settings(max_examples=200, deadline=None)
@given(
    ahead=st.floats(-1200, 1200),
    there=st.floats(0, 4),
    back=st.floats(0, 4),
    minute=st.integers(0, 600),
    zone=st.sampled_from(ZONES),
)
def test_the_error_bar_holds_in_the_night_the_clocks_are_moved(ahead, there, back, minute, zone):
    asked = BACK - timedelta(minutes=300) + timedelta(minutes=minute)
    found = clock_offset(read(ZoneInfo(zone), asked, there, back, ahead), ZoneInfo(zone))
    assert abs(found.seconds - ahead) <= found.error + 1e-6
    assert found.error == pytest.approx((there + back) / 2 + 0.5)


def test_the_error_bar_is_not_just_wide():
    found = clock_offset(read(ZoneInfo("UTC"), NOON, 0.02, 0.02, 12), ZoneInfo("UTC"))
    assert found.error < 0.6


def test_of_several_readings_the_surest_counts():
    readings = [ClockOffset(3.1, 1.5), ClockOffset(3.4, 0.6), ClockOffset(9, 4)]
    assert best_offset(readings).seconds == 3.4


# What written times mean


def recordings(zone: ZoneInfo, writes: str, now: datetime, spans):
    """A recorder's search: spans in minutes before now, written as it writes."""
    written_zone = UTC if writes == "utc" else zone

    def written(minutes_ago: float) -> datetime:
        at = now - timedelta(minutes=minutes_ago)
        return at.astimezone(written_zone).replace(tzinfo=None, microsecond=0)

    held = [(written(start), written(end)) for start, end in spans]

    def newest_end(start: datetime, end: datetime) -> datetime | None:
        found = [e for s, e in held if s < end and e > start]
        return max(found, default=None)

    return newest_end


def reading_at(zone: ZoneInfo, now: datetime, ahead: float = 0.0) -> ClockReading:
    return read(zone, now, 0.05, 0.05, ahead)


@settings(max_examples=150, deadline=None)
@given(
    zone=st.sampled_from([z for z in ZONES if z != "UTC"]),
    writes=st.sampled_from(["local", "utc"]),
    ahead=st.floats(-1500, 1500),
    lengths=st.lists(st.integers(1, 60), min_size=1, max_size=80),
    day=st.integers(0, 364),
)
def test_the_time_base_is_found_wherever_the_store_is(zone, writes, ahead, lengths, day):
    place = ZoneInfo(zone)
    now = NOON + timedelta(days=day)
    device_now = now + timedelta(seconds=ahead)
    spans, end = [], 0.05
    for length in lengths:
        spans.append((end + length, end))
        end += length
    found = find_time_base(
        reading_at(place, now, ahead), place, recordings(place, writes, device_now, spans)
    )
    assert found.base is WrittenTime(writes)


@pytest.mark.parametrize("zone", ["UTC", "Atlantic/Reykjavik", "Europe/London"])
def test_at_greenwich_nothing_can_tell(zone):
    place = ZoneInfo(zone)
    found = find_time_base(
        reading_at(place, NOON), place, lambda start, end: pytest.fail("asked in vain")
    )
    assert (found.base, found.why) == (WrittenTime.UNKNOWN, "same")


@pytest.mark.parametrize("spans", [[], [(600, 500)], [(60, 12)]])
def test_a_recorder_that_records_nothing_now_proves_nothing(spans):
    place = ZoneInfo("America/New_York")
    found = find_time_base(reading_at(place, NOON), place, recordings(place, "local", NOON, spans))
    assert (found.base, found.why) == (WrittenTime.UNKNOWN, "neither")


def test_two_readings_that_fit_are_no_proof():
    place = ZoneInfo("America/New_York")
    found = find_time_base(
        reading_at(place, NOON), place, lambda start, end: start + timedelta(minutes=10)
    )
    assert (found.base, found.why) == (WrittenTime.UNKNOWN, "both")


# Jumps


def samples(*offsets: float, error: float = 0.6, hours: float = 24) -> list[OffsetSample]:
    return [
        OffsetSample(NOON + timedelta(hours=hours * n), ClockOffset(seconds, error))
        for n, seconds in enumerate(offsets)
    ]


@pytest.mark.parametrize(
    ("offsets", "jumps"),
    [
        ((1, 1, 1, 1), []),
        ((0, 2, 4, 6, 8, 10, 12, 14, 16), []),
        ((1.0, 1.9, 0.4, 1.5), []),
        ((1, 1, 61, 61), [(2, 60, False)]),
        ((1, 1, 3601, 3601), [(2, 3600, True)]),
        ((1, 1, -3599), [(2, -3600, True)]),
        ((0, 0, 1800), [(2, 1800, True)]),
        ((0, 0, 500, 0, 0), [(2, 500, False), (3, -500, False)]),
        ((), []),
        ((7,), []),
    ],
)
def test_a_clock_that_was_moved_is_told_from_one_that_drifts(offsets, jumps):
    found = find_jumps(samples(*offsets))
    assert [(j.before, round(j.seconds), j.looks_like_dst) for j in found] == [
        (NOON + timedelta(days=n), seconds, is_dst) for n, seconds, is_dst in jumps
    ]


def test_a_reading_as_uncertain_as_the_move_proves_nothing():
    assert find_jumps(samples(0, 0, 20, error=15)) == []


def test_samples_come_in_any_order():
    moved = samples(0, 0, 90, 90)
    assert find_jumps(list(reversed(moved))) == find_jumps(moved)
