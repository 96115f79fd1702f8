"""Digest and nothing else, once, to whom it belongs."""

from __future__ import annotations

import hashlib

import pytest

from footage.errors import (
    UnsupportedError,
)
from footage.http.client import Client
from footage.http.digest import Challenge, Login, answer, challenge_in
from footage.http.message import Request
from footage.http.transport import Place, SocketTransport
from tests.footage.recorders import isapi_hostile as hostile
from tests.footage.recorders.isapi.conftest import LOOPBACK
from tests.footage.recorders.isapi_emulator import PASSWORD, USER, Emulator, emulator

WHERE = "/ISAPI/System/deviceInfo"


def client(server: Emulator, password: str = PASSWORD, **more: object) -> Client:
    transport = SocketTransport(Place("127.0.0.1", server.port), LOOPBACK)
    return Client(transport, Login(USER, password), **more)


@pytest.mark.parametrize("algorithms", [("MD5",), ("SHA-256",), ("MD5", "SHA-256")])
def test_digest_logs_in_with_the_strongest_offered(algorithms):
    with emulator(algorithms=algorithms) as server:
        assert client(server).send(Request("GET", WHERE)).status == 200
        assert server.keeper.algorithm_used == algorithms[-1]


def test_every_request_gets_a_challenge_of_its_own():
    with emulator(nonce_uses=1) as server:
        asking = client(server)
        assert [asking.send(Request("GET", WHERE)).status for _ in range(4)] == [200] * 4
        assert server.keeper.failed == 0


def test_a_wrong_password_is_tried_once():
    with emulator() as server:
        assert client(server, "wrong").send(Request("GET", WHERE)).status == 401
        assert server.keeper.failed == 1
        assert len(server.asked) == 2


def test_a_stale_nonce_is_no_wrong_password_and_is_tried_once_more():
    stale = 'Digest realm="r", nonce="n", qop="auth", stale=true'
    old = hostile.says(
        b"HTTP/1.1 401 U\r\nContent-Length: 0\r\nWWW-Authenticate: " + stale.encode() + b"\r\n\r\n"
    )
    with emulator(hijacks={WHERE: old}) as server:
        assert client(server).send(Request("GET", WHERE)).status == 401
        assert len(server.asked) == 4


@pytest.mark.parametrize("scheme", ["Basic", "NTLM", "Bearer"])
def test_a_log_in_that_gives_the_password_away_is_refused(scheme):
    with emulator(scheme=scheme) as server:
        with pytest.raises(UnsupportedError):
            client(server).send(Request("GET", WHERE))
        assert not any("Authorization" in asked.headers for asked in server.asked)


def test_the_password_crosses_the_network_in_no_form():
    with emulator() as server:
        client(server).send(Request("GET", WHERE))
        said = " ".join(f"{a.target} {a.headers} {a.body!r}" for a in server.asked)
    assert PASSWORD not in said
    assert hashlib.md5(PASSWORD.encode(), usedforsecurity=False).hexdigest() not in said


def test_nobody_logs_in_where_nobody_asks():
    with emulator(hijacks={WHERE: hostile.answers(b"<x/>")}) as server:
        client(server).send(Request("GET", WHERE))
        assert "Authorization" not in server.asked[0].headers
        assert len(server.asked) == 1


def test_the_example_of_rfc_7616_is_answered_as_printed(monkeypatch):
    monkeypatch.setattr(
        "secrets.token_hex", lambda count: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    )
    challenge = challenge_in(
        [
            'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, '
            'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
            'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
        ]
    )
    header = answer(challenge, Login("Mufasa", "Circle of Life"), "GET", "/dir/index.html")
    assert 'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"' in header


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic realm=x",
        "Digest",
        'Digest realm="x"',
        'Digest nonce="n", algorithm=SHA-512-256',
        'Digest nonce="n", qop="auth-int"',
        "Digest " + "a=b," * 5000,
    ],
)
def test_challenges_that_cannot_be_answered_are_none(header):
    assert challenge_in([header]) is None


def test_a_recorder_older_than_qop_is_answered_too():
    challenge = challenge_in(['Digest realm="r", nonce="n"'])
    assert challenge == Challenge(realm="r", nonce="n")
    assert "qop" not in answer(challenge, Login("u", "p"), "GET", "/")
