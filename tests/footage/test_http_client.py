"""A recorder that means harm, or is broken: bounded in bytes and time, refused, not followed."""

from __future__ import annotations

import time

import pytest

from footage.errors import (
    AddressRefusedError,
    BadAnswerError,
    CutCancelledError,
    UnreachableError,
)
from footage.http.message import Bounds, Request, Sink
from footage.http.transport import Place, SocketTransport
from footage.http.xml_answer import parse
from footage.reasons import REASONS
from footage.recorders.base import Grants
from tests.footage.recorders import isapi_hostile as hostile
from tests.footage.recorders.isapi.conftest import LOOPBACK
from tests.footage.recorders.isapi_emulator import Emulator, emulator

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
