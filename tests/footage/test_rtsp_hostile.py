"""A recorder that lies, dawdles or attacks: refused within bounds, and never followed."""

from __future__ import annotations

import random
import socket
import threading
import time
from contextlib import contextmanager, suppress
from ipaddress import ip_network

import pytest

from footage.dialling import Route
from footage.errors import (
    AuthRejectedError,
    BadAnswerError,
    BusyError,
    FootageError,
    NoFootageError,
    UnreachableError,
    UnsupportedError,
)
from footage.http.digest import Login
from footage.recorders.base import Grants
from footage.rtsp.address import RtspAddress
from footage.rtsp.client import RtspClient
from footage.rtsp.description import described, tracks_in
from footage.rtsp.looking import describe, options

LOOPBACK = Grants(routes=(Route(ip_network("127.0.0.0/8")),))
LOGIN = Login("viewer", "s3cret")
DIGEST = 'WWW-Authenticate: Digest realm="r", nonce="n"'


@contextmanager
def answering(*answers, pause=0.0):
    """A server that reads a request and sends the next of ``answers``, whatever it was."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            with suppress(OSError):
                connection, _ = listener.accept()
                with connection:
                    for answer in answers:
                        heard.append(connection.recv(65536).decode())
                        for part in answer if isinstance(answer, tuple) else (answer,):
                            connection.sendall(part)
                            time.sleep(pause)
                    connection.recv(65536)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield RtspAddress("127.0.0.1", listener.getsockname()[1], "/x"), heard
        listener.close()
    thread.join(5)


def reply(status, *headers, body=b""):
    length = [f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([f"RTSP/1.0 {status} X", *headers, *length, "", ""]).encode() + body


SDP = b"v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=1\r\n"


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([reply(302, "Location: rtsp://169.254.169.254/")], BadAnswerError),
        ([reply(401, DIGEST), reply(401, DIGEST)], AuthRejectedError),
        ([reply(401, 'WWW-Authenticate: Basic realm="r"')], UnsupportedError),
        ([reply(401)], UnsupportedError),
        ([reply(453)], BusyError),
        ([reply(404)], NoFootageError),
        ([b"HTTP/1.1 400 Bad Request\r\n\r\n"], BadAnswerError),
        ([b"x" * 70_000], BadAnswerError),
        ([b"RTSP/1.0 200 OK\r\nContent-Length: 99999999999\r\n\r\n"], BadAnswerError),
        ([b"RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n"], BadAnswerError),
        ([b""], UnreachableError),
        ([tuple(b"R" for _ in range(40))], UnreachableError),
    ],
)
def test_each_refusal_has_its_name(answers, error):
    with answering(*answers, pause=0.1) as (address, _), pytest.raises(error):
        describe(address, LOOPBACK, LOGIN, patience=1.0)


def test_a_wrong_password_is_sent_once_and_a_stale_nonce_is_not_one():
    stale = reply(401, DIGEST + ", stale=TRUE")
    good = reply(200, body=SDP)
    with answering(reply(401, DIGEST), stale, good) as (address, heard):
        assert describe(address, LOOPBACK, LOGIN)[0].encoding == "H264"
    assert len(heard) == 3
    refusing = answering(reply(401, DIGEST), reply(401, DIGEST), good)
    with refusing as (address, heard), pytest.raises(AuthRejectedError):
        describe(address, LOOPBACK, LOGIN)
    assert len([request for request in heard if request]) == 2
    assert "s3cret" not in "".join(heard)


def test_a_look_sends_no_login_and_shows_no_control_signs():
    greeting = reply(
        401,
        "Server: Hip\x1bcam\u202e" + "x" * 500,
        'WWW-Authenticate: Digest realm="DVR", nonce="n"',
    )
    with answering(reply(200, "Public: OPTIONS, PLAY"), greeting) as (address, heard):
        found = options(address, LOOPBACK)
    assert found.server.startswith("Hipcam")
    assert len(found.server) <= 120
    assert (found.realm, found.methods, found.wants_login) == ("DVR", ("OPTIONS", "PLAY"), True)
    assert not any("Authorization" in request for request in heard)


def test_a_description_lets_nothing_through_that_was_not_asked_for():
    sdp = (
        b"v=0\r\nc=IN IP4 169.254.169.254\r\na=control:rtsp://evil/\r\n"
        b"m=video 5004 RTP/AVP 96\r\nc=IN IP4 10.0.0.1\r\na=rtpmap:96 H264/90000\r\n"
        b"a=fmtp:96 packetization-mode=1\r\na=control:rtsp://evil/track\r\na=key-mgmt:x\r\n"
        b"m=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\n"
    )
    tracks = tracks_in(sdp)
    assert [track.kind for track in tracks] == ["video"]
    made = described(tracks).decode()
    assert "evil" not in made
    assert "10.0.0.1" not in made
    assert "key-mgmt" not in made
    assert "a=rtpmap:96 H264/90000" in made


@pytest.mark.parametrize("seed", range(40))
def test_garbage_never_breaks_out(seed):
    rng = random.Random(seed)
    noise = bytes(rng.choice(b'RTSP/1.0 200\r\n:$\x00\xff=m"') for _ in range(rng.randint(1, 400)))
    server = answering(b"RTSP/1.0 200 OK\r\n" + noise, noise)
    with server as (address, _), suppress(FootageError):
        describe(address, LOOPBACK, LOGIN, patience=0.3)


def test_an_address_is_refused_before_anything_is_sent():
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.2)
        address = RtspAddress("127.0.0.1", trap.getsockname()[1])
        with pytest.raises(FootageError):
            RtspClient(address, Grants())
        with pytest.raises(TimeoutError):
            trap.accept()


@pytest.mark.parametrize(
    "told", ["http://a/b", "file:///etc/passwd", "", "rtsp:", "x" * 9, "rtsp://[/"]
)
def test_an_address_that_is_none_is_refused(told):
    ours = RtspAddress("10.0.0.5", 554)
    if told == "rtsp:":
        assert str(ours.rebased(told)) == "rtsp://10.0.0.5:554/"
        return
    with pytest.raises(UnsupportedError):
        ours.rebased(told)


def test_an_address_is_put_onto_our_own_host():
    told = "rtsp://u:p@169.254.169.254:80/a b/\r\nX: y?starttime=1&name=ü"
    assert str(RtspAddress("10.0.0.5", 554).rebased(told)).startswith("rtsp://10.0.0.5:554/a%20b/")
    assert "\r" not in str(RtspAddress("::1", 554, "/a\r\nb"))
    assert str(RtspAddress("::1", 554)) == "rtsp://[::1]:554/"
