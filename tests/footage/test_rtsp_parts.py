"""The small parts of RTSP playback: timestamps, patterns of addresses, the stage for ffmpeg."""

from __future__ import annotations

import socket
import struct
import threading
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from footage.errors import UnreadableVideoError, UnsupportedError
from footage.http.digest import Challenge, Login, answer
from footage.media import probe
from footage.recorders import open_recorder
from footage.recorders.base import Grants
from footage.rtsp.description import Track
from footage.rtsp.retiming import Retiming
from footage.rtsp.rtp import goodbye, is_goodbye, parsed
from footage.rtsp.stage import Stage
from footage.rtsp.template import PRESETS, PathTemplate
from footage.window import UtcWindow

H264 = Track("video", 96, "", "H264")
H265 = Track("video", 96, "", "H265")
KEY, OTHER = b"\x65rest", b"\x41rest"
NTP = 2_208_988_800


def rtp(timestamp, payload=OTHER, real=None):
    head = bytes([0x90 if real is not None else 0x80, 96, 0, 1])
    head += (timestamp % 2**32).to_bytes(4, "big") + b"\0\0\0\1"
    if real is not None:
        whole = int(real)
        fraction = round((real - whole) * 2**32)
        head += b"\xab\xac\0\3" + (whole + NTP).to_bytes(4, "big") + fraction.to_bytes(4, "big")
        head += b"\0\0\0\0"
    return head + payload


def times(track, *packets):
    """Seconds since the first picture passed on, by packet; None for one left out."""
    retiming = Retiming(track)
    passed = [retiming.retimed(packet) for packet in packets]
    stamps = [parsed(packet).timestamp if packet else None for packet in passed]
    first = next((stamp for stamp in stamps if stamp is not None), 0)
    return retiming, [None if s is None else (s - first) / 90_000 for s in stamps]


@pytest.mark.parametrize(
    ("track", "payload", "begins"),
    [
        (H264, b"\x65x", True),
        (H264, b"\x67x", True),
        (H264, b"\x41x", False),
        (H264, b"\x06x", False),
        (H264, b"\x7c\x85x", True),  # FU-A, its first part, of an IDR picture
        (H264, b"\x7c\x05x", False),  # and a later part
        (H264, b"\x78\0\2\x09\x10\0\2\x67x", True),  # STAP-A: delimiter, then parameters
        (H264, b"\x78\0\2\x09\x10", False),
        (H264, b"", False),
        (H265, b"\x26\1x", True),
        (H265, b"\x02\1x", False),
        (H265, b"\x62\1\x93x", True),  # FU, first part, of an IDR picture
        (H265, b"\x62\1\x13x", False),
        (H265, b"\x60\1\0\3\x40\1x", True),  # AP with a parameter set
        (Track("video", 26, "", "JPEG"), b"x", True),
    ],
)
def test_a_playback_begins_where_decoding_can(track, payload, begins):
    assert Retiming(track).retimed(rtp(5, payload)) is not None or not begins
    assert (Retiming(track).retimed(rtp(5, payload)) is not None) is begins


def test_what_cannot_be_decoded_is_counted():
    retiming, passed = times(H264, rtp(0), rtp(45_000), rtp(90_000, KEY), rtp(99_000))
    assert passed == [None, None, 0, 0.1]
    assert retiming.skipped == 1.0


def test_timestamps_go_round():
    _, passed = times(H264, rtp(2**32 - 9000, KEY), rtp(0), rtp(9000))
    assert passed == [0, 0.1, 0.2]


def test_pictures_sent_before_those_they_are_shown_after_keep_their_time():
    retiming, passed = times(H264, rtp(0, KEY), rtp(27_000), rtp(9000), rtp(18_000))
    assert passed == [0, 0.3, 0.1, 0.2]
    assert retiming.seconds == 0.3


def test_a_count_that_starts_anew_goes_on_at_the_usual_pace():
    retiming, passed = times(H264, rtp(900_000, KEY), rtp(909_000), rtp(0, KEY), rtp(9000))
    assert passed == [0, 0.1, 0.2, pytest.approx(0.3)]
    assert retiming.jumps == 1


def test_stamps_of_real_time_are_believed_over_the_count():
    at = 1_795_435_200.5
    retiming, passed = times(
        H264, rtp(0, KEY, at), rtp(9000, OTHER, at + 0.1), rtp(18_000, KEY, at + 6.2), rtp(27_000)
    )
    assert passed == [0, pytest.approx(0.1), pytest.approx(6.2), pytest.approx(6.3)]
    assert retiming.first_real == pytest.approx(at)
    assert retiming.real == pytest.approx(at + 6.3)


@pytest.mark.parametrize("packet", [b"", b"\x80", b"\0" * 20, b"\xff" * 11])
def test_what_is_no_packet_is_left_out(packet):
    assert Retiming(H264).retimed(packet) is None


def test_packets_with_lying_lengths_are_survived():
    for size in range(12, 40):
        for first in (0x80, 0x8F, 0x90, 0xB0, 0xBF):
            Retiming(H265).retimed(bytes([first, 96]) + b"\xff" * (size - 2))


