"""The small parts of RTSP playback: timestamps, patterns of addresses, the stage for ffmpeg."""

from __future__ import annotations

import socket
import struct
import threading

import pytest

from footage.errors import UnreadableVideoError
from footage.http.digest import Challenge, Login, answer
from footage.media import probe
from footage.rtsp.description import Track
from footage.rtsp.retiming import Retiming
from footage.rtsp.rtp import goodbye, is_goodbye, parsed
from footage.rtsp.stage import Stage

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
