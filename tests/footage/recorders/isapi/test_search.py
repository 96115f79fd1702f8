"""Every dialect of the search, learnt once; pages that do not advance; lies about numbers."""

from __future__ import annotations

import pytest

from footage.errors import BadAnswerError, UnsupportedError
from tests.footage.conftest import at, window
from tests.footage.recorders import isapi_hostile as hostile
from tests.footage.recorders.isapi.conftest import fill
from tests.footage.recorders.isapi_emulator import Recording

SEARCH = "/ISAPI/ContentMgmt/search"


def many(server, count: int, seconds: int = 60) -> None:
    for number in range(count):
        server.add(Recording(at(number * seconds), at((number + 1) * seconds)))


@pytest.mark.parametrize("element", ["trackList", "trackIDList", "trackID"])
@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.hikvision.com/ver20/XMLSchema",
        "http://www.isapi.org/ver20/XMLSchema",
        "urn:psialliance-org",
        "",
    ],
)
def test_every_list_element_and_namespace_is_understood_and_remembered(unit, element, namespace):
    with unit(track_list=element, namespace=namespace) as server:
        many(server, 3)
        driver = unit.driver(server)
        assert len(driver.coverage("1", window(0, 180)).segments) == 3
        assert driver.quirks.search_list == element
        asked = server.count(SEARCH)
        driver.newest_end("1", *[server.written(t) for t in (at(0), at(100))])
        assert server.count(SEARCH) == asked + 2  # a challenge and a question

        known = unit.driver(server, **driver.quirks.as_settings())
        before = server.count(SEARCH)
        known.newest_end("1", *[server.written(t) for t in (at(0), at(100))])
        assert server.count(SEARCH) == before + 2


@pytest.mark.parametrize("position", ["searchResultPostion", "searchResultPosition", ""])
@pytest.mark.parametrize("page_size", [1, 7, 40])
def test_paging_reaches_every_recording_once(unit, position, page_size):
    with unit(position=position, page_size=page_size) as server:
        many(server, 30)
        driver = unit.driver(server)
        coverage = driver.coverage("1", window(0, 30 * 60))
        names = [segment.reference for segment in coverage.segments]
    is_paged_by_start = page_size == 1 and not position
    if is_paged_by_start:  # a page of one that ignores positions can never advance
        assert not coverage.is_known
        return
    assert names == [recording.name for recording in server.recordings]
    assert coverage.is_known
    if page_size < 30:
        assert driver.quirks.search_position == (position or "startTime") or (
            position == "searchResultPostion" and not driver.quirks.search_position
        )


@pytest.mark.parametrize("fault", ["more_without_items", "more_for_ever"])
def test_a_search_that_never_ends_is_ended(unit, fault, tmp_path):
    with unit(**{fault: True}) as server:
        many(server, 3)
        driver = unit.driver(server)
        assert not driver.coverage("1", window(0, 600)).is_known
        with pytest.raises(BadAnswerError):
            driver.fetch("1", window(0, 600), tmp_path)
        assert server.count(SEARCH) < 80


def test_recordings_of_other_cameras_are_not_mixed_in(unit):
    with unit(lists_every_track=True) as server:
        many(server, 2)
        server.add(Recording(at(0), at(60), track="201"))
        segments = unit.driver(server).coverage("1", window(0, 120)).segments
    assert len(segments) == 2


def test_the_sub_stream_is_a_track_of_its_own(unit):
    with unit() as server:
        server.add(Recording(at(0), at(60), track="1202"))
        driver = unit.driver(server, stream="sub")
        assert len(driver.coverage("12", window(0, 60)).segments) == 1


def test_a_recorder_that_understands_no_dialect_is_told_apart(unit):
    with unit(track_list="somethingElse") as server, pytest.raises(UnsupportedError):
        unit.driver(server).coverage("1", window(0, 60))


@pytest.mark.parametrize(
    "body",
    [
        b"<html/>",
        b"<CMSearchResult><matchList><searchMatchItem/></matchList></CMSearchResult>",
        b"<CMSearchResult><searchMatchItem><timeSpan><startTime>now</startTime>"
        b"<endTime>then</endTime></timeSpan></searchMatchItem></CMSearchResult>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><CMSearchResult>&a;</CMSearchResult>',
        b"<CMSearchResult>" + b"<searchMatchItem/>" * 10,
    ],
)
def test_answers_that_are_none_are_refused(unit, body):
    with unit(hijacks={SEARCH: hostile.answers(body)}) as server, pytest.raises(BadAnswerError):
        unit.driver(server).coverage("1", window(0, 60))


@pytest.mark.parametrize(
    "uri",
    [
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
        "rtsp://h/../../etc",
        "rtsp://h/Streaming/tracks/101/?name=a%0d%0ab",
        "rtsp://h/Streaming/tracks/101/?name=a&amp;x=%3Cb%3E",
        "concat:/etc/passwd",
    ],
)
def test_an_address_that_is_no_recordings_is_refused(unit, uri):
    body = (
        "<CMSearchResult><responseStatusStrg>OK</responseStatusStrg><searchMatchItem>"
        "<timeSpan><startTime>2026-11-23T07:00:00Z</startTime>"
        f"<endTime>2026-11-23T08:00:00Z</endTime></timeSpan><playbackURI>{uri}</playbackURI>"
        "</searchMatchItem></CMSearchResult>"
    ).encode()
    with unit(hijacks={SEARCH: hostile.answers(body)}) as server, pytest.raises(BadAnswerError):
        unit.driver(server).coverage("1", window(0, 60))


def test_the_host_a_recorder_names_is_never_asked(unit, footage, tmp_path):
    """playbackURI points at another machine: a trap there sees nobody, least of all a log-in."""
    with unit(host_in_uri="placeholder") as server, unit() as trap:
        server.switches.host_in_uri = f"viewer:secret@127.0.0.1:{trap.port}"
        fill(server, footage)
        unit.driver(server).fetch("1", window(10, 50), tmp_path)
        sent = [a.body.decode() for a in server.asked if a.path.endswith("/download")]
    assert trap.asked == []
    assert sent
    assert all(f"127.0.0.1:{unit.deaf_port}/Streaming" in body for body in sent)
    assert not any("secret" in body for body in sent)


def test_nothing_but_what_was_published_is_sent(unit):
    """``timeType`` answers an hour off in summer, and a fraction of a second is bad XML."""
    with unit() as server:
        many(server, 1)
        unit.driver(server).coverage("1", window(0.4, 10.7))
        searches = [a for a in server.asked if a.path == SEARCH]
    assert all("?" not in a.target for a in searches)
    assert b"2026-11-23T07:00:00Z</startTime>" in searches[0].body
    assert b"2026-11-23T07:00:11Z</endTime>" in searches[0].body
    assert not searches[0].body.startswith(b"<?xml")
