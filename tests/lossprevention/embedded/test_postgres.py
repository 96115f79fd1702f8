"""The server itself, for real: it starts, keeps, survives, and lets nobody in without a key."""

import contextlib
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg2
import pytest

from lossprevention.embedded import cluster as cluster_module
from lossprevention.embedded.account import service_account
from lossprevention.embedded.errors import AlreadyRunningError, CancelledError, ServiceError
from lossprevention.embedded.postgres import start_postgres
from lossprevention.embedded.processes import is_alive

from .waiting import all_gone, process, wait_for

REPOSITORY = Path(__file__).resolve().parents[3]
as_root_only = pytest.mark.skipif(service_account() is None, reason="needs root")


def ask(url: str, statement: str):
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None


def with_password(url: str, password: str | None) -> str:
    parts = urlsplit(url)
    secret = "" if password is None else f":{password}"
    return urlunsplit(
        parts._replace(netloc=f"{parts.username}{secret}@{parts.hostname}:{parts.port}")
    )


def server_processes(pid: int) -> list[psutil.Process]:
    main = psutil.Process(pid)
    return [main, *main.children(recursive=True)]


def test_application_and_owner_log_in_to_the_same_database(shared):
    for url in (shared.url, shared.owner_url):
        assert ask(url, "SELECT current_database()") == [("lossprevention",)]
    assert shared.url != shared.owner_url


def test_it_is_postgresql_18_in_utf8_with_synced_commits(shared):
    assert ask(shared.url, "SHOW server_version")[0][0].startswith("18.")
    assert ask(shared.url, "SHOW server_encoding") == [("UTF8",)]
    assert ask(shared.url, "SHOW fsync") == [("on",)]
    assert ask(shared.url, "SELECT lower('ÄÖ')") == [("äö",)]


@pytest.mark.parametrize("password", ["wrong", None])
def test_nobody_enters_without_the_right_password(shared, password, monkeypatch):
    monkeypatch.setenv("PGPASSFILE", os.devnull)
    for url in (shared.url, shared.owner_url):
        with pytest.raises(psycopg2.OperationalError, match="password"):
            ask(with_password(url, password), "SELECT 1")


def test_the_superuser_needs_a_password_too(shared, monkeypatch):
    monkeypatch.setenv("PGPASSFILE", os.devnull)
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(host="127.0.0.1", port=shared.port, user="postgres", dbname="postgres")


def test_it_listens_on_the_loopback_address_and_nowhere_else(shared):
    listening = [
        connection.laddr
        for connection in psutil.Process(shared.pid).net_connections(kind="all")
        if connection.status == psutil.CONN_LISTEN or connection.family == socket.AF_UNIX
    ]
    assert [(address.ip, address.port) for address in listening] == [("127.0.0.1", shared.port)]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE another SUPERUSER",
        "CREATE DATABASE another",
        "DROP DATABASE lossprevention",
        "ALTER ROLE lossprevention_app SUPERUSER",
        "SET ROLE lossprevention_owner",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_the_application_role_cannot_change_the_structure(shared, statement):
    with pytest.raises(
        (psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ActiveSqlTransaction)
    ):
        ask(shared.url, statement)


def test_the_application_role_sees_nothing_of_the_owners_until_it_is_granted(shared):
    ask(shared.owner_url, "CREATE TABLE IF NOT EXISTS public.guarded (id int)")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(shared.url, "SELECT * FROM public.guarded")


def test_the_application_role_may_use_temporary_tables(shared):
    ask(shared.url, "CREATE TEMPORARY TABLE incoming (id int)")


def test_the_owner_creates_schemas_and_test_databases_but_is_no_superuser(shared):
    ask(shared.owner_url, "CREATE SCHEMA IF NOT EXISTS a_chain")
    ask(shared.owner_url, "CREATE DATABASE test_something")
    ask(shared.owner_url, "DROP DATABASE test_something")
    assert ask(shared.owner_url, "SHOW is_superuser") == [("off",)]


def test_no_password_is_on_any_command_line(shared):
    secrets = {urlsplit(url).password for url in (shared.url, shared.owner_url)}
    lines = [" ".join(one.cmdline()) for one in server_processes(shared.pid)]
    assert not any(secret in line for secret in secrets for line in lines)


def test_it_does_not_run_as_root(shared):
    if os.geteuid() == 0:
        assert psutil.Process(shared.pid).uids().effective != 0


def test_files_with_passwords_are_readable_by_their_owner_only(started, tmp_path):
    data_dir = tmp_path / "data"
    started(data_dir)
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE((data_dir / "postgres.json").stat().st_mode) == 0o600


