"""SFTP sources against a real server on loopback."""

from __future__ import annotations

import io
import os
import socket
import threading
import time

import paramiko
import pytest

from jobs.worker import work_once
from stores.models import SeenFile, Source, SourceKind
from stores.services.sources import SourceWish, add_source
from tests.transactions.journals import Ring, journal
from tests.transactions.sources.running import fetch
from tests.transactions.sources.sftp_server import SftpServer
from transactions.models import SourceFile
from transactions.services.try_source import try_source
from transactions.sources import sftp
from transactions.sources.base import SourceError
from transactions.sources.sftp import fingerprint, private_key

RIGHT = "right"


@pytest.fixture(autouse=True)
def _brisk(monkeypatch):
    monkeypatch.setattr(sftp, "BETWEEN_LOOKS", 0.01)
    monkeypatch.setattr(sftp, "QUIET_SECONDS", 3.0)


@pytest.fixture
def server(tmp_path):
    folder = tmp_path / "served"
    folder.mkdir()
    running = SftpServer(folder)
    yield running
    running.close()


@pytest.fixture
def make(store, settings, server):
    settings.ALLOWED_SOURCE_NETWORKS = ["north=127.0.0.0/8"]

    def make(*, password=RIGHT, secrets=None, **more):
        wish = SourceWish(
            name="Reports",
            settings={
                "host": "127.0.0.1",
                "port": server.port,
                "username": "modisoft",
                "path": ".",
                "patterns": "",
                **more,
            },
            secrets=secrets or {"password": password},
            times=("23:30",),
        )
        return add_source(store=store, kind=SourceKind.SFTP, wish=wish, user=None)

    return make


def put(server, name, data, age=300):
    path = server.folder / name
    path.write_bytes(data)
    os.utime(path, (time.time() - age, time.time() - age))


def test_new_files_are_copied_once_and_nothing_is_changed_there(make, server):
    put(server, "PJR1.xml", journal(Ring(1)))
    put(server, "PJR2.xml", journal(Ring(2)))
    source = make()
    run = fetch(source)
    assert (run.state, run.found, run.taken) == ("done", 2, 2)
    opened = len(server.opened)
    put(server, "PJR3.xml", journal(Ring(3)))
    run = fetch(source)
    assert (run.found, run.taken, run.known) == (3, 1, 2)
    assert len(server.opened) == opened + 1
    assert server.changed == []
    assert {flags for _path, flags in server.opened} == {os.O_RDONLY}


def test_only_files_that_match_are_taken(make, server):
    put(server, "voids.csv", b"a,b\n1,2\n")
    put(server, "notes.docx", b"no")
    assert fetch(make(patterns="*.csv, *.xlsx")).found == 1


def test_the_first_test_shows_the_key_and_saving_pins_it(make, server):
    source = make()
    seen = try_source(source=source, wish=SourceWish("x", source.settings))
    assert seen.host_key == fingerprint(server.key)
    assert seen.host_key.startswith("ecdsa-sha2-nistp256 SHA256:")


def test_a_server_with_another_key_never_hears_the_password(make, server):
    source = make(host_key=fingerprint(server.key))
    server.key = paramiko.ECDSAKey.generate()
    run = fetch(source)
    assert (run.state, run.reason_code) == ("failed", "host_key_changed")
    assert run.reason_params["seen"] == fingerprint(server.key)
    assert server.heard == []


def test_a_server_with_a_key_of_another_kind_is_refused_too(make, server):
    source = make(host_key=fingerprint(server.key))
    server.key = paramiko.RSAKey.generate(2048)
    assert fetch(source).reason_code == "host_key_changed"
    assert server.heard == []


def test_a_wrong_password_is_tried_three_times_and_then_no_more(make, server):
    source = make(password="wrong")
    for _time in range(3):
        assert fetch(source).reason_code == "login_refused"
    source.refresh_from_db()
    assert (source.failures, source.next_run_at) == (3, None)
    assert len(server.heard) == 3


def test_a_private_key_opens_instead_of_a_password(make, server):
    key = paramiko.ECDSAKey.generate()
    server.client_key = key
    text = io.StringIO()
    key.write_private_key(text)
    assert fetch(make(secrets={"private_key": text.getvalue()})).state == "done"


@pytest.mark.parametrize("kind", [paramiko.RSAKey, paramiko.ECDSAKey])
def test_a_locked_key_wants_its_password(kind):
    key = kind.generate(2048) if kind is paramiko.RSAKey else kind.generate()
    text = io.StringIO()
    key.write_private_key(text, password="sesame")
    assert private_key(text.getvalue(), "sesame") == key
    with pytest.raises(SourceError, match="key_needs_password"):
        private_key(text.getvalue(), "")


def test_a_key_that_is_none_is_refused():
    with pytest.raises(SourceError, match="key_unreadable"):
        private_key("not a key", "")


def test_a_file_that_comes_cut_off_is_not_taken_and_comes_whole_next_time(make, server):
    put(server, "PJR1.xml", journal(*(Ring(n) for n in range(80))))
    source = make()
    server.cuts_at = 32_768
    run = fetch(source)
    assert (run.state, run.taken) == ("done", 0)
    assert not SeenFile.objects.exists()
    server.cuts_at = None
    assert fetch(source).taken == 1


def test_a_file_that_is_still_being_written_is_left_for_the_next_fetch(make, server):
    whole = journal(Ring(1))
    put(server, "PJR1.xml", whole[:-40], age=0)
    source = make()
    assert fetch(source).taken == 0
    put(server, "PJR1.xml", whole, age=0)
    assert fetch(source).taken == 1


def test_a_connection_that_breaks_in_the_middle_is_said_and_made_good(make, server):
    put(server, "PJR1.xml", journal(*(Ring(n) for n in range(80))))
    source = make()
    server.breaks_after = 32_768
    run = fetch(source)
    assert (run.state, run.reason_code) == ("failed", "connection_lost")
    source.refresh_from_db()
    assert source.failures == 1
    assert source.next_run_at is not None
    server.breaks_after = None
    assert fetch(source).taken == 1


def test_a_server_that_says_nothing_is_given_up(make, server, monkeypatch):
    monkeypatch.setattr(sftp, "QUIET_SECONDS", 0.3)
    server.sleeps = 3
    assert fetch(make()).reason_code == "connection_lost"


def test_what_is_no_sftp_server_is_said(make, monkeypatch):
    monkeypatch.setattr(sftp, "CONNECT_SECONDS", 2.0)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        source = make(port=listening.getsockname()[1])
        taken = []
        accept = threading.Thread(target=lambda: taken.append(listening.accept()), daemon=True)
        accept.start()
        assert fetch(source).reason_code in {"no_ssh", "connection_lost"}


def test_a_folder_that_is_not_there_is_said(make):
    assert fetch(make(path="nowhere")).reason_code == "folder_gone"


def test_loopback_is_refused_unless_the_operator_granted_it(make, settings, server):
    source = make()
    settings.ALLOWED_SOURCE_NETWORKS = ["south=127.0.0.0/8"]
    assert fetch(source).reason_code == "address_refused"
    assert server.heard == []


def test_failures_of_one_source_hold_up_no_other(make, server, store):
    put(server, "PJR1.xml", journal(Ring(1)))
    bad = make(port=1)
    Source.objects.filter(pk=bad.pk).update(name="Bad")
    good = make()
    while work_once("fetch"):
        pass
    assert (bad.runs.get().state, good.runs.get().state) == ("failed", "done")
    assert SourceFile.objects.count() == 1
