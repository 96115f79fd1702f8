"""Footage by RTSP from a real server: the right pictures, and the truth when they fail."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import timedelta
from ipaddress import ip_network
from zoneinfo import ZoneInfo

import pytest

from footage.cutting import FinishOptions, finish
from footage.dialling import Route
from footage.errors import (
    AuthRejectedError,
    BusyError,
    CutCancelledError,
    NoFootageError,
    NotYetRecordedError,
    TruncatedError,
)
from footage.media import probe
from footage.recorders import open_recorder
from footage.recorders.base import Grants
from footage.recorders.rtsp_template import RtspTemplateRecorder
from footage.rtsp.session import Session
from tests.footage.conftest import assert_nothing_hidden, assert_true_to_time, at, window
from tests.footage.recorders.conftest import LOOPBACK, PASSWORD, USER, recorded
from tests.footage.socks_proxy import store_proxy
from tests.footage.strip import Camera, read_pictures


def settings(recorder, **more):
    return {
        "host": "127.0.0.1",
        "rtsp_port": str(recorder.port),
        "user": USER,
        "password": PASSWORD,
        "preset": "hikvision",
        "time_base": "utc",
        **more,
    }


def fetched(recorder, tmp_path, begin=22.0, end=27.0, channel="1", **more):
    driver = open_recorder("rtsp_template", settings(recorder, **more), LOOPBACK)
    return driver.fetch(channel, window(begin, end), tmp_path)


def worst_error(raw, fps=10):
    """Between what a file's time says and when each picture was taken, in seconds."""
    (file,) = raw.files
    shown = read_pictures(file.path, fps)
    told = [file.start + timedelta(seconds=picture.at) for picture in shown]
    return max(
        abs((one - picture.taken).total_seconds()) for one, picture in zip(told, shown, strict=True)
    )


def test_a_clip_over_two_files_shows_what_it_says(start, minute, tmp_path):
    raw = fetched(start(minute), tmp_path, 27, 33)
    clip = finish(raw, window(27, 33), tmp_path)
    assert clip.is_complete
    assert_nothing_hidden(clip)
    assert_true_to_time(clip)


@pytest.mark.slow
def test_at_the_pace_of_life_with_sound(start, minute, tmp_path):
    recorder = start(minute, speed=0, sound=True)
    raw = fetched(recorder, tmp_path, 23, 24, sound="on")
    assert worst_error(raw) <= raw.time_error
    assert raw.files[0].media.audio_codec == "pcm_mulaw"
    clip = finish(raw, window(23, 24), tmp_path, FinishOptions(keep_audio=True))
    assert probe(clip.playback.path).audio_codec == "aac"
    assert_nothing_hidden(clip)
    methods = [entry["method"] for entry in recorder.log]
    assert methods[-4:] == ["SETUP", "SETUP", "PLAY", "TEARDOWN"]


def test_unevenly_asked_a_recorder_starts_at_a_keyframe_and_the_error_is_told(
    start, minute, tmp_path
):
    raw = fetched(start(minute), tmp_path, 24.3, 28.9)
    assert 0 < worst_error(raw) <= raw.time_error


def test_a_start_inside_a_group_of_pictures_is_placed_exactly(start, minute, tmp_path):
    raw = fetched(start(minute, starts_at="exact"), tmp_path, 24, 28)
    assert read_pictures(raw.files[0].path, 10)[0].taken == at(20)  # 19 has no keyframe
    assert worst_error(raw) < 0.02


def test_uniview_addresses_and_hevc(start, tmp_path):
    root = recorded(tmp_path / "root", (0, 30), camera=Camera(codec="libx265"))
    raw = fetched(start(root, codec="h265"), tmp_path, 12, 16, preset="uniview")
    assert raw.files[0].media.codec == "hevc"
    assert worst_error(raw) <= raw.time_error


def test_a_recorder_on_local_time_is_asked_in_local_time(start, minute, tmp_path):
    recorder = start(minute, hours_ahead=-6)
    raw = fetched(recorder, tmp_path, time_base="local", zone="America/Chicago")
    assert worst_error(raw) <= raw.time_error
    assert at(0).astimezone(ZoneInfo("America/Chicago")).utcoffset() == timedelta(hours=-6)


def test_an_end_that_is_not_honoured_is_ours_to_keep(start, minute, tmp_path):
    recorder = start(minute, ignores_end=True)
    raw = fetched(recorder, tmp_path, 10, 14)
    assert raw.files[0].seconds < 4 + 2 * 5 + 3
    assert worst_error(raw) <= raw.time_error  # and the last picture is a whole one
    assert recorder.heard("TEARDOWN")