def test_the_rights_of_directories_above_are_left_alone(started, tmp_path):
    tmp_path.chmod(0o700)
    started(tmp_path / "data")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_a_second_start_keeps_data_passwords_and_port(started, tmp_path):
    first = started(tmp_path)
    url = first.url
    ask(first.owner_url, "CREATE TABLE kept AS SELECT 42 AS answer")
    first.stop()
    second = started(tmp_path)
    assert second.url == url
    assert ask(second.owner_url, "SELECT answer FROM kept") == [(42,)]


def test_stopping_leaves_no_process_and_may_be_done_twice(started, tmp_path):
    server = started(tmp_path)
    processes = server_processes(server.pid)
    server.stop()
    server.stop()
    assert all_gone(processes)


@pytest.mark.faults
def test_after_a_crash_every_committed_row_is_there(started, tmp_path):
    server = started(tmp_path)
    ask(server.owner_url, "CREATE TABLE acknowledged (n int)")
    for n in range(50):
        ask(server.owner_url, f"INSERT INTO acknowledged VALUES ({n})")
    processes = server_processes(server.pid)
    server.kill()
    assert all_gone(processes)
    again = started(tmp_path)
    assert ask(again.owner_url, "SELECT count(*) FROM acknowledged") == [(50,)]


@pytest.mark.faults
def test_when_only_the_main_process_is_killed_it_restarts_at_the_same_address(started, tmp_path):
    server = started(tmp_path)
    url = server.url
    with contextlib.closing(psycopg2.connect(url)):  # a session that outlives the main process
        psutil.Process(server.pid).kill()
        assert wait_for(lambda: not server.is_alive())
        server.restart()
    assert server.url == url
    assert ask(url, "SELECT 1") == [(1,)]


def test_two_copies_run_side_by_side(started, tmp_path):
    one, other = started(tmp_path / "one"), started(tmp_path / "other")
    ask(one.owner_url, "CREATE TABLE only_here (id int)")
    assert one.port != other.port
    with pytest.raises(psycopg2.errors.UndefinedTable):
        ask(other.owner_url, "SELECT * FROM only_here")


def test_the_same_data_directory_twice_is_refused_in_plain_words(started, tmp_path):
    server = started(tmp_path)
    with pytest.raises(AlreadyRunningError, match="in use by another copy"):
        start_postgres(tmp_path)
    assert ask(server.url, "SELECT 1") == [(1,)]


def test_a_port_that_was_taken_meanwhile_is_avoided(started, tmp_path):
    server = started(tmp_path)
    before = server.port
    server.stop()
    with socket.create_server(("127.0.0.1", before)):
        again = started(tmp_path)
    assert again.port != before
    assert ask(again.url, "SELECT 1") == [(1,)]


def test_settings_of_another_postgresql_in_the_environment_do_not_matter(
    started, tmp_path, monkeypatch
):
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGHOST", "db.example.com")
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    assert started(tmp_path).is_alive()


def test_files_of_an_interrupted_creation_are_built_anew(started, tmp_path):
    server = started(tmp_path)
    complete = server._cluster.directory
    server.stop()
    complete.rename(complete.with_name("cluster.incomplete"))
    (complete.with_name("cluster.incomplete") / "PG_VERSION").unlink()
    again = started(tmp_path)
    assert ask(again.url, "SELECT 1") == [(1,)]
    assert not complete.with_name("cluster.incomplete").exists()


def test_roles_of_an_interrupted_first_start_are_completed(started, tmp_path):
    server = started(tmp_path)
    superuser = with_password(
        server.url.replace("lossprevention_app", "postgres"),
        server._cluster.state.superuser_password,
    ).replace("/lossprevention", "/postgres")
    ask(superuser, "DROP DATABASE lossprevention")
    ask(superuser, "DROP ROLE lossprevention_app")
    server.stop()
    again = started(tmp_path)
    assert ask(again.url, "SELECT 1") == [(1,)]


@pytest.mark.faults
def test_a_pid_file_whose_number_belongs_to_somebody_else_does_not_block_the_start(
    started, tmp_path
):
    server = started(tmp_path)
    server.kill()
    account = server._cluster.account
    options = {} if account is None else {"user": account.uid, "group": account.gid}
    with subprocess.Popen(["sleep", "60"], **options) as stranger:
        pid_file = server._cluster.directory / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        again = started(tmp_path)
        assert ask(again.url, "SELECT 1") == [(1,)]
        assert stranger.poll() is None
        stranger.kill()


START_AND_DIE = """
import os, sys
from pathlib import Path
from lossprevention.embedded.leash import leash
from lossprevention.embedded.postgres import start_postgres
server = start_postgres(Path(sys.argv[1]))
print(server.pid, flush=True)
if sys.argv[2] == "without a keeper":
    leash().keeper.kill()
sys.stdin.readline()
"""


