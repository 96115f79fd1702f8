"""ffmpeg always ends, and is believed only as far as its messages allow."""

from __future__ import annotations

import threading

import pytest

from footage.cutting import ffmpeg
from footage.cutting.encode import Part, common_size, encode, encode_arguments
from footage.cutting.remux import Copied
from footage.cutting.result import FinishOptions
from footage.cutting.timeline import Frames
from footage.errors import (
    AuthRejectedError,
    BusyError,
    CutCancelledError,
    CutFailedError,
    CutTimedOutError,
    NoFootageError,
    StorageFullError,
    UnreachableError,
    UnreadableVideoError,
)
from footage.media import MediaInfo, probe
from footage.redaction import redact
from tests.footage.conftest import at
from tests.footage.strip import Camera, write_segment

ENDLESS = ("-re", "-f", "lavfi", "-i", "testsrc2=s=64x32:r=5", "-f", "null", "-")


def test_a_run_past_its_limit_is_ended():
    with pytest.raises(CutTimedOutError) as late:
        ffmpeg.run(ENDLESS, limit=0.5)
    assert late.value.retries
    assert not [t for t in threading.enumerate() if "_read_" in t.name]


def test_a_cancelled_run_is_ended():
    asked_to_stop = threading.Event()
    threading.Timer(0.3, asked_to_stop.set).start()
    with pytest.raises(CutCancelledError):
        ffmpeg.run(ENDLESS, limit=60, cancelled=asked_to_stop.is_set)


def test_progress_is_heard_in_seconds_of_output():
    heard: list[float] = []
    arguments = ("-f", "lavfi", "-i", "testsrc2=s=64x32:r=5:d=3", "-f", "null", "-")
    ffmpeg.run(arguments, limit=60, on_seconds=heard.append)
    assert heard[-1] == pytest.approx(3, abs=0.3)


def test_a_file_that_is_no_video_is_named_as_that(tmp_path):
    path = tmp_path / "x.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42" + b"\0" * 500)
    with pytest.raises(UnreadableVideoError):
        ffmpeg.run(("-i", f"file:{path}", "-f", "null", "-"), limit=60)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("[rtsp @ 0x5] method DESCRIBE failed: 401 Unauthorized", AuthRejectedError),
        ("method SETUP failed: 453 Not Enough Bandwidth", BusyError),
        ("method DESCRIBE failed: 404 Not Found", NoFootageError),
        ("Connection to tcp://10.0.0.9:554 failed: Connection refused", UnreachableError),
        ("Error during demuxing: Connection timed out", UnreachableError),
        ("av_interleaved_write_frame(): No space left on device", StorageFullError),
        ("moov atom not found", UnreadableVideoError),
        ("something never seen before", CutFailedError),
    ],
)
def test_messages_become_errors_that_say_what_to_do(line, error):
    assert type(ffmpeg.classify([line])) is error


def test_no_message_at_all_is_still_an_error():
    assert isinstance(ffmpeg.classify([]), CutFailedError)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("rtsp://admin:Secret1@10.0.0.9:554/Streaming", "Secret1"),
        ("rtsp://admin:p@ss:w0rd@host/x failed", "p@ss:w0rd"),
        ("[in#0] Error opening input rtsp://u:Secret1@h/a?x=1: 401", "Secret1"),
        ("HTTPS://U:Secret1@h", "Secret1"),
        ("password=Secret1&x=2", "Secret1"),
        ("Authorization: Basic U2VjcmV0MQ==", "U2VjcmV0MQ"),
    ],
)
def test_passwords_never_stay_in_messages(text, hidden):
    assert hidden not in redact(text)
    assert "***" in redact(text)
    assert hidden not in str(CutFailedError(text))
    assert hidden not in repr(CutFailedError(text).args)


def test_the_password_of_an_address_is_not_in_the_error_of_a_run():
    with pytest.raises(Exception) as failed:
        ffmpeg.run(("-i", "rtsp://admin:Secret1@127.0.0.1:1/x", "-f", "null", "-"), limit=20)
    assert "Secret1" not in repr(failed.value) + repr(failed.value.__dict__)


def media(width: int = 192, height: int = 96) -> MediaInfo:
    return MediaInfo("mov", "hevc", width, height, "Main", b"", 10.0, 10.0, 10.0)


def part(path, first: int = 0, **size: int) -> Part:
    frames = Frames(0.1, [i / 10 for i in range(100)], [1000 + i / 10 for i in range(100)])
    return Part(Copied(path, frames, media(**size), has_audio=False, sound_failed=False), first)


@pytest.mark.parametrize(
    "name", ["-y.mp4", "a;rm -rf.mp4", "concat:a|b.mp4", "a b'c\".mp4", "%03d.mp4", "[0:v].mp4"]
)
def test_file_names_are_files_to_ffmpeg_whatever_they_look_like(tmp_path, name):
    path = write_segment(tmp_path / name, at(0), 2, Camera(codec="libx265"))
    out = tmp_path / "out.mp4"
    arguments = encode_arguments([part(path)], out, FinishOptions(), has_audio=False)

    assert f"file:{path}" in arguments
    assert arguments[arguments.index(f"file:{path}") - 1] == "-i"
    frames = Frames(0.1, [i / 10 for i in range(20)], [i / 10 for i in range(20)])
    copied = Copied(path, frames, probe(path), has_audio=False, sound_failed=False)
    made = encode([Part(copied)], tmp_path / "made.mp4", FinishOptions())
    assert len(made.frames) == 20


def test_the_common_size_is_even_and_bounded(tmp_path):
    small = part(tmp_path / "a", width=640, height=361)
    large = part(tmp_path / "b", width=3840, height=2161)
    assert common_size([small, large], 1080) == (1918, 1080)
    assert common_size([small], 1080) == (640, 360)


def test_a_re_encode_gives_up_at_its_time_limit(tmp_path):
    path = write_segment(tmp_path / "a.mp4", at(0), 60, Camera(width=640, height=360))
    frames = Frames(0.1, [i / 10 for i in range(600)], [i / 10 for i in range(600)])
    copied = Copied(path, frames, probe(path), has_audio=False, sound_failed=False)
    slow = FinishOptions(time_limit=0.01, preset="veryslow")
    with pytest.raises(CutTimedOutError):
        encode([Part(copied)], tmp_path / "b.mp4", slow)
