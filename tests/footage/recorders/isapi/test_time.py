"""Wall clocks, UTC called by the same letter, and the nights the clocks are moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from footage.calibration import WrittenTime, clock_offset, find_time_base, told_zone
from footage.errors import (
    ClockUntrustedError,
    NoFootageError,
    NotYetRecordedError,
    OverwrittenError,
)
from footage.recorders.hikvision_isapi.times import RecorderTime, TimeBase, read_time
from footage.window import UtcWindow
from tests.footage.conftest import at, window
from tests.footage.recorders.isapi.conftest import FIVE
from tests.footage.recorders.isapi_emulator import Recording
from tests.footage.strip import write_segment

NEW_YORK = ZoneInfo("America/New_York")
BACK = datetime(2026, 11, 1, 6, tzinfo=UTC)
"""01:59:59 EDT is followed by 01:00:00 EST."""


def minutes(start: datetime, length: float) -> UtcWindow:
    return UtcWindow(start, start + timedelta(minutes=length))


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Asia/Kolkata"])
@pytest.mark.parametrize("writes", ["local", "utc"])
@pytest.mark.parametrize("suffix", ["", "-05:00", "+09:00", "Z"])
def test_the_clock_and_the_meaning_of_z_are_measured(unit, zone, writes, suffix):
    posix = {
        "America/New_York": "CST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00",
        "Europe/Berlin": "CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00",
        "Asia/Kolkata": "CST-5:30:00",
    }[zone]
    with unit(
        zone=zone, writes=writes, offset_suffix=suffix, clock_ahead=37.0, time_zone=posix
    ) as server:
        now = server.clock()
        server.add(Recording(now - timedelta(minutes=50), now - timedelta(seconds=4)))
        driver = unit.driver(server, time_base="unknown")
        reading = driver.clock()
        offset = clock_offset(reading, server.zone)
        assert abs(offset.seconds - 37.0) <= offset.error
        assert offset.error < 5
        assert clock_offset(reading, told_zone(reading)) == offset
        found = find_time_base(
            reading, server.zone, lambda start, end: driver.newest_end("1", start, end)
        )
    assert found.base == WrittenTime(writes)


def test_a_recorder_that_does_not_record_now_stays_unknown(unit):
    with unit() as server:
        server.add(
            Recording(server.clock() - timedelta(hours=9), server.clock() - timedelta(hours=8))
        )
        driver = unit.driver(server)
        found = find_time_base(
            driver.clock(), server.zone, lambda start, end: driver.newest_end("1", start, end)
        )
    assert (found.base, found.why) == (WrittenTime.UNKNOWN, "neither")


def test_nothing_is_placed_in_time_before_the_base_is_known(unit, tmp_path):
    with unit() as server:
        driver = unit.driver(server, time_base="unknown")
        for ask in (driver.coverage, lambda c, w: driver.fetch(c, w, tmp_path)):
            with pytest.raises(ClockUntrustedError):
                ask("1", window(0, 10))


@pytest.mark.parametrize("writes", ["local", "utc"])
def test_a_hole_has_its_edges_in_real_time(unit, writes):
    with unit(writes=writes) as server:
        server.add(Recording(at(0), at(60)))
        server.add(Recording(at(90), at(200)))
        coverage = unit.driver(server).coverage("1", window(30, 150))
    assert [(gap.start, gap.end, gap.reason) for gap in coverage.gaps] == [
        (at(60), at(90), "not_recorded")
    ]
    assert coverage.oldest == at(0)


def test_what_was_overwritten_says_how_far_back_footage_goes(unit, tmp_path):
    with unit() as server:
        server.add(Recording(at(0), at(3600)))
        with pytest.raises(OverwrittenError) as gone:
            unit.driver(server).fetch("1", window(-7200, -7000), tmp_path)
        half = unit.driver(server).coverage("1", window(-60, 60))
    assert gone.value.oldest == at(0)
    assert [gap.reason for gap in half.gaps] == ["gap_overwritten"]


def test_what_was_never_recorded_says_what_is_nearest(unit, tmp_path):
    with unit() as server:
        server.add(Recording(at(-9000), at(-3600)))
        server.add(Recording(at(3000), at(4000)))
        with pytest.raises(NoFootageError) as missing:
            unit.driver(server).fetch("1", window(0, 180), tmp_path)
    assert missing.value.nearest == at(3000)


@pytest.mark.parametrize("ahead", [0.0, 3600.0, -3600.0])
def test_what_is_not_written_yet_is_asked_for_again_by_the_recorders_own_clock(
    unit, tmp_path, ahead
):
    with unit(clock_ahead=ahead) as server:
        now = server.clock()
        server.add(Recording(now - timedelta(hours=1), now - timedelta(seconds=30)))
        asked = UtcWindow(now - timedelta(seconds=150), now - timedelta(seconds=5))
        with pytest.raises(NotYetRecordedError) as later:
            unit.driver(server).fetch("1", asked, tmp_path)
    assert later.value.retries
    wait = (later.value.retry_at - now).total_seconds()
    assert 80 <= wait <= 130


def test_a_user_that_may_only_play_back_needs_no_clock(unit, tmp_path):
    with unit(refuses={"/ISAPI/System/time": (403, "lowPrivilege")}) as server:
        server.add(Recording(at(0), at(60)))
        with pytest.raises(NoFootageError):
            unit.driver(server).fetch("1", window(400, 500), tmp_path)


# The hour that comes twice


@pytest.fixture
def night(tmp_path):
    """Half-hour files through the night the clocks go back, told apart by their bytes."""

    def fill(server, starts):
        for start in starts:
            path = tmp_path / f"{start:%H%M}.mp4"
            path.write_bytes(b"recorded " + path.name.encode())
            server.add(Recording(start, start + timedelta(minutes=30), path))

    return fill


@pytest.mark.parametrize("shift", [0, 60])
def test_in_the_doubled_hour_both_passes_are_found_and_told_apart_by_their_order(
    unit, night, shift
):
    with unit() as server:
        night(server, [BACK + timedelta(minutes=30 * n) for n in range(-4, 5)])
        asked = minutes(BACK - timedelta(minutes=50 - shift), 3)
        driver = unit.driver(server)
        held = driver._keeper("1").holdings(asked)
    assert [placed.recorded.uri.name for placed in held.within] == [
        server.recordings[2 + shift // 30].name
    ]
    assert held.within[0].is_ambiguous
    assert {placed.start for placed in held.all} >= {
        BACK - timedelta(minutes=60),
        BACK,
    }


def test_both_candidates_of_the_doubled_hour_are_fetched_and_the_clip_says_so(unit, tmp_path):
    with unit(by_time=True) as server:
        for start in (BACK - timedelta(minutes=60), BACK):
            path = write_segment(tmp_path / f"{start:%H}.mp4", at(start.hour * 60), 30, FIVE)
            server.add(Recording(start, start + timedelta(seconds=30), path))
        asked = UtcWindow(BACK + timedelta(seconds=5), BACK + timedelta(seconds=25))
        raw = unit.driver(server).fetch("1", asked, tmp_path / "raw")
        assert sorted(server.served) == sorted(r.name for r in server.recordings)
    assert raw.notes == ("time_ambiguous",)
    assert [file.start for file in raw.files] == [BACK - timedelta(minutes=60), BACK]
    assert raw.files[1].path.read_bytes() == server.recordings[1].path.read_bytes()


def test_one_candidate_alone_is_taken_for_the_one_asked_for(unit):
    with unit() as server:
        server.add(Recording(BACK + timedelta(minutes=10), BACK + timedelta(minutes=20)))
        coverage = unit.driver(server).coverage("1", minutes(BACK + timedelta(minutes=12), 3))
    assert coverage.gaps == ()


def test_a_recording_that_begins_before_the_doubled_hour_is_not_in_doubt(unit):
    with unit() as server:
        server.add(Recording(BACK - timedelta(minutes=90), BACK - timedelta(minutes=40)))
        held = unit.driver(server)._keeper("1").holdings(minutes(BACK - timedelta(minutes=50), 3))
    assert [placed.is_ambiguous for placed in held.within] == [False]


@pytest.mark.parametrize(
    "lengths",
    [
        [60] * 9,
        [30] * 18,
        [7] * 77,
        [90] * 6,
        [200, 160, 180],
        [540],
    ],
    ids=str,
)
def test_through_the_whole_night_every_recording_is_put_where_it_was_made(unit, lengths):
    """Nine hours around the doubled one, in files of any length; asked minute by minute."""
    start = BACK - timedelta(hours=5)
    made = []
    for length in lengths:
        end = start + timedelta(minutes=length)
        made.append((start, end))
        start = end
    with unit() as server:
        for from_, to in made:
            server.add(Recording(from_, to))
        keeper = unit.driver(server)._keeper("1")
        for minute in range(-115, 115, 23):
            asked = minutes(BACK + timedelta(minutes=minute), 3)
            held = keeper.holdings(asked)
            assert held.missing == []
            truth = [(a, b) for a, b in made if asked.overlaps(a, b)]
            assert [(p.start, p.end) for p in held.within] == truth, minute


def test_a_recording_across_the_moved_clock_is_as_long_as_it_really_is(unit):
    """Written 00:30 to 02:30, it is three hours long."""
    with unit() as server:
        start = BACK - timedelta(minutes=90)
        server.add(Recording(start, start + timedelta(hours=3)))
        coverage = unit.driver(server).coverage("1", minutes(BACK - timedelta(minutes=10), 20))
    assert [(s.start, s.end) for s in coverage.segments] == [(start, start + timedelta(hours=3))]


def test_where_nothing_tells_which_file_holds_the_hour_the_clip_says_so(unit):
    """One of these files is an hour longer than written, and their times fit either."""
    start = BACK - timedelta(minutes=70)
    with unit() as server:
        for length in (80, 5, 33, 90):
            server.add(Recording(start, start + timedelta(minutes=length)))
            start += timedelta(minutes=length)
        for minute in range(-50, 45, 7):
            held = (
                unit.driver(server)
                ._keeper("1")
                .holdings(minutes(BACK + timedelta(minutes=minute), 3))
            )
            assert held.missing == []
            truth = {r.start for r in server.recordings}
            assert all(p.is_ambiguous or p.start in truth for p in held.within)


def test_across_the_spring_gap_nothing_is_lost(unit):
    spring = datetime(2026, 3, 8, 7, tzinfo=UTC)
    with unit() as server:
        server.add(Recording(spring - timedelta(minutes=30), spring + timedelta(minutes=30)))
        coverage = unit.driver(server).coverage("1", minutes(spring - timedelta(minutes=5), 10))
    assert coverage.gaps == ()
    assert coverage.segments[0].end == spring + timedelta(minutes=30)


def test_a_written_time_in_the_spring_gap_is_moved_forward():
    time = RecorderTime(TimeBase.LOCAL, NEW_YORK)
    assert time.real(datetime(2026, 3, 8, 2, 30)) == (datetime(2026, 3, 8, 7, 30, tzinfo=UTC),)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T07:03:07Z",
        "20261123T070307Z",
        "20261123T070307z",
        "2026-11-23T07:03:07-06:00",
        "2026-11-23T07:03:07.250Z",
        " 2026-11-23 07:03:07 ",
    ],
)
def test_times_are_read_in_every_spelling_and_no_suffix_is_believed(text):
    assert read_time(text) == datetime(2026, 11, 23, 7, 3, 7)
