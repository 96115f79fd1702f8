"""Each kind of recorder is taken for what it is, and for nothing else."""

from __future__ import annotations

import pytest

from footage.fingerprint import UsualPlace, fingerprint
from tests.footage.recorders.isapi.conftest import LOOPBACK
from tests.footage.recorders.isapi_emulator import emulator

WEB_DRIVERS = ("hikvision_isapi", "uniview_lapi", "onvif_g")


def kinds_at(port: int) -> list[str]:
    places = [UsualPlace(driver, port, {"port": str(port)}) for driver in WEB_DRIVERS]
    found = fingerprint("127.0.0.1", LOOPBACK, places=places, known_ports={})
    best = found.best
    assert best is None or best.result.evidence
    return [one.result.driver for one in found.findings if one.result.confidence >= 0.5]


def test_hikvision_is_hikvision():
    with emulator() as server:
        assert kinds_at(server.port) == ["hikvision_isapi"]
        assert not any("Authorization" in asked.headers for asked in server.asked)


@pytest.mark.parametrize(
    ("script", "realm", "kind"),
    [("lapi_recorder.py", "NVRDVR", "uniview_lapi"), ("onvif_recorder.py", "device", "onvif_g")],
)
def test_the_others_are_the_others(start_web, script, realm, kind):
    assert kinds_at(start_web(script, realm=realm).port) == [kind]