def start_and_die(data_dir: Path, how: str) -> psutil.Process:
    """A server whose starter is killed with -9; the server's main process."""
    with subprocess.Popen(
        [sys.executable, "-c", START_AND_DIE, str(data_dir), how],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as starter:
        server = psutil.Process(int(starter.stdout.readline()))
        starter.kill()
    return server


@pytest.mark.faults
def test_the_server_ends_when_its_starter_is_killed(started, tmp_path):
    server = start_and_die(tmp_path, "with a keeper")
    assert wait_for(lambda: not is_alive(server))
    assert ask(started(tmp_path).url, "SELECT 1") == [(1,)]


@pytest.mark.faults
def test_a_server_that_lost_its_starter_and_its_keeper_is_replaced(started, tmp_path):
    left_behind = start_and_die(tmp_path, "without a keeper")
    server = started(tmp_path)
    assert process(left_behind.pid) is None or not is_alive(left_behind)
    assert ask(server.url, "SELECT 1") == [(1,)]


def test_a_full_disk_is_said_in_plain_words(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_module, "SPACE_NEEDED_BYTES", 10**18)
    with pytest.raises(ServiceError, match="not enough room on the disk"):
        start_postgres(tmp_path)


def test_a_failed_start_leaves_the_data_directory_free_for_the_next(started, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(cluster_module, "SPACE_NEEDED_BYTES", 10**18)
        with pytest.raises(ServiceError):
            start_postgres(tmp_path)
    assert started(tmp_path).is_alive()


def test_asking_to_stop_while_it_starts_ends_it(started, tmp_path):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        start_postgres(tmp_path, cancel=cancel)
    assert started(tmp_path).is_alive()


def test_a_data_directory_that_cannot_be_made_is_said_in_plain_words(tmp_path):
    (tmp_path / "file").write_text("not a directory")
    with pytest.raises(ServiceError, match="cannot be created"):
        start_postgres(tmp_path / "file" / "data")


def test_a_damaged_password_file_is_said_in_plain_words(tmp_path):
    (tmp_path / "postgres.json").write_text("{")
    with pytest.raises(ServiceError, match="cannot be read"):
        start_postgres(tmp_path)


@as_root_only
def test_a_database_whose_data_directory_was_deleted_is_set_aside_not_deleted(started, tmp_path):
    server = started(tmp_path)
    ask(server.owner_url, "CREATE TABLE old (id int)")
    home = server._cluster.home
    server.stop()
    (tmp_path / "postgres.json").unlink()
    again = started(tmp_path)
    with pytest.raises(psycopg2.errors.UndefinedTable):
        ask(again.owner_url, "SELECT * FROM old")
    aside = list(home.parent.glob(f"{home.name}.set-aside-*"))
    assert len(aside) == 1
    for path in aside:
        shutil.rmtree(path)


AS_ORDINARY_USER = """
import os, sys
from pathlib import Path
import psutil
from lossprevention.embedded.postgres import start_postgres
os.umask(0o077)
server = start_postgres(Path(sys.argv[1]))
assert psutil.Process(server.pid).uids().effective == os.geteuid() != 0
assert (Path(sys.argv[1]) / "postgresql" / "cluster" / "PG_VERSION").exists()
server.stop()
(Path(sys.argv[1]) / "postgres.json").unlink()
try:
    start_postgres(Path(sys.argv[1]))
except Exception as error:
    print(error)
"""


def reachable_python(account, environment: dict[str, str]) -> str | None:
    """An interpreter that the account may run; ours may live in root's home."""
    for candidate in (sys.executable, "/usr/bin/python3"):
        try:
            subprocess.run(
                [candidate, "-c", "import psycopg2, psutil"],
                env=environment,
                check=True,
                capture_output=True,
                **account.process_options(),
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        return candidate
    return None


@as_root_only
def test_an_ordinary_user_keeps_the_database_inside_the_data_directory():
    account = service_account()
    packages = str(Path(psycopg2.__file__).parents[1])
    environment = {"PYTHONPATH": packages, "PYTHONDONTWRITEBYTECODE": "1"}
    python = reachable_python(account, environment)
    if python is None:
        pytest.skip("no interpreter that an ordinary user may run")
    place = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        account.own(place)
        done = subprocess.run(
            [python, "-c", AS_ORDINARY_USER, str(place / "data")],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            **account.process_options(),
        )
        assert done.returncode == 0, done.stderr
        assert "Put the right file back" in done.stdout
    finally:
        shutil.rmtree(place)
