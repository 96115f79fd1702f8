"""One run of the embedded PostgreSQL server as a child of ours, from launch to readiness."""

import enum
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import psycopg2
from psycopg2.extensions import connection as DatabaseSession  # noqa: N812

from lossprevention.embedded.binaries import executable
from lossprevention.embedded.cluster import SUPERUSER, Cluster, check_space, run_as
from lossprevention.embedded.errors import CancelledError, ServiceError
from lossprevention.embedded.leash import leash
from lossprevention.embedded.ports import LOOPBACK
from lossprevention.embedded.processes import POLITE_SIGNAL, end_tree, spawn

READY_SECONDS = 180.0  # recovery after a crash replays up to max_wal_size
STOP_SECONDS = 30.0
_POLL_SECONDS = 0.03

FAST_SHUTDOWN: int = POLITE_SIGNAL if sys.platform == "win32" else signal.SIGINT

_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "100",
    "max_locks_per_transaction": "256",  # a migration locks every table of a chain's schema
    "fsync": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "logging_collector": "off",
}


class Failure(enum.Enum):
    """Why a server ended before it was ready, as far as that changes what to do next."""

    PORT_TAKEN = ("could not bind", "could not create any TCP/IP sockets")
    STILL_IN_USE = ("is still in use", 'lock file "postmaster.pid" already exists')
    DISK_FULL = ("No space left on device",)
    ADMINISTRATOR = ("administrative permissions",)
    OTHER = ()


class NotReadyError(Exception):
    """The server ended instead of becoming ready."""

    def __init__(self, failure: Failure, log: str) -> None:
        super().__init__(log)
        self.failure = failure
        self.log = log

    def explained(self, cluster: Cluster) -> ServiceError:
        """The same for a person."""
        if self.failure is Failure.DISK_FULL:
            return ServiceError(f"The disk is full: the database at {cluster.home} cannot start.")
        if self.failure is Failure.ADMINISTRATOR:
            return ServiceError(
                "PostgreSQL does not run with administrator rights: "
                "start the product from an ordinary command prompt."
            )
        return ServiceError(f"The database did not start. It said:\n{self.log}")


def launch(cluster: Cluster, port: int, log_file: Path) -> subprocess.Popen[bytes]:
    """Start the server; it is not ready yet. It ends when this process does, however that ends."""
    check_space(cluster.home)
    command: list[str | Path] = [
        executable(cluster.binaries, "postgres"),
        "-D",
        cluster.directory,
        "-p",
        str(port),
    ]
    for name, value in _SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    with log_file.open("ab") as log:
        process = spawn(
            command,
            account=cluster.account,
            cwd=cluster.home,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    leash().hold(process.pid, polite=FAST_SHUTDOWN, grace=STOP_SECONDS)
    return process


def await_ready(
    process: subprocess.Popen[bytes],
    cluster: Cluster,
    port: int,
    log_file: Path,
    cancel: threading.Event | None,
) -> None:
    """Return once the server answers, after recovery if there was a crash.

    Raises NotReadyError when it ends instead, CancelledError when `cancel` is set, ServiceError
    when it takes READY_SECONDS or refuses the password.
    """
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            log = _tail(log_file)
            raise NotReadyError(_failure(log), log)
        if cancel is not None and cancel.is_set():
            raise CancelledError("Stopped while the database was starting.")
        try:
            connect(cluster, port).close()
        except psycopg2.OperationalError as error:
            if "authentication failed" in str(error):
                message = f"The passwords in {cluster.state_file} are not those of the database."
                raise ServiceError(message) from error
            time.sleep(_POLL_SECONDS)
        else:
            return
    raise ServiceError(f"The database did not become ready within {READY_SECONDS:.0f} seconds.")


def connect(cluster: Cluster, port: int, database: str = "postgres") -> DatabaseSession:
    """A superuser's connection in autocommit mode."""
    connection = psycopg2.connect(
        host=LOOPBACK,
        port=port,
        user=SUPERUSER,
        password=cluster.state.superuser_password,
        dbname=database,
        connect_timeout=5,
        sslmode="disable",
    )
    connection.autocommit = True
    return connection


def end(process: subprocess.Popen[bytes], cluster: Cluster) -> None:
    """Fast shutdown: open transactions are rolled back, everything committed is on the disk."""
    if process.poll() is None:
        if sys.platform == "win32":  # the server listens to its own tool only
            pg_ctl = executable(cluster.binaries, "pg_ctl")
            run_as(None, [pg_ctl, "stop", "-m", "fast", "-D", cluster.directory], cluster.home)
        try:
            end_tree(psutil.Process(process.pid), polite=FAST_SHUTDOWN, grace=STOP_SECONDS)
        except psutil.NoSuchProcess:
            process.poll()
    process.wait()
    leash().release(process.pid)


def _failure(log: str) -> Failure:
    for failure in Failure:
        if any(sign in log for sign in failure.value):
            return failure
    return Failure.OTHER


def _tail(log_file: Path, size: int = 3000) -> str:
    """The end of the log."""
    with log_file.open("rb") as stream:
        stream.seek(max(0, log_file.stat().st_size - size))
        return stream.read().decode(errors="replace").strip()
