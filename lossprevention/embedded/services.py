"""PostgreSQL and Redis of one data directory together, and the file that tells others of them.

`<data>/services.json` (0600) holds the addresses, so that every command that names the same data
directory (LOSSPREVENTION_DATA) reaches the same services; and the secret key, which outlives them.
"""

import logging
import secrets
import shutil
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from lossprevention.embedded.errors import ServiceError
from lossprevention.embedded.postgres import RunningPostgres, start_postgres
from lossprevention.embedded.private_files import read_private_json, write_private_json
from lossprevention.embedded.redis import RunningRedis, start_redis

logger = logging.getLogger(__name__)

FILE_NAME = "services.json"
HEAL_SECONDS = 1.0
LOG_LIMIT_BYTES = 10_000_000


@dataclass(frozen=True)
class Services:
    """Where the services are. URLs carry passwords: never log one."""

    database_url: str
    migrate_database_url: str
    redis_url: str | None
    secret_key: str
    field_key: str = ""
    """Seals passwords that the product must be able to use (stores/sealing.py)."""


def read_services(data_dir: Path) -> Services | None:
    """What was written for `data_dir`; None when nothing was ever started there."""
    stored = read_private_json(data_dir / FILE_NAME)
    if stored is None:
        return None
    try:
        return Services(**stored)
    except TypeError as error:
        message = f"{data_dir / FILE_NAME} is damaged: it does not hold what was written there."
        raise ServiceError(message) from error


def start_services(data_dir: Path, *, cancel: threading.Event | None = None) -> "RunningServices":
    """Start both services and write their addresses. Raises ServiceError, with neither running."""
    postgres = start_postgres(data_dir, cancel=cancel)
    try:
        running = RunningServices(data_dir, postgres, start_redis(data_dir))
        running.publish()
    except BaseException:
        postgres.stop()
        raise
    return running


class RunningServices:
    """Both services, healed when one dies, ended together."""

    def __init__(
        self, data_dir: Path, postgres: RunningPostgres, redis: RunningRedis | None
    ) -> None:
        self._data_dir = data_dir
        self.postgres = postgres
        self.redis = redis
        self._stopping = threading.Event()
        self._healer: threading.Thread | None = None

    def publish(self) -> Services:
        """Write the addresses for everybody who names this data directory."""
        before = read_services(self._data_dir)
        services = Services(
            database_url=self.postgres.url,
            migrate_database_url=self.postgres.owner_url,
            redis_url=None if self.redis is None else self.redis.url,
            secret_key=secrets.token_urlsafe(48) if before is None else before.secret_key,
            field_key=(before and before.field_key) or Fernet.generate_key().decode(),
        )
        if services != before:
            write_private_json(self._data_dir / FILE_NAME, asdict(services))
        return services

    def keep_alive(self) -> None:
        """From now on start again, within about a second, whichever service dies."""
        self._healer = threading.Thread(target=self._heal, name="services", daemon=True)
        self._healer.start()

    def stop(self) -> None:
        """End both; nothing of them runs afterwards. May be called twice."""
        self._stopping.set()
        if self._healer is not None:
            self._healer.join()
        if self.redis is not None:
            self.redis.stop()
        self.postgres.stop()

    def _heal(self) -> None:
        while not self._stopping.wait(HEAL_SECONDS):
            try:
                self._restart_the_dead()
            except ServiceError as error:  # a full disk, say: say so and try again
                logger.error("%s", error)
                self._stopping.wait(10 * HEAL_SECONDS)
            _cut_log(self.postgres.log_file)

    def _restart_the_dead(self) -> None:
        if not self.postgres.is_alive():
            logger.warning("The database server ended unexpectedly: starting it again")
            self.postgres.restart(self._stopping)
            self.publish()
            logger.warning("The database server runs again")
        if self.redis is not None and not self.redis.is_alive():
            logger.warning("Redis ended unexpectedly: starting it again")
            self.redis.restart()
            self.publish()


def _cut_log(path: Path) -> None:
    """Keep the server's log bounded: one older part, and a fresh one in the same open file."""
    if path.stat().st_size > LOG_LIMIT_BYTES:
        shutil.copyfile(path, path.with_suffix(".log.1"))
        with path.open("r+b") as stream:
            stream.truncate()
