"""The right stretch of time out of every dialect, by the time the pictures themselves carry."""

from __future__ import annotations

from datetime import timedelta

import pytest

from footage.cutting import FinishOptions, finish
from footage.errors import TruncatedError, UnsupportedError
from tests.footage.conftest import at, window
from tests.footage.program_stream import write_program_stream
from tests.footage.recorders.isapi.conftest import FIVE, fill
from tests.footage.recorders.isapi_emulator import Recording
from tests.footage.strip import Camera, read_pictures, write_segment

DIALECTS = [
    {},
    {"track_list": "trackIDList", "method": "GET", "by_time": False},
    {"track_list": "trackID", "method": "both", "writes": "utc", "tells_length": False},
    {"writes": "utc", "by_time": None, "host_in_uri": "10.0.0.99", "tells_nothing": True},
    {"by_time": False, "claims_by_time": True, "zone": "Europe/Berlin"},
    {"gives_uri": False, "zone": "Asia/Kolkata", "algorithms": ("MD5", "SHA-256")},
    {"by_time": False, "page_size": 1, "position": "searchResultPosition"},
]


def assert_true_within_its_error(clip, fps=5):
    """Every picture is where the clip says, give or take what it admits."""
    shown = read_pictures(clip.playback.path, fps)
    allowed = clip.time_error + 1 / fps + 0.02
    for picture in shown:
        told = clip.timeline.utc_at(picture.at + 1e-4)
        assert abs((told - picture.taken).total_seconds()) <= allowed, (picture, told)
    return shown


@pytest.mark.parametrize("switches", DIALECTS, ids=str)
def test_a_window_across_recordings_is_whole_and_true(unit, footage, tmp_path, switches):
    with unit(**switches) as server:
        fill(server, footage)
        asked = window(42.4, 133.3)
        raw = unit.driver(server).fetch("1", asked.widened(4), tmp_path / "raw")
        clip = finish(raw, asked, tmp_path / "clip", FinishOptions())

    assert clip.gaps == ()
    shown = assert_true_within_its_error(clip)
    allowed = timedelta(seconds=clip.time_error + 0.25)
    assert shown[0].taken <= asked.start + allowed
    assert shown[-1].taken >= asked.end - allowed
    assert raw.time_error <= 3.0
    assert raw.gaps == ()
    assert raw.channel == "1"
    assert server.keeper.failed == 0


def test_a_file_says_its_own_start_to_the_second(unit, footage, tmp_path):
    """By file nothing is guessed: recordings that start on a whole second are exact."""
    with unit(by_time=False) as server:
        fill(server, footage)
        raw = unit.driver(server).fetch("1", window(70, 110), tmp_path)
    assert [file.start for file in raw.files] == [at(60)]
    assert raw.files[0].path.read_bytes() == footage[60].read_bytes()
    assert raw.time_error == 1.0


def test_a_program_stream_called_mp4_and_h265_are_cut_all_the_same(unit, tmp_path):
    hevc = Camera(fps=5, gop=10, width=160, codec="libx265")
    plain = write_segment(tmp_path / "plain.mp4", at(0), 30, hevc)
    with unit(by_time=False) as server:
        stream = write_program_stream(plain, tmp_path / "IMKH.mp4")
        server.add(Recording(at(0), at(30), stream))
        raw = unit.driver(server).fetch("1", window(8, 22), tmp_path / "raw")
        clip = finish(raw, window(8, 22), tmp_path / "clip", FinishOptions())
    assert raw.files[0].media.container == "mpeg"
    assert clip.playback.codec == "h264"
    assert clip.gaps == ()
    assert_true_within_its_error(clip)


def test_the_hour_sent_for_two_minutes_is_known_for_what_it_is(unit, tmp_path):
    """It claims to download by time and hands over the whole recording."""
    long = write_segment(tmp_path / "long.mp4", at(0), 200, FIVE)
    with unit(by_time=False, claims_by_time=True) as server:
        server.add(Recording(at(0), at(200), long))
        driver = unit.driver(server)
        raw = driver.fetch("1", window(150, 160), tmp_path / "raw")
        assert raw.files[0].start == at(0)
        assert raw.files[0].seconds == pytest.approx(200, abs=0.5)
        assert driver.quirks.by_time == "no"
        clip = finish(raw, window(150, 160), tmp_path / "clip", FinishOptions())
    assert read_pictures(clip.playback.path, 5)[0].taken <= at(150)


def test_a_download_cut_short_is_asked_for_again(unit, footage, tmp_path):
    with unit(by_time=False, download_cut=0.5) as server:
        fill(server, footage)
        with pytest.raises(TruncatedError) as short:
            unit.driver(server).fetch("1", window(70, 110), tmp_path)
    assert short.value.retries
    assert short.value.got == pytest.approx(30, abs=1)
    assert short.value.want == 60


@pytest.mark.parametrize("by_time", [True, False])
def test_a_short_download_of_unknown_length_is_noticed(unit, footage, tmp_path, by_time):
    with unit(by_time=by_time, download_cut=0.5, tells_length=False) as server:
        fill(server, footage)
        with pytest.raises(TruncatedError):
            unit.driver(server).fetch("1", window(70, 110), tmp_path)


def test_a_file_over_the_limit_is_not_fetched(unit, footage, tmp_path):
    with unit(by_time=False) as server:
        server.add(Recording(at(0), at(60), footage[0], size=2 * 2**30))
        driver = unit.driver(server, largest_file_mb="100")
        with pytest.raises(UnsupportedError, match="2048 MB"):
            driver.fetch("1", window(10, 50), tmp_path)
        assert server.count("/ISAPI/ContentMgmt/download") == 0


def test_a_file_that_is_still_growing_may_be_longer_than_listed(unit, footage, tmp_path):
    with unit(by_time=False) as server:
        server.add(Recording(at(0), at(60), footage[0], size=footage[0].stat().st_size - 999))
        raw = unit.driver(server).fetch("1", window(10, 50), tmp_path)
    assert raw.files[0].seconds == pytest.approx(60, abs=0.3)