def test_a_goodbye_is_known_among_others():
    assert is_goodbye(goodbye())
    assert not is_goodbye(b"\x80\xc9\0\1\0\0\0\0")
    assert not is_goodbye(b"\x80")


def test_a_nonce_used_again_is_counted():
    challenge = Challenge("r", "n", qop="auth")
    assert "nc=00000003" in answer(challenge, Login("u", "p"), "PLAY", "rtsp://h/", 3)


SPAN = UtcWindow(
    datetime(2026, 11, 23, 18, 5, 6, tzinfo=UTC), datetime(2026, 11, 23, 18, 6, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("preset", "zone", "path"),
    [
        (
            "hikvision",
            "America/Chicago",
            "/Streaming/tracks/201?starttime=20261123T120506Z&endtime=20261123T120600Z",
        ),
        ("uniview", "", "/c2/b1795457106/e1795457160/replay/"),
        (
            "raysharp",
            "America/Chicago",
            "/rtsp/playback?channel=02&subtype=0&starttime=2026-11-23T12:05:06Z"
            "&endtime=2026-11-23T12:06:00Z&localtime=true",
        ),
        ("recording", "", "/recording?ch=2&stream=0&start=20261123180506&stop=20261123180600"),
    ],
)
def test_presets_ask_as_their_families_are_asked(preset, zone, path):
    template = PathTemplate(PRESETS[preset].path, ZoneInfo(zone) if zone else None)
    assert template.path("2", SPAN) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x{start}",
        "/live",
        "/{start}{",
        "/{start}}",
        "/{start!r}",
        "/{start.tzinfo}",
        "/{start[0]}",
        "/{start.__class__.__mro__}",
        "/{start_unix:d}",
        "/{start}{password}",
        "/{start}{channel:99999}",
        "/{start}{channel:x}",
        "/{start}" + "x" * 2000,
    ],
)
def test_patterns_that_could_not_work_or_would_tell_more_are_refused(text):
    with pytest.raises(UnsupportedError):
        PathTemplate(text)


def test_an_hour_that_clocks_show_twice_is_said():
    zone = ZoneInfo("America/Chicago")
    twice = UtcWindow(
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 33, tzinfo=UTC)
    )
    assert PathTemplate("/{start}", zone).is_ambiguous(twice)
    assert not PathTemplate("/{start}", zone).is_ambiguous(SPAN)
    assert not PathTemplate("/{start_unix}", zone).is_ambiguous(twice)
    assert not PathTemplate("/{start}").is_ambiguous(twice)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"host": "h", "preset": "nobody"},
        {"host": "h", "preset": "hikvision"},  # counts by its wall clock: of which zone?
        {"host": "h", "preset": "uniview", "rtsp_port": "0"},
        {"host": "h", "preset": "uniview", "rtsp_port": "99999"},
        {"host": "h", "preset": "uniview", "colour": "red"},
        {"host": "h", "preset": "uniview", "channels": "1,../2"},
        {"host": "h", "preset": "uniview", "user": "a\r\nX: y"},
        {"host": "h", "preset": "hikvision", "zone": "Mars/Olympus"},
        {"host": "h", "template": "/live"},
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(told):
    with pytest.raises(UnsupportedError):
        open_recorder("rtsp_template", told, Grants())


@pytest.mark.parametrize("channel", ["", "../1", "1&x=2", "1 2", "1\r\n", "x" * 40, "{start}"])
def test_a_channel_is_a_name_and_nothing_else(channel, tmp_path):
    settings = {"host": "127.0.0.1", "preset": "uniview"}
    recorder = open_recorder("rtsp_template", settings, Grants())
    with pytest.raises(UnsupportedError):
        recorder.fetch(channel, SPAN, tmp_path)


def test_a_file_into_which_nothing_was_written_is_told_from_a_broken_one(tmp_path):
    path = tmp_path / "empty.mp4"
    header = struct.pack(">I4s", 108, b"mvhd") + bytes(12) + struct.pack(">II", 1000, 0)
    header += bytes(80)
    path.write_bytes(
        struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 512)
        + struct.pack(">I4s", 8 + len(header), b"moov")
        + header
    )
    with pytest.raises(UnreadableVideoError) as caught:
        probe(path)
    assert caught.value.code == "no_picture"


class _Silent:
    """A playback without pictures."""

    tracks = (H264,)

    def __init__(self):
        self.ran = threading.Event()

    def run(self, deliver, stopped):
        self.ran.set()


def test_the_stage_serves_only_who_knows_its_address():
    pump = _Silent()
    with Stage(pump) as stage:
        port = int(stage.url.split(":")[2].split("/")[0])
        with socket.create_connection(("127.0.0.1", port)) as stranger:
            stranger.sendall(f"PLAY rtsp://127.0.0.1:{port}/guess RTSP/1.0\r\n\r\n".encode())
            assert stranger.recv(100) == b""
        assert not pump.ran.is_set()
        with socket.create_connection(("127.0.0.1", port)) as guest:
            guest.sendall(f"PLAY {stage.url} RTSP/1.0\r\nCSeq: 1\r\n\r\n".encode())
            assert guest.recv(100).startswith(b"RTSP/1.0 200 OK")
            assert pump.ran.wait(5)
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
