"""Who the recorder is and which cameras it has."""

from __future__ import annotations

import pytest

from footage.errors import UnsupportedError
from tests.footage.recorders import isapi_hostile as hostile

DEVICE = "/ISAPI/System/deviceInfo"
LISTS = (
    "/ISAPI/ContentMgmt/record/tracks",
    "/ISAPI/Streaming/channels",
    "/ISAPI/ContentMgmt/InputProxy/channels",
)


@pytest.mark.parametrize(("by_time", "said"), [(True, "yes"), (False, "no"), (None, None)])
def test_it_says_what_it_is_and_what_it_can(unit, by_time, said):
    with unit(by_time=by_time) as server:
        device = unit.driver(server).identify()
    assert device.model == "DS-7616NXI-K2"
    assert device.firmware == "V4.84.101 build 240306"
    assert device.serial.endswith("WCVU")
    assert device.quirks.get("by_time") == said


def test_cameras_are_gathered_from_every_list(unit):
    with unit() as server:
        cameras = {camera.id: camera for camera in unit.driver(server).channels()}
    assert list(cameras) == ["1", "2", "3"]
    assert cameras["1"].name == "Register 1"
    assert (cameras["1"].main_track, cameras["1"].sub_track) == ("101", "102")
    assert cameras["1"].is_recording is True
    assert cameras["2"].name == "Safe & office"
    assert cameras["2"].codec == "H.265+"
    assert cameras["2"].is_recording is None  # "Enable=false" has been seen on one that records
    assert cameras["3"].name == "Camera 03"


@pytest.mark.parametrize("missing", LISTS)
def test_a_recorder_without_one_list_is_asked_by_the_others(unit, missing):
    with unit(refuses={missing: (404, "notSupport")}) as server:
        assert [camera.id for camera in unit.driver(server).channels()][:2] == ["1", "2"]


def test_a_recorder_without_any_list_is_told_apart(unit):
    refuses = dict.fromkeys(LISTS, (403, "notSupport"))
    with unit(refuses=refuses) as server, pytest.raises(UnsupportedError):
        unit.driver(server).channels()


def test_a_probe_sends_no_log_in_and_names_its_evidence(unit):
    with unit() as server:
        result = unit.driver(server).probe()
        assert not any("Authorization" in asked.headers for asked in server.asked)
    assert result.confidence > 0.9
    assert f"GET {DEVICE}: 401" in result.evidence
    assert result.ports == (server.port,)


@pytest.mark.parametrize(
    ("raw", "most"),
    [
        (hostile.answers(b"<html>hello</html>", "text/html"), 0.0),
        (hostile.answers(b"nothing here", "text/plain", 404), 0.0),
        (
            hostile.says(
                b'HTTP/1.1 401 U\r\nWWW-Authenticate: Basic realm="router"\r\n'
                b"Content-Length: 0\r\n\r\n"
            ),
            0.3,
        ),
    ],
)
def test_other_web_servers_are_not_taken_for_one(unit, raw, most):
    with unit(hijacks={DEVICE: raw}) as server:
        assert unit.driver(server).probe().confidence <= most


def test_a_server_that_asks_for_a_log_in_everywhere_proves_nothing(unit):
    everywhere = hostile.says(
        b'HTTP/1.1 401 U\r\nWWW-Authenticate: Digest realm="x", nonce="y", qop="auth"\r\n'
        b"Content-Length: 0\r\n\r\n"
    )
    hijacks = {DEVICE: everywhere, "/no/such/place": everywhere}
    with unit(hijacks=hijacks) as server:
        assert unit.driver(server).probe().confidence == 0.3
