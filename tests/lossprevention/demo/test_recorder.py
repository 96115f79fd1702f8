"""The simulated recorder is a recorder: it waits, overwrites, and its clock may be wrong."""

import os
from datetime import UTC, datetime, timedelta

import av
import pytest

from footage.errors import NotYetRecordedError, OverwrittenError, UnsupportedError
from footage.recorders.base import Grants
from footage.recorders.folder import FolderRecorder
from footage.window import UtcWindow
from lossprevention.demo.place import stores
from lossprevention.demo.recorder import KEEPS, SEGMENT_SECONDS, SimulatedRecorder
from lossprevention.simulator.footage import strip

STORE = stores()[0]
CAMERA = STORE.inside[0].cameras[0].code
NOW = datetime(2026, 6, 1, 15, 0, tzinfo=UTC)


def recorder(folder, *, ahead: float = 0, now: datetime = NOW) -> SimulatedRecorder:
    shift = timedelta(seconds=ahead)
    return SimulatedRecorder(
        STORE,
        FolderRecorder(folder, settle=0, now=lambda: now + shift),
        ahead=shift,
        now=lambda: now,
    )


def window(before_now: float, seconds: float) -> UtcWindow:
    start = NOW - timedelta(seconds=before_now)
    return UtcWindow(start, start + timedelta(seconds=seconds))


def true_start(path) -> datetime:
    """What the strip in the first picture says."""
    with av.open(str(path)) as media:
        frame = next(media.decode(video=0))
        return strip.decode(frame.to_ndarray(format="gray"))


def test_footage_is_drawn_for_the_window_that_was_asked(tmp_path):
    asked = window(3600, 40)
    raw = recorder(tmp_path).fetch(CAMERA, asked, tmp_path)
    assert raw.files[0].start <= asked.start
    last = raw.files[-1]
    assert last.start + timedelta(seconds=last.seconds) >= asked.end
    assert not raw.gaps
    assert raw.source == f"simulated:{STORE.code}"


def test_the_pictures_tell_the_time_that_the_recorder_says(tmp_path):
    raw = recorder(tmp_path).fetch(CAMERA, window(3600, 10), tmp_path)
    assert abs(true_start(raw.files[0].path) - raw.files[0].start) < timedelta(seconds=0.2)


def test_a_recorder_whose_clock_is_ahead_answers_in_its_own_time(tmp_path):
    asked = window(3600, 10)
    raw = recorder(tmp_path, ahead=7).fetch(CAMERA, asked, tmp_path)
    assert raw.files[0].start <= asked.start
    error = raw.files[0].start - true_start(raw.files[0].path)
    assert abs(error - timedelta(seconds=7)) < timedelta(seconds=0.2)


def test_the_clock_that_is_read_shows_the_error(tmp_path):
    reading = recorder(tmp_path, ahead=7).clock()
    shown = reading.device_wall.replace(tzinfo=STORE.zone)
    assert shown - NOW == timedelta(seconds=7)


def test_what_is_still_being_recorded_must_be_waited_for(tmp_path):
    with pytest.raises(NotYetRecordedError) as waiting:
        recorder(tmp_path).fetch(CAMERA, window(20, 60), tmp_path)
    assert waiting.value.retry_at > NOW
    later = NOW + timedelta(seconds=60 + SEGMENT_SECONDS)
    raw = recorder(tmp_path, now=later).fetch(CAMERA, window(20, 60), tmp_path)
    assert not raw.gaps


def test_what_is_too_old_was_overwritten(tmp_path):
    too_old = KEEPS.total_seconds() + 600
    with pytest.raises(OverwrittenError) as gone:
        recorder(tmp_path).fetch(CAMERA, window(too_old, 60), tmp_path)
    assert gone.value.oldest == NOW - KEEPS
    assert not list(tmp_path.rglob("*.mp4"))


def test_coverage_is_what_a_disk_of_that_size_would_hold(tmp_path):
    across = window(KEEPS.total_seconds() + 60, 120)
    coverage = recorder(tmp_path).coverage(CAMERA, across)
    assert [(each.start, each.end) for each in coverage.segments] == [(NOW - KEEPS, across.end)]


def test_segments_that_nobody_needs_any_more_leave_the_disk(tmp_path):
    first = recorder(tmp_path).fetch(CAMERA, window(3600, 5), tmp_path).files[0].path
    long_ago = (NOW - timedelta(hours=2)).timestamp()
    half_drawn = first.with_name(f".{first.stem}.abc.part")
    half_drawn.touch()
    for path in (first, half_drawn):
        os.utime(path, (long_ago, long_ago))
    recorder(tmp_path).fetch(CAMERA, window(7200, 5), tmp_path)
    assert not first.exists()
    assert not half_drawn.exists()
    again = recorder(tmp_path).fetch(CAMERA, window(3600, 5), tmp_path)
    assert again.files[0].path == first


def test_every_camera_of_the_store_is_a_channel_once(tmp_path):
    channels = [channel.id for channel in recorder(tmp_path).channels()]
    cameras = {camera.code for register in STORE.registers for camera in register.cameras}
    assert sorted(channels) == sorted(cameras)


@pytest.mark.parametrize(
    "wrong", [{"store": "999"}, {"store": "101", "surprise": "1"}, {}], ids=str
)
def test_settings_it_does_not_know_are_refused(tmp_path, wrong):
    with pytest.raises(UnsupportedError):
        SimulatedRecorder.from_settings({"path": str(tmp_path), **wrong}, Grants.everything())


def test_settings_as_the_demo_writes_them_are_understood(tmp_path):
    made = SimulatedRecorder.from_settings(
        {"path": str(tmp_path), "store": "102", "ahead_ms": "7000"}, Grants.everything()
    )
    assert made.identify().serial == "102"
    assert made.clock().device_wall.tzinfo is None


def test_an_unknown_channel_is_refused(tmp_path):
    with pytest.raises(UnsupportedError):
        recorder(tmp_path).fetch("nowhere", window(3600, 5), tmp_path)


def test_drawing_reports_how_far_it_is(tmp_path):
    said = []
    asked = window(3600, 2 * SEGMENT_SECONDS)
    recorder(tmp_path).fetch(
        CAMERA, asked, tmp_path, progress=lambda step, share: said.append(share)
    )
    assert said == sorted(said)
    assert said[-1] == 1.0
    assert len(said) > 2
