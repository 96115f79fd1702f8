"""The command itself: what refuses to start says why, what starts ends, and nothing is left."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from lossprevention.demo import run as run_module
from lossprevention.demo.logins import PEOPLE
from lossprevention.demo.place import CHAIN_HOSTS, SUPPORT_HOST
from lossprevention.demo.programs import REPLACED, clean_environment, programs
from lossprevention.demo.run import Demo, check_can_start, greeting
from lossprevention.embedded.cluster import open_cluster
from lossprevention.embedded.errors import ServiceError
from lossprevention.embedded.ports import free_port, is_free
from lossprevention.embedded.postgres import start_postgres
from tests.lossprevention.embedded.waiting import all_gone, wait_for

REPOSITORY = Path(__file__).resolve().parents[3]


def command(data: Path, port: int, *more: str) -> list[str]:
    return [
        *(sys.executable, "manage.py", "demo", "--data", str(data), "--port", str(port)),
        *more,
    ]


@pytest.fixture
def data(tmp_path):
    """A data directory whose database, wherever it lies, is removed afterwards."""
    place = tmp_path / "data"
    yield place
    if (place / "postgres.json").exists():
        with contextlib.suppress(ServiceError):
            start_postgres(place).destroy()


def test_a_taken_port_is_refused_and_the_next_one_proposed(data):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            command(data, port), cwd=REPOSITORY, capture_output=True, text=True, check=False
        )
    assert done.returncode == 2
    assert f"Port {port} is taken" in done.stdout
    assert f"--port {port + 1}" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_data_in_use_by_another_copy_is_refused(data):
    running = start_postgres(data)
    try:
        done = subprocess.run(
            command(data, free_port()), cwd=REPOSITORY, capture_output=True, text=True, check=False
        )
    finally:
        running.stop()
    assert done.returncode == 2
    assert "in use by another copy" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_full_disk_is_refused_before_anything_is_begun(data, monkeypatch):
    monkeypatch.setattr(run_module, "SPACE_NEEDED_BYTES", 10**18)
    with pytest.raises(ServiceError, match="not enough room"):
        check_can_start(Demo(data, free_port(), exit_when_ready=False))
    assert not (data / "postgres.json").exists()


def test_help_needs_neither_database_nor_data(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "demo", "--help"],
        cwd=REPOSITORY,
        env={**os.environ, "LOSSPREVENTION_DATA": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=True,
    )
    for option in ("--port", "--data", "--exit-when-ready"):
        assert option in done.stdout
    assert not (tmp_path / "none").exists()


def test_the_demo_uses_nothing_of_a_real_installation(data, monkeypatch):
    for name in REPLACED:
        monkeypatch.setenv(name, "of the real installation")
    monkeypatch.setenv("LOSSPREVENTION_DATA", "of the real installation")
    clean_environment(data)
    assert not [name for name in REPLACED if name in os.environ]
    assert os.environ["LOSSPREVENTION_DATA"] == str(data)


def test_every_setting_of_services_is_among_what_the_demo_replaces():
    settings = (REPOSITORY / "lossprevention" / "settings.py").read_text()
    services = ("DATABASE_URL", "MIGRATE_DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY")
    for name in (*services, "AWS_STORAGE_BUCKET_NAME"):
        assert name in settings
        assert name in REPLACED


def test_without_redis_nothing_rings(tmp_path):
    with_redis = [each.name for each in programs(tmp_path, port=1, has_redis=True)]
    without = [each.name for each in programs(tmp_path, port=1, has_redis=False)]
    assert set(with_redis) - set(without) == {"beat"}
    assert with_redis[0] == "web"  # ends last, so that a page can still be read


def test_the_web_server_listens_on_the_loopback_address_only(tmp_path):
    web = programs(tmp_path, port=8000, has_redis=True)[0]
    assert "--listen=127.0.0.1:8000" in web.command


def test_the_greeting_has_every_address_and_log_in(data):
    passwords = {person.key: f"pass-{person.key}" for person in PEOPLE}
    words = greeting(Demo(data, 8123, exit_when_ready=False), passwords)
    assert f"http://{CHAIN_HOSTS[0]}:8123" in words
    assert f"http://{SUPPORT_HOST}:8123/admin/" in words
    assert str(data) in words
    for person in PEOPLE:
        assert person.email in words
        assert passwords[person.key] in words


def words_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


@pytest.mark.slow
@pytest.mark.faults
def test_interrupted_while_starting_nothing_is_left(data):
    port = free_port()
    everything: set[psutil.Process] = set()
    demo = subprocess.Popen(command(data, port), cwd=REPOSITORY, stdout=subprocess.DEVNULL)
    try:
        main = psutil.Process(demo.pid)

        def migrating() -> bool:
            everything.update(main.children(recursive=True))
            return any("manage.py release" in words_of(each) for each in everything)

        assert wait_for(migrating)
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait()
    assert demo.returncode == 0
    assert wait_for(lambda: all_gone(list(everything)))
    assert is_free(port)


def environment_names(process: psutil.Process, data: Path) -> bool:
    try:
        return process.environ().get("LOSSPREVENTION_DATA") == str(data)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


@pytest.mark.slow
@pytest.mark.faults
def test_from_nothing_to_a_clip_that_plays_and_nothing_left_behind(data):
    """The proof of the whole: one command, everything real, ended by itself."""
    port = free_port()
    demo = subprocess.run(
        command(data, port, "--exit-when-ready"),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert demo.returncode == 0, demo.stdout[-3000:]
    assert "Ready: a clip plays" in demo.stdout
    left = [each for each in psutil.process_iter() if environment_names(each, data)]
    assert not left
    assert is_free(port)
    home = open_cluster(data).directory
    assert not (home / "postmaster.pid").exists()
