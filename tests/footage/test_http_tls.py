"""Certificates that recorders sign themselves, known by fingerprint or not at all."""

from __future__ import annotations

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
    BadAnswerError,
    UnreachableError,
    UnsupportedError,
)
from footage.http.client import Client
from footage.http.digest import Login
from footage.http.message import Bounds, Request
from footage.http.transport import Place, SocketTransport
from tests.footage.recorders.isapi.conftest import LOOPBACK
from tests.footage.recorders.isapi_emulator import PASSWORD, USER, Emulator, Switches, emulator

TIGHT = Bounds(seconds=1.0, size=200_000)
WHERE = "/ISAPI/System/deviceInfo"


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
