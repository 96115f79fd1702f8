"""A recorder that means harm, or is broken: bounded in bytes and time, refused, not followed."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from footage.errors import (
    AddressRefusedError,
    BadAnswerError,
    CutCancelledError,
    UnreachableError,
    UnsupportedError,
)
from footage.http.client import Client
from footage.http.digest import Challenge, Login, answer, challenge_in
from footage.http.message import Bounds, Request, Sink
from footage.http.transport import Place, SocketTransport
from footage.http.xml_answer import parse
from footage.reasons import REASONS
from footage.recorders.base import Grants
from tests.footage.recorders import isapi_hostile as hostile
from tests.footage.recorders.isapi.conftest import LOOPBACK
from tests.footage.recorders.isapi_emulator import PASSWORD, USER, Emulator, Switches, emulator

TIGHT = Bounds(seconds=1.0, size=200_000)
WHERE = "/ISAPI/System/deviceInfo"


def ask(server: Emulator, bounds: Bounds = TIGHT, sink: Sink | None = None):
    transport = SocketTransport(Place("127.0.0.1", server.port), LOOPBACK)
    return transport.exchange(Request("GET", WHERE), bounds, sink)


@pytest.mark.parametrize(
    ("attack", "why"),
    [
        (hostile.endless, "too_large"),
        (hostile.endless_headers, "too_large"),
        (hostile.endless_chunks, "too_large"),
        (hostile.huge, "too_large"),
        (hostile.says(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"), "unreadable"),
        (hostile.says(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"), "unreadable"),
        (hostile.says(b"SSH-2.0-dropbear\r\n"), "unreadable"),
        (hostile.says(b"HTTP/1.1 999999 ?\r\n\r\n"), "unreadable"),
        (hostile.says(b"HTTP/1.1 301 M\r\nLocation: http://10.0.0.1/\r\n\r\n"), "redirected"),
        (hostile.says(b"HTTP/1.1 302 F\r\nLocation: file:///etc/passwd\r\n\r\n"), "redirected"),
        (hostile.says(b"HTTP/1.1 307 T\r\nLocation: /other\r\n\r\n"), "redirected"),
    ],
)
def test_what_no_recorder_sends_is_refused(attack, why):
    with emulator(hijacks={WHERE: attack}) as server:
        began = time.monotonic()
        with pytest.raises(BadAnswerError) as refused:
            ask(server)
        assert time.monotonic() - began < 10
        assert len(server.asked) == 1
    assert refused.value.code == f"answer_{why}"


@pytest.mark.parametrize("attack", [hostile.slow, hostile.silent], ids=["slowloris", "silent"])
def test_the_deadline_holds_for_the_whole_exchange(attack):
    with emulator(hijacks={WHERE: attack}) as server:
        began = time.monotonic()
        with pytest.raises(UnreachableError):
            ask(server, Bounds(seconds=0.4, size=200_000))
        assert 0.3 < time.monotonic() - began < 4


@pytest.mark.parametrize("raw", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort"])
def test_an_answer_that_breaks_off_can_be_asked_for_again(raw):
    with emulator(hijacks={WHERE: hostile.says(raw)}) as server, pytest.raises(UnreachableError):
        ask(server)


@pytest.mark.parametrize("attack", [hostile.endless, hostile.huge])
def test_a_download_stops_at_its_bound(tmp_path, attack):
    with emulator(hijacks={WHERE: attack}) as server, pytest.raises(BadAnswerError):
        ask(server, sink=Sink(tmp_path / "file"))
    path = tmp_path / "file"
    assert not path.exists() or path.stat().st_size <= TIGHT.size


@pytest.mark.parametrize("media_type", ["text/html", "application/xml", "application/json"])
def test_a_page_is_no_footage(tmp_path, media_type):
    page = hostile.answers(b"<html>please log in</html>", media_type)
    with emulator(hijacks={WHERE: page}) as server, pytest.raises(BadAnswerError) as refused:
        ask(server, sink=Sink(tmp_path / "file"))
    assert refused.value.why == "wrong_type"
    assert not (tmp_path / "file").exists()


def test_a_download_can_be_called_off(tmp_path):
    with emulator(hijacks={WHERE: hostile.endless}) as server, pytest.raises(CutCancelledError):
        sink = Sink(tmp_path / "file", cancelled=lambda: True)
        ask(server, Bounds(seconds=5, size=10**9), sink)


def test_addresses_off_the_route_are_not_asked():
    transport = SocketTransport(Place("127.0.0.1", 80), Grants())
    with pytest.raises(AddressRefusedError):
        transport.exchange(Request("GET", "/"), TIGHT)


@pytest.mark.parametrize("target", ["/a b", "/a\r\nX: y", "http://other/", "", "/\0"])
def test_a_request_cannot_be_split(target):
    with pytest.raises(ValueError, match="protocol"):
        Request("GET", target)


@pytest.mark.parametrize(
    "why", ["redirected", "too_large", "wrong_type", "unreadable", "certificate"]
)
def test_every_bad_answer_has_a_sentence_of_its_own(why):
    assert BadAnswerError(why).code in REASONS


# XML


def bomb() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a9;</x>'.encode()


@pytest.mark.parametrize(
    "body",
    [
        bomb(),
        bomb().replace(b"DOCTYPE", b"doctype"),
        bomb().decode().encode("utf-16"),
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>',
        b"",
        b"<x>",
        b"<x/><y/>",
        b"not xml",
        b"\xff\xfe\x00",
        b"<a>" * 100_000,
        b"<x>" + b"y" * 5_000_000 + b"</x>",
    ],
    ids=range(12),
)
def test_bombs_and_ruins_are_refused_at_once(body):
    began = time.monotonic()
    with pytest.raises(BadAnswerError):
        parse(body)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("media_type", ["text/html", "application/json"])
def test_what_calls_itself_something_else_is_not_read(media_type):
    with pytest.raises(BadAnswerError) as refused:
        parse(b"<x/>", media_type)
    assert refused.value.why == "wrong_type"


def test_elements_are_found_in_any_namespace_and_numbers_are_numbers():
    for namespace in ("http://www.hikvision.com/ver20/XMLSchema", "urn:psialliance-org", ""):
        root = parse(f'<a xmlns="{namespace}"><b><c> 7 </c><c>x</c></b></a>'.encode())
        assert root.text("b", "c") == "7"
        assert root.whole("c") == 7
        assert [c.text() for c in root.all("c")] == ["7", "x"]
        assert root.whole("b") is None
        assert root.text("nothing", "c") == ""


# Log-in


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


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A recorder's own: key and certificate in one file, and its fingerprint."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "recorder")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9000))
        .not_valid_after(now - timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "recorder.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path, made.fingerprint(hashes.SHA256()).hex()


@contextmanager
def secure(path):
    with Emulator(Switches(), "UTC") as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(10)


def over_tls(server: Emulator, fingerprint: str = "") -> Client:
    place = Place("127.0.0.1", server.port, tls=True, certificate=fingerprint)
    return Client(SocketTransport(place, LOOPBACK), Login(USER, PASSWORD), fingerprint)


def test_a_recorders_own_certificate_is_known_by_its_fingerprint(certificate):
    path, fingerprint = certificate
    with secure(path) as server:
        assert over_tls(server, fingerprint).send(Request("GET", WHERE)).status == 200
        colons = ":".join(fingerprint[n : n + 2] for n in range(0, 64, 2)).upper()
        assert over_tls(server, colons).send(Request("GET", WHERE)).status == 200


def test_another_certificate_gets_neither_question_nor_password(certificate):
    with secure(certificate[0]) as server:
        with pytest.raises(BadAnswerError) as refused:
            over_tls(server, "ab" * 32).send(Request("GET", WHERE))
        assert server.asked == []
    assert refused.value.code == "answer_certificate"


def test_a_certificate_nobody_confirmed_is_looked_at_but_not_logged_in_to(certificate):
    path, fingerprint = certificate
    with secure(path) as server:
        looking = over_tls(server)
        seen = looking.unauthenticated(Request("GET", WHERE))
        assert (seen.status, seen.certificate) == (401, fingerprint)
        with pytest.raises(UnsupportedError, match=fingerprint):
            looking.send(Request("GET", WHERE))
        assert not any("Authorization" in asked.headers for asked in server.asked)


def test_a_plain_server_is_no_tls_server():
    with emulator() as server, pytest.raises(UnreachableError):
        place = Place("127.0.0.1", server.port, tls=True)
        SocketTransport(place, LOOPBACK).exchange(Request("GET", WHERE), TIGHT)


def test_a_dawdling_handshake_ends_at_the_deadline():
    def dawdle(server, stop):
        caller, _ = server.accept()
        with caller:
            for byte in b"\x16\x03\x03\x40\x00" + bytes(1000):
                if stop.wait(0.05):
                    return
                try:
                    caller.sendall(bytes([byte]))
                except OSError:
                    return

    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=dawdle, args=(server, stop), daemon=True).start()
        place = Place("127.0.0.1", server.getsockname()[1], tls=True)
        began = time.monotonic()
        with pytest.raises(UnreachableError):
            SocketTransport(place, LOOPBACK).exchange(Request("GET", "/"), Bounds(0.4, 10_000))
        assert time.monotonic() - began < 4
        stop.set()
