"""Log-ins to a recorder that locks after a few wrong ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from footage.errors import (
    AuthRejectedError,
    BusyError,
    LockedError,
    NoPermissionError,
    UnsupportedError,
)
from footage.reasons import sentence
from tests.footage.conftest import window
from tests.footage.recorders.isapi.conftest import fill
from tests.footage.recorders.isapi_emulator import PASSWORD

DEVICE = "/ISAPI/System/deviceInfo"
SEARCH = "/ISAPI/ContentMgmt/search"


def test_a_wrong_password_is_tried_once_and_says_how_many_tries_are_left(unit):
    with unit() as server:
        with pytest.raises(AuthRejectedError) as rejected:
            unit.driver(server, password="wrong").identify()
        assert server.keeper.failed == 1
    assert rejected.value.tries_left == 4
    assert not rejected.value.retries


def test_the_try_that_locks_says_until_when(unit):
    with unit(lock_after=1) as server, pytest.raises(LockedError) as locked:
        unit.driver(server, password="wrong").identify()
    assert abs(locked.value.until - datetime.now(UTC) - timedelta(seconds=1800)) < timedelta(
        seconds=30
    )
    assert "locked this account until" in sentence(locked.value.code, locked.value.params)


def test_a_locked_recorder_gets_no_password_at_all(unit):
    with unit() as server:
        server.keeper.failed = 5
        with pytest.raises(LockedError):
            unit.driver(server).identify()
        assert not any("Authorization" in asked.headers for asked in server.asked)


def test_a_fetch_with_a_wrong_password_costs_one_try_whatever_ways_there_are(unit, tmp_path):
    with unit() as server:
        with pytest.raises(AuthRejectedError):
            unit.driver(server, password="wrong").fetch("1", window(0, 30), tmp_path)
        assert server.keeper.failed == 1


def test_a_nonce_that_wore_out_is_not_taken_for_a_wrong_password(unit):
    with unit(stale_answers=1) as server:
        assert unit.driver(server).identify().model == "DS-7616NXI-K2"
        assert server.keeper.failed == 0


def test_a_recorder_that_finds_every_nonce_stale_is_left_alone(unit):
    with unit(stale_answers=99) as server:
        with pytest.raises(AuthRejectedError):
            unit.driver(server).identify()
        assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (403, "lowPrivilege", NoPermissionError),
        (403, "notSupport", UnsupportedError),
        (404, "notSupport", UnsupportedError),
        (405, "methodNotAllowed", UnsupportedError),
        (503, "deviceBusy", BusyError),
        (403, "deviceBusy", BusyError),
        (453, "", BusyError),
        (500, "deviceError", BusyError),
    ],
)
def test_every_refusal_has_its_own_error(unit, status, code, error):
    with unit(refuses={DEVICE: (status, code)}) as server, pytest.raises(error) as refused:
        unit.driver(server).identify()
    assert PASSWORD not in str(refused.value)


def test_a_busy_recorder_is_asked_later_and_not_around(unit, footage, tmp_path):
    with unit(refuses={"/ISAPI/ContentMgmt/download": (503, "deviceBusy")}) as server:
        fill(server, footage)
        with pytest.raises(BusyError) as busy:
            unit.driver(server).fetch("1", window(10, 50), tmp_path)
        assert server.count("/ISAPI/ContentMgmt/download") == 2
    assert busy.value.retries


def test_the_password_is_in_no_error_and_no_representation(unit):
    with unit() as server:
        driver = unit.driver(server)
        assert PASSWORD not in repr(driver.settings)
        with pytest.raises(UnsupportedError) as error:
            driver.fetch("one", window(0, 10), None)
    assert PASSWORD not in repr(error.value)


@pytest.mark.parametrize(
    "more",
    [
        {"nonsense": "1"},
        {"host": ""},
        {"port": "70000"},
        {"port": "80; rm"},
        {"rtsp_port": "-1"},
        {"tls": "maybe"},
        {"certificate": "abc"},
        {"time_base": "sidereal"},
        {"time_base": "local", "zone": ""},
        {"zone": "../../etc/passwd"},
        {"stream": "third"},
        {"search_list": "listOfTracks"},
        {"by_time": "perhaps"},
        {"user": "a\r\nb"},
        {"largest_file_mb": "much"},
    ],
    ids=str,
)
def test_wrong_settings_are_refused_by_name(unit, more):
    with unit() as server, pytest.raises(UnsupportedError):
        unit.driver(server, **more)


@pytest.mark.parametrize("channel", ["", "0", "-1", "1; ", "\u0661", "x", "9999", "1/../2"])
def test_a_camera_is_a_number(unit, channel):
    with unit() as server, pytest.raises(UnsupportedError):
        unit.driver(server).coverage(channel, window(0, 10))
