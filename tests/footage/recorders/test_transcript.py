"""A recorder's conversation without what is secret, and the same conversation again."""

from __future__ import annotations

import io
import json

import pytest

from footage.checkup.recorded import recorded as recording
from footage.errors import LockedError, UnreachableError
from footage.http.message import Bounds, Request
from footage.http.transport import SocketTransport
from footage.recorders.connection import WEB_SETTINGS, read_connection
from footage.recorders.hikvision_isapi import HikvisionRecorder
from footage.recorders.hikvision_isapi.settings import Settings
from footage.recorders.onvif_g import OnvifRecorder
from footage.recorders.uniview_lapi import UniviewRecorder
from footage.transcript import RecordingTransport, Redactor, ReplayTransport
from tests.footage.conftest import at, window
from tests.footage.recorders.conftest import PASSWORD as WEB_PASSWORD
from tests.footage.recorders.conftest import USER as WEB_USER
from tests.footage.recorders.isapi.conftest import LOOPBACK
from tests.footage.recorders.isapi_emulator import PASSWORD, USER, Recording, emulator
from tests.footage.strip import Camera, write_segment

SERIAL = "DS-7616NXI-K21620230101CCRRF12345678WCVU"


def settings_for(server, **more: str) -> Settings:
    return Settings.read(
        {
            "host": "127.0.0.1",
            "port": str(server.port),
            "user": USER,
            "password": PASSWORD,
            "time_base": "local",
            "zone": "America/New_York",
            **more,
        }
    )


def recorded(server, file: io.StringIO, **more: str) -> HikvisionRecorder:
    settings = settings_for(server, **more)
    inner = SocketTransport(settings.connection.place, LOOPBACK)
    transport = RecordingTransport(inner, file, Redactor((PASSWORD, USER)))
    return HikvisionRecorder(settings, LOOPBACK, transport=transport)


def conversation(driver: HikvisionRecorder) -> tuple[object, ...]:
    probe = driver.probe()
    device = driver.identify()
    return (
        probe.confidence,
        device.model,
        device.quirks,
        driver.clock().zone_text,
        driver.channels(),
        driver.coverage("1", window(10, 50)).segments,
    )


@pytest.fixture
def made():
    file = io.StringIO()
    with emulator(track_list="trackIDList", page_size=1) as server:
        server.add(Recording(at(0), at(60)))
        server.add(Recording(at(60), at(120)))
        said = conversation(recorded(server, file))
        yield said, file.getvalue(), settings_for(server), server


def test_a_transcript_serves_the_same_driver_the_same_answers(made):
    said, text, settings, _ = made
    replay = ReplayTransport(text.splitlines())
    assert conversation(HikvisionRecorder(settings, LOOPBACK, transport=replay)) == said


def test_nothing_secret_is_in_a_transcript(made):
    _, text, _, server = made
    nonces = {a.headers.get("Authorization", "") for a in server.asked} - {""}
    assert nonces
    for header in nonces:
        for part in ("nonce", "response", "cnonce"):
            value = header.split(f'{part}="')[1].split('"')[0]
            assert value not in text
    for secret in (PASSWORD, json.dumps(PASSWORD)[1:-1], SERIAL, "44:19:b6", "Back office"):
        assert secret not in text
    assert USER not in text
    assert "127.0.0.1" not in text
    assert "192.168.254.254" not in text
    assert "192.0.2.1" in text
    assert 'nonce=\\"***' in text
    assert "DS-7616NXI-K2<" in text  # the model is what a fixture is for


def test_footage_is_never_written_down(tmp_path):
    file = io.StringIO()
    path = write_segment(tmp_path / "a.mp4", at(0), 20, Camera(fps=5, gop=10, width=160))
    with emulator(by_time=False) as server:
        server.add(Recording(at(0), at(20), path))
        recorded(server, file).fetch("1", window(5, 15), tmp_path / "raw")
    stored = [json.loads(line) for line in file.getvalue().splitlines()]
    sizes = [one["stored"] for one in stored if one["stored"]]
    assert sizes == [path.stat().st_size]
    assert "ftyp" not in file.getvalue()


def test_a_question_that_was_never_put_has_no_answer():
    with pytest.raises(UnreachableError):
        ReplayTransport([]).exchange(Request("GET", "/"), Bounds())


def test_a_locked_recorder_can_be_replayed(tmp_path):
    file = io.StringIO()
    with emulator() as server:
        server.keeper.failed = 5
        with pytest.raises(LockedError):
            recorded(server, file).identify()
        settings = settings_for(server)
    replay = ReplayTransport(file.getvalue().splitlines())
    with pytest.raises(LockedError):
        HikvisionRecorder(settings, LOOPBACK, transport=replay).identify()


@pytest.mark.parametrize(
    ("script", "driver", "switches"),
    [
        ("lapi_recorder.py", UniviewRecorder, {"records": [[1764000000, 1764000060]]}),
        (
            "onvif_recorder.py",
            OnvifRecorder,
            {"recordings": [["Rec 1", "Till", "2026-11-23T12:00:00Z", "2026-11-23T12:01:00Z"]]},
        ),
    ],
)
def test_the_other_web_drivers_can_be_recorded_and_replayed(start_web, script, driver, switches):
    web = start_web(script, **switches)
    settings = {
        "host": "127.0.0.1",
        "port": str(web.port),
        "user": WEB_USER,
        "password": WEB_PASSWORD,
    }
    file = io.StringIO()
    opens = recording(driver.name, file, Redactor((WEB_PASSWORD, WEB_USER)))
    said = conversation_of(opens(settings, LOOPBACK))

    text = file.getvalue()
    assert text.count("\n") >= 4
    for secret in (WEB_PASSWORD, json.dumps(WEB_PASSWORD)[1:-1], WEB_USER, "127.0.0.1"):
        assert secret not in text
    connection = read_connection(settings, WEB_SETTINGS)
    replay = ReplayTransport(text.splitlines())
    assert conversation_of(driver(connection, LOOPBACK, transport=replay)) == said


def conversation_of(driver):
    device, channels = driver.identify(), driver.channels()
    held = driver.coverage(channels[0].id, window(10, 50))
    return device.model, channels, held.segments, held.gaps, driver.probe().confidence > 0


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("V4.84.101 build 240306", "V4.84.101 build 240306"),
        ("4.84.1.101", "192.0.2.1"),
        ("http://10.0.0.1:80/ 10.0.0.2 10.0.0.1", "http://192.0.2.1:80/ 192.0.2.2 192.0.2.1"),
        ("rtsp://u:p@10.0.0.1/x", "rtsp://***@192.0.2.1/x"),
        ("AA-BB-CC-DD-EE-FF", "00:00:00:00:00:00"),
        ('<serialNumber min="1">X1</serialNumber>', '<serialNumber min="1">***</serialNumber>'),
        ("<ns:macAddress>x</ns:macAddress>", "<ns:macAddress>***</ns:macAddress>"),
        ("my-secret here", "*** here"),
        ('{"SerialNo" : "X1", "Model": "N"}', '{"SerialNo": "***", "Model": "N"}'),
        ('<wsse:Nonce Type="b64">abc=</wsse:Nonce>', '<wsse:Nonce Type="b64">***</wsse:Nonce>'),
    ],
)
def test_what_is_private_is_masked_and_the_rest_kept(text, clean):
    assert Redactor(("my-secret",)).clean(text) == clean
