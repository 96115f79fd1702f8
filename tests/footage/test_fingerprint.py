"""What answers at an address, with no password anywhere."""

from __future__ import annotations

import socket

import pytest

from footage.errors import AddressRefusedError, UnreachableError
from footage.fingerprint import KNOWN_PORTS, USUAL_PLACES, UsualPlace, fingerprint
from footage.recorders import DRIVERS
from footage.recorders.base import Grants
from tests.footage.recorders import isapi_hostile as hostile
from tests.footage.recorders.isapi.conftest import LOOPBACK
from tests.footage.recorders.isapi_emulator import emulator

DEVICE = "/ISAPI/System/deviceInfo"


def hikvision_at(*ports: int) -> list[UsualPlace]:
    return [UsualPlace("hikvision_isapi", port, {"port": str(port)}) for port in ports]


@pytest.fixture
def closed():
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        yield deaf.getsockname()[1]


def test_a_recorder_is_named_with_its_evidence_and_opened_by_it(closed):
    with emulator() as server:
        found = fingerprint(
            "127.0.0.1",
            LOOPBACK,
            places=hikvision_at(closed, server.port),
            known_ports={server.port: "its own software's port"},
        )
        assert not any("Authorization" in asked.headers for asked in server.asked)
        assert server.keeper.failed == 0
        best = found.best
        driver = DRIVERS[best.result.driver].from_settings(best.settings, LOOPBACK)
        assert driver.probe().confidence > 0.9
    assert found.open_ports == (server.port,)
    assert best.result.driver == "hikvision_isapi"
    assert f"GET {DEVICE}: 401" in best.result.evidence
    assert found.evidence == ("its own software's port",)


def test_where_nothing_is_sure_a_person_has_to_say():
    page = hostile.answers(b"<html/>", "text/html")
    with emulator(hijacks={DEVICE: page}) as server:
        found = fingerprint("127.0.0.1", LOOPBACK, places=hikvision_at(server.port), known_ports={})
    assert found.findings == ()
    assert found.best is None
    assert found.open_ports == (server.port,)


def test_a_hostile_answer_is_one_finding_less_and_no_more():
    with emulator(hijacks={DEVICE: hostile.endless}) as bad, emulator() as good:
        places = hikvision_at(bad.port, good.port)
        found = fingerprint("127.0.0.1", LOOPBACK, places=places, known_ports={})
    assert [one.settings["port"] for one in found.findings] == [str(good.port)]


def test_an_address_off_the_route_is_refused_and_not_looked_at():
    with emulator() as server, pytest.raises(AddressRefusedError):
        fingerprint("127.0.0.1", Grants(), places=hikvision_at(server.port), known_ports={})
    assert server.asked == []


def test_a_name_that_is_unknown_is_unreachable():
    with pytest.raises(UnreachableError):
        fingerprint("no-such-recorder.invalid", LOOPBACK)


def test_every_driver_has_its_usual_places():
    for place in USUAL_PLACES:
        assert place.port in {80, 443, 554, 8000, 10554}
        settings = {"host": "127.0.0.1", **place.settings, **place.to_look}
        assert DRIVERS[place.driver].from_settings(settings, LOOPBACK).name == place.driver
    assert {8000, 37777} == set(KNOWN_PORTS)
    assert {place.driver for place in USUAL_PLACES} == set(DRIVERS) - {"folder"}