def test_a_playback_that_ends_early_is_told_as_a_gap_and_as_an_error_bound(start, minute, tmp_path):
    raw = fetched(start(minute, ends_after=8), tmp_path, 22, 30)
    (gap,) = raw.gaps
    assert (gap.end, gap.reason) == (at(30), "not_recorded")
    assert raw.notes == ("playback_short",)
    assert raw.time_error > 4


def test_a_splice_over_a_gap_stays_within_the_error_told(start, tmp_path):
    root = recorded(tmp_path / "root", (0, 20), (26, 50))
    raw = fetched(start(root, splices=True), tmp_path, 14, 28)
    assert "playback_short" in raw.notes
    assert 4 < worst_error(raw) <= raw.time_error


def test_a_hole_that_the_recorder_counts_is_a_gap_in_its_place(start, tmp_path):
    root = recorded(tmp_path / "root", (0, 20), (26, 50))
    raw = fetched(start(root), tmp_path, 15, 34)
    clip = finish(raw, window(15, 34), tmp_path)
    assert_nothing_hidden(clip)
    assert [(gap.start, gap.end) for gap in clip.gaps] == [(at(20), at(26))]


def test_what_is_still_being_recorded_is_asked_for_again(start, minute, tmp_path):
    driver = RtspTemplateRecorder.from_settings(settings(start(minute)), LOOPBACK)
    driver._clock = lambda: at(63)
    with pytest.raises(NotYetRecordedError) as caught:
        driver.fetch("1", window(50, 70), tmp_path)
    assert caught.value.retry_at > at(63)


@pytest.mark.parametrize("fault", ["silent_after", "hangs_up_after"])
def test_half_a_clip_is_no_clip(start, minute, tmp_path, fault):
    recorder = start(minute, **{fault: 6})
    with pytest.raises(TruncatedError) as caught:
        fetched(recorder, tmp_path, 22, 30, stall="4")
    assert 4 < caught.value.got < 9
    assert caught.value.want == pytest.approx(13)


def test_a_recorder_that_freezes_ends_in_time(start, minute, tmp_path):
    recorder = start(minute, speed=2)
    frozen = threading.Event()

    def freeze():
        while not recorder.heard("PLAY"):
            time.sleep(0.05)
        time.sleep(1)
        os.kill(recorder.process.pid, signal.SIGSTOP)
        frozen.set()

    threading.Thread(target=freeze, daemon=True).start()
    with pytest.raises(TruncatedError):
        fetched(recorder, tmp_path, 22, 40, stall="2")
    assert frozen.is_set()


def test_a_wrong_password_is_tried_once(start, minute, tmp_path):
    recorder = start(minute)
    with pytest.raises(AuthRejectedError):
        fetched(recorder, tmp_path, password="wrong")
    # The first brings the challenge, the second is refused, and that is all.
    assert [entry["method"] for entry in recorder.log] == ["DESCRIBE", "DESCRIBE"]


def test_what_a_recorder_does_not_have_is_said(start, minute, tmp_path):
    with pytest.raises(NoFootageError):
        fetched(start(minute), tmp_path, channel="2")


def test_no_free_slot_is_told_as_busy(start, minute, tmp_path):
    recorder = start(minute, busy=1)
    with pytest.raises(BusyError):
        fetched(recorder, tmp_path)
    assert fetched(recorder, tmp_path).files


def test_a_clip_called_off_frees_the_slot(start, minute, tmp_path):
    recorder = start(minute, speed=1)
    driver = open_recorder("rtsp_template", settings(recorder), LOOPBACK)
    with pytest.raises(CutCancelledError):
        driver.fetch("1", window(22, 27), tmp_path, cancelled=lambda: bool(recorder.heard("PLAY")))
    assert recorder.heard("TEARDOWN")


def test_a_store_behind_its_own_proxy_plays_too(start, minute, tmp_path):
    recorder, place = start(minute), ("192.168.1.64", 554)
    with store_proxy({place: ("127.0.0.1", recorder.port)}) as proxy:
        grants = Grants(routes=(Route(ip_network("192.168.1.0/24"), proxy.place),))
        told = settings(recorder, host=place[0], rtsp_port="554")
        raw = open_recorder("rtsp_template", told, grants).fetch("1", window(25, 27), tmp_path)
    assert proxy.asked == [place]
    assert worst_error(raw) <= raw.time_error


def test_a_session_is_kept_alive_and_the_answers_do_no_harm(start, minute, tmp_path, monkeypatch):
    played = Session.play

    def hurried(session, headers):
        session.keep_alive_seconds = 0.1
        return played(session, headers)

    monkeypatch.setattr(Session, "play", hurried)
    recorder = start(minute, speed=10)
    raw = fetched(recorder, tmp_path, 25, 30)
    assert len(recorder.heard("OPTIONS")) >= 3
    assert worst_error(raw) <= raw.time_error
