"""``check_recorder`` tells apart name, route, port, RTSP, log-in, permission and footage."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from footage.checkup import words
from footage.checkup.findings import Finding, Step, Verdict
from tests.footage.recorders.isapi_emulator import PASSWORD, USER, Recording, emulator


@pytest.fixture
def unit(monkeypatch):
    """Reached on loopback, as a private network would be."""
    monkeypatch.setattr("footage.checkup.network.USUAL_PORTS", ())
    import ipaddress

    from footage.dialling import Route

    loopback = Route(ipaddress.ip_network("127.0.0.0/8"))
    monkeypatch.setattr(
        "footage.recorders.base.PRIVATE", (loopback.network, ipaddress.ip_network("10.0.0.0/8"))
    )
    with emulator("America/New_York") as server:
        now = datetime.now(UTC).replace(microsecond=0)
        for track in ("101", "201", "301"):
            server.add(Recording(now - timedelta(days=3), now, track=track))
        yield server


@pytest.fixture
def rtsp():
    """Answers OPTIONS, and nothing else."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        import threading

        def serve():
            while True:
                try:
                    one, _ = server.accept()
                except OSError:
                    return
                with one:
                    one.settimeout(5)
                    if one.recv(500):
                        one.sendall(b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Unit\r\n\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]


def check(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        call_command("check_recorder", *arguments, "--json")
    told = json.loads(capsys.readouterr().out)["recorders"][0]
    return ended.value.code, {each["step"]: each for each in told["findings"]}, told


@pytest.fixture
def arguments(unit, rtsp, tmp_path):
    secret = tmp_path / "pw.txt"
    secret.write_text(PASSWORD + "\n")
    return [
        "--host=127.0.0.1",
        f"--port={unit.port}",
        f"--rtsp-port={rtsp}",
        "--driver=hikvision_isapi",
        f"--user={USER}",
        f"--password-file={secret}",
        "--zone=America/New_York",
    ]


def test_all_is_well(capsys, arguments):
    code, found, told = check(capsys, *arguments)
    assert code == 0, found
    assert [each["step"] for each in told["findings"]] == [step.value for step in Step]
    assert found["footage"]["code"] == "footage_held"
    assert told["time_base"] == "local"
    assert told["device"]["model"] == "DS-7616NXI-K2"


def test_without_a_driver_it_is_looked_at_only(capsys, unit, rtsp):
    code, found, _ = check(capsys, "--host=127.0.0.1", f"--port={unit.port}", f"--rtsp-port={rtsp}")
    assert code == 0
    assert found["log_in"]["verdict"] == "not_tried"
    assert not unit.asked


def test_each_fault_has_its_own_step(capsys, unit, arguments, tmp_path):
    def code(*more, **refuses):
        unit.switches.refuses = refuses.get("refuses", {})
        return check(capsys, *arguments, *more)[0]

    assert code("--host=no-such-host.invalid") == 11
    assert code("--host=8.8.8.8") == 12
    assert code("--host=172.16.0.9") == 12
    assert code("--port=1") == 13
    assert code("--rtsp-port=1") == 0  # this kind can be downloaded from without it
    assert code("--rtsp-port=1", "--driver=onvif_g") == 14
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("wrong")
    assert code(f"--password-file={wrong}") == 15
    no_search = {"/ISAPI/ContentMgmt/search": (403, "lowPrivilege")}
    assert code(refuses=no_search) in {17, 18}


def test_a_lock_is_said_with_its_end(capsys, unit, arguments, tmp_path):
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("wrong")
    for _ in range(5):
        check(capsys, *arguments, f"--password-file={wrong}")
    _, found, _ = check(capsys, *arguments)
    assert found["log_in"]["code"] == "locked"
    assert "has locked this account until 20" in found["log_in"]["text"]


def test_the_record_holds_no_secret(capsys, arguments, tmp_path):
    record = tmp_path / "unit.jsonl"
    check(capsys, *arguments, f"--record={record}")
    text = record.read_text()
    assert "/ISAPI/System/deviceInfo" in text
    for secret in (PASSWORD, "12345678WCVU", "44:19:b6", '"127.0.0.1'):
        assert secret not in text


@pytest.mark.parametrize("given", [("--set", "password=x"), ("--password", "x"), ("--pass=x",)])
def test_a_password_is_never_an_argument(given):
    with pytest.raises(CommandError):
        call_command("check_recorder", "--host=127.0.0.1", *given)


@pytest.mark.django_db
def test_a_stores_recorders_are_checked_over_its_routes(capsys, store, tmp_path, settings):
    with pytest.raises(SystemExit) as ended:
        call_command("check_recorder", "--chain=north", "--store=101")
    said = capsys.readouterr().out
    assert ended.value.code == 15  # the fixture's folder has no path
    assert "DVR" in said


@pytest.mark.parametrize("code", sorted(words.ADVICE))
def test_every_advice_belongs_to_a_sentence(code):
    said = words.sentence(Finding(Step.PORT, Verdict.WRONG, code, {}))
    failed = words.sentence(Finding(Step.PORT, Verdict.WRONG, "footage_failed", {}))
    assert said != failed
