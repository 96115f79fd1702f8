"""A recorder that gives no downloads: the same window by RTSP playback, on a real server."""

from __future__ import annotations

from footage.cutting import FinishOptions, finish
from tests.footage.conftest import at, window
from tests.footage.recorders.isapi.test_accuracy import assert_true_within_its_error
from tests.footage.recorders.isapi_emulator import PASSWORD, USER
from tests.footage.recorders.isapi_switches import Recording

SIZE = 3 * 2**30
"""Too large to be downloaded whole."""


def test_where_nothing_can_be_downloaded_it_is_played(unit, start, minute, tmp_path):
    played = start(minute, hours_ahead=-5, user=USER, password=PASSWORD)
    with unit(by_time=False) as server:
        for begin in (0, 30):
            path = next((minute / "cam1").glob(f"{at(begin):%Y%m%dT%H%M%SZ}_*.mp4"))
            server.add(Recording(at(begin), at(begin + 30), path, size=SIZE))
        driver = unit.driver(server, rtsp_port=str(played.port))
        raw = driver.fetch("1", window(18.5, 41.2), tmp_path / "raw")
        clip = finish(raw, window(20, 40), tmp_path / "clip", FinishOptions())
        assert server.served == []

    assert len(raw.files) == 2
    assert clip.gaps == ()
    assert_true_within_its_error(clip, fps=10)
    asked = [entry["path"] for entry in played.heard("PLAY")]
    assert len(asked) == 2
    assert all("/Streaming/tracks/101" in path for path in asked)
    assert PASSWORD not in str(played.log)


def test_what_is_played_short_says_so_and_is_not_trusted_to_the_second(
    unit, start, minute, tmp_path
):
    played = start(minute, hours_ahead=-5, user=USER, password=PASSWORD, ends_after=12)
    with unit(by_time=False) as server:
        path = next((minute / "cam1").glob(f"{at(0):%Y%m%dT%H%M%SZ}_*.mp4"))
        server.add(Recording(at(0), at(30), path, size=SIZE))
        driver = unit.driver(server, rtsp_port=str(played.port))
        raw = driver.fetch("1", window(4, 28), tmp_path / "raw")

    assert raw.files[0].seconds < 16
    assert raw.notes == ("playback_short",)
    assert raw.time_error >= 10
