"""ONVIF's services against an emulation, its replay against GStreamer's server."""

from __future__ import annotations

from datetime import timedelta

import pytest

from footage.cutting import finish
from footage.errors import (
    AuthRejectedError,
    NoFootageError,
    NotYetRecordedError,
    OverwrittenError,
    UnsupportedError,
)
from footage.recorders import open_recorder
from footage.window import Gap
from tests.footage.conftest import assert_nothing_hidden, assert_true_to_time, at, window
from tests.footage.recorders.conftest import LOOPBACK, PASSWORD, USER, recorded
from tests.footage.strip import Camera

RECORDER = "onvif_recorder.py"


def held(begin=0, end=60):
    return [["Rec 1", "Till", *(f"{at(when):%Y-%m-%dT%H:%M:%SZ}" for when in (begin, end))]]


def driver_of(web, rtsp=None, **more):
    settings = {"host": "127.0.0.1", "port": str(web.port), "user": USER, "password": PASSWORD}
    if rtsp is not None:
        settings["rtsp_port"] = str(rtsp.port)
    return open_recorder("onvif_g", settings | more, LOOPBACK)


def replayed(start, start_web, root, tmp_path, begin, end, path="/onvif/1", **faults):
    """Named by an address that only the recorder itself could reach."""
    web = start_web(RECORDER, recordings=held(0, 120), replay_uri=f"rtsp://10.9.8.7:5540{path}")
    recorder = start(root, **faults)
    raw = driver_of(web, recorder).fetch("Rec 1", window(begin, end), tmp_path)
    return raw, recorder


@pytest.mark.parametrize(("begin", "codec"), [(27, "h264"), (24.3, "h265")])
def test_every_picture_is_where_the_recorder_stamps_it(start, start_web, tmp_path, begin, codec):
    camera = Camera(codec="libx265" if codec == "h265" else "libx264")
    root = recorded(tmp_path / "root", (0, 30), (30, 60), camera=camera)
    raw, recorder = replayed(start, start_web, root, tmp_path, begin, 33, codec=codec)
    assert raw.time_error <= 0.1
    clip = finish(raw, window(begin, 33), tmp_path)
    assert clip.is_complete
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)
    (play,) = recorder.heard("PLAY")
    assert play["require"] == "onvif-replay"
    assert play["rate_control"] == "no"
    assert play["range"].startswith(f"clock={at(int(begin) - 5):%Y%m%dT%H%M%S}.000Z-")


def test_a_gap_is_where_the_stamps_have_it(start, start_web, tmp_path):
    root = recorded(tmp_path / "root", (0, 20), (26, 60))
    raw, _ = replayed(start, start_web, root, tmp_path, 14, 34)
    clip = finish(raw, window(14, 34), tmp_path)
    assert [(gap.start, gap.end) for gap in clip.gaps] == [(at(20), at(26))]
    assert_true_to_time(clip)


def test_a_window_that_ends_inside_a_gap_says_so(start, start_web, tmp_path):
    root = recorded(tmp_path / "root", (0, 20), (26, 60))
    raw, _ = replayed(start, start_web, root, tmp_path, 15, 23)
    assert raw.gaps == (Gap(at(20), at(23), "not_recorded"),)


def test_a_recorder_that_plays_from_the_beginning_is_found_out(start, start_web, tmp_path):
    root = recorded(tmp_path / "root", (0, 80))
    with pytest.raises(UnsupportedError) as caught:
        replayed(start, start_web, root, tmp_path, 70, 74, ignores_range=True)
    assert "chosen time" in str(caught.value)


def test_a_replay_without_stamps_is_not_believed(start, start_web, minute, tmp_path):
    path = "/Streaming/tracks/101?starttime=20261123T120000Z&amp;endtime=20261123T120040Z"
    with pytest.raises(UnsupportedError) as caught:
        replayed(start, start_web, minute, tmp_path, 25, 29, path=path)
    assert "which time" in str(caught.value)


def test_logging_in_is_dated_by_the_clock_of_the_device(start_web):
    web = start_web(RECORDER, seconds_ahead=86_400)
    driver = driver_of(web)
    assert (driver.identify().model, driver.identify().serial) == ("Maker R-8", "77")
    reading = driver.clock()
    ahead = reading.device_wall - reading.answered_at.replace(tzinfo=None)
    assert abs(ahead - timedelta(days=1)) < timedelta(seconds=5)


def test_a_wrong_password_is_sent_once_and_the_right_one_never(start_web):
    web = start_web(RECORDER)
    with pytest.raises(AuthRejectedError):
        driver_of(web, password="wr0ng-pass").identify()
    assert len([e for e in web.log if "GetDeviceInformation" in e["body"]]) == 1
    driver_of(web).identify()
    assert all(word not in e["body"] for e in web.log for word in ("wr0ng-pass", PASSWORD))


def test_it_is_known_without_logging_in(start_web):
    web = start_web(RECORDER)
    found = driver_of(web).probe()
    assert found.confidence == 0.6
    assert "ONVIF replay" in found.evidence
    assert not any("Security" in entry["body"] for entry in web.log)
    assert driver_of(start_web(RECORDER, has_replay=False)).probe().confidence < 0.2


def test_what_is_held_is_told(start_web):
    driver = driver_of(start_web(RECORDER, recordings=held(0, 40)))
    assert [(c.id, c.name) for c in driver.channels()] == [("Rec 1", "Till")]
    coverage = driver.coverage("Rec 1", window(30, 50))
    assert (coverage.oldest, coverage.newest) == (at(0), at(40))
    assert coverage.gaps == (Gap(at(40), at(50), "not_recorded"),)


@pytest.mark.parametrize(
    ("begin", "end", "clock", "error"),
    [
        (0, 10, 3600, OverwrittenError),
        (90, 99, 3600, NoFootageError),
        (90, 99, 110, NotYetRecordedError),
    ],
)
def test_what_is_not_held_is_said_for_what_it_is(start_web, tmp_path, begin, end, clock, error):
    driver = driver_of(start_web(RECORDER, recordings=held(20, 60)))
    driver._clock = lambda: at(clock)
    with pytest.raises(error):
        driver.fetch("Rec 1", window(begin, end), tmp_path)


def test_a_recorder_without_the_services_says_so(start_web):
    with pytest.raises(UnsupportedError):
        driver_of(start_web(RECORDER, has_replay=False)).channels()
