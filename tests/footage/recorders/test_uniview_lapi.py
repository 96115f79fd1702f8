"""Uniview's LAPI against an emulation, its RTSP playback against GStreamer's server."""

from __future__ import annotations

from datetime import timedelta

import pytest

from footage.cutting import finish
from footage.errors import (
    AuthRejectedError,
    BadAnswerError,
    NoFootageError,
    NotYetRecordedError,
)
from footage.recorders import open_recorder
from footage.window import Gap
from tests.footage.conftest import assert_nothing_hidden, assert_true_to_time, at, window
from tests.footage.recorders.conftest import LOOPBACK, PASSWORD, USER, recorded

RECORDER = "lapi_recorder.py"


def seconds(begin, end):
    return [int(at(begin).timestamp()), int(at(end).timestamp())]


def driver_of(web, rtsp=None, **more):
    settings = {"host": "127.0.0.1", "port": str(web.port), "user": USER, "password": PASSWORD}
    if rtsp is not None:
        settings["rtsp_port"] = str(rtsp.port)
    return open_recorder("uniview_lapi", settings | more, LOOPBACK)


def test_a_clip_across_a_gap_has_the_gap_where_it_is(start, start_web, tmp_path):
    root = recorded(tmp_path / "root", (0, 20), (26, 50))
    web = start_web(RECORDER, records=[seconds(0, 20), seconds(26, 50)])
    recorder = start(root, splices=True)
    raw = driver_of(web, recorder).fetch("1", window(15, 34), tmp_path)
    assert [file.start for file in raw.files] == [at(10), at(26)]
    assert raw.gaps == (Gap(at(20), at(26), "not_recorded"),)
    clip = finish(raw, window(15, 34), tmp_path)
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)
    assert len(recorder.heard("TEARDOWN")) == 2


def test_files_that_follow_each_other_are_played_in_one_go(start, start_web, minute, tmp_path):
    web = start_web(RECORDER, records=[seconds(0, 30), seconds(30, 60)])
    recorder = start(minute)
    raw = driver_of(web, recorder).fetch("1", window(27, 33), tmp_path)
    assert len(raw.files) == len(recorder.heard("PLAY")) == 1


def test_the_address_a_recorder_names_is_tried_on_its_own_host_only(
    start, start_web, minute, tmp_path
):
    span = "starttime=20261123T120020Z&endtime=20261123T120032Z"
    named = f"rtsp://203.0.113.9:1/Streaming/tracks/101?{span}"
    web = start_web(RECORDER, records=[seconds(20, 32)], replays_at=named)
    recorder = start(minute, knows_uniview=False)
    raw = driver_of(web, recorder).fetch("1", window(25, 27), tmp_path)
    assert raw.files[0].start == at(20)


def test_older_models_say_channel(start_web):
    web = start_web(RECORDER, records=[seconds(0, 20)], word="Channel")
    coverage = driver_of(web).coverage("1", window(10, 30))
    assert [(s.start, s.end) for s in coverage.segments] == [(at(0), at(20))]
    assert coverage.gaps == (Gap(at(20), at(30), "not_recorded"),)


def test_who_it_is_what_time_it_has_and_what_it_sees(start_web):
    driver = driver_of(start_web(RECORDER))
    assert driver.identify().model == "NVR301-08"
    reading = driver.clock()
    ahead = reading.device_wall - reading.answered_at.replace(tzinfo=None)
    assert timedelta(seconds=5) < ahead < timedelta(seconds=8)
    assert [(c.id, c.name) for c in driver.channels()] == [("1", "Till"), ("2", "Door")]


@pytest.mark.parametrize("is_open", [True, False])
def test_it_is_known_without_logging_in(start_web, is_open):
    web = start_web(RECORDER, is_open=is_open, realm="NVRDVR")
    assert driver_of(web).probe().confidence >= 0.9
    assert not any("Digest" in str(entry) or entry["let_in"] for entry in web.log)


def test_another_web_server_is_not_taken_for_one(start_web):
    assert driver_of(start_web("onvif_recorder.py")).probe().confidence == 0


def test_a_wrong_password_is_sent_once(start_web):
    web = start_web(RECORDER)
    with pytest.raises(AuthRejectedError):
        driver_of(web, password="wrong").identify()
    assert len(web.log) == 2


def test_nothing_recorded_names_the_nearest_and_the_fresh_is_waited_for(start_web, tmp_path):
    driver = driver_of(start_web(RECORDER, records=[seconds(0, 28)]))
    driver._clock = lambda: at(3600)
    with pytest.raises(NoFootageError) as caught:
        driver.fetch("1", window(30, 40), tmp_path)
    assert caught.value.nearest == at(28)
    driver._clock = lambda: at(45)
    with pytest.raises(NotYetRecordedError):
        driver.fetch("1", window(20, 40), tmp_path)


@pytest.mark.parametrize(
    "says",
    ["", "[]", "{", "null", '{"Response": 7}', '{"Response": {"ResponseCode": 3}}', "[" * 100_000],
)
def test_nonsense_is_refused(start_web, says):
    with pytest.raises(BadAnswerError):
        driver_of(start_web(RECORDER, says=says)).identify()
