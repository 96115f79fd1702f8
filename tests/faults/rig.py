"""The real product in a data directory of its own, and the means to break it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg2

from lossprevention.embedded.services import RunningServices, start_services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


ROOT = Path(__file__).resolve().parent.parent.parent
CHAIN = "fault"


class Rig:
    """Services, one chain, and workers as real processes."""

    def __init__(self, data: Path, services: RunningServices) -> None:
        self.data = data
        self.services = services
        self.workers: list[subprocess.Popen[bytes]] = []
        self.crashes = data / "crashes"
        self.crashes.mkdir()

    def environment(self, **extra: str) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "MIGRATE_DATABASE_URL", "REDIS_URL", "SECRET_KEY"}
        }
        return {
            **kept,
            "LOSSPREVENTION_DATA": str(self.data),
            "LOSSPREVENTION_CRASH_DIR": str(self.crashes),
            "PYTHONPATH": str(ROOT),
            "IDLE_TRANSACTION_SECONDS": "8",
            **extra,
        }

    def manage(self, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *command],
            env=self.environment(**env),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def must(self, *command: str, **env: str) -> str:
        done = self.manage(*command, **env)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def start_worker(self, *options: str, **env: str) -> subprocess.Popen[bytes]:
        log = (self.data / f"worker{len(self.workers)}.log").open("wb")
        worker = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "work", *options],
            env=self.environment(**env),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """SIGKILL to the worker and all it started."""
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def end(self) -> None:
        for worker in self.workers:
            self.kill(worker)

    def reset(self) -> None:
        """As new: no worker, no crash, no row but the store and what stands in it."""
        self.end()
        self.workers.clear()
        for marker in self.crashes.iterdir():
            marker.unlink()
        if self.services.redis is not None and not self.services.redis.is_alive():
            self.services.redis.restart()
        self.services.publish()
        self.query(
            "TRUNCATE public.jobs_job, clips_clip, transactions_note, transactions_review,"
            " transactions_transaction, transactions_sourcefile, transactions_upload CASCADE"
        )

    def query(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(self.services.postgres.owner_url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(f"SET search_path TO {CHAIN}, public")
                cursor.execute(sql, parameters or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def waiting(self) -> int:
        """Jobs that could be done now or are being done."""
        return self.query(
            "SELECT count(*) FROM jobs_job WHERE state = 'running'"
            " OR (state = 'queued' AND run_after < now() + interval '30 seconds')"
        )[0][0]

    def until(self, what: Callable[[], bool], *, within: float) -> float:
        """Seconds until ``what`` holds; fails after ``within``."""
        began = time.monotonic()
        while time.monotonic() - began < within:
            try:
                if what():
                    return time.monotonic() - began
            except psycopg2.OperationalError:
                pass  # the database is away: that is what some of these tests are about
            time.sleep(0.25)
        raise AssertionError(f"not within {within} s; logs: {self._logs()}")

    def jobs(self) -> list[tuple[Any, ...]]:
        return self.query(
            "SELECT kind, state, attempts, outcome::text, count(*) FROM jobs_job GROUP BY 1,2,3,4"
        )

    def _logs(self) -> str:
        states = self.jobs()
        logs = sorted(self.data.glob("worker*.log"), key=lambda log: log.stat().st_mtime)
        said = "\n".join(log.read_text(errors="replace")[-2500:] for log in logs[-2:])
        return f"{states}\n{said}"

    def exported(self, kind: str) -> list[dict[str, Any]]:
        return [
            json.loads(line) for line in self.must("export", kind, "--chain", CHAIN).splitlines()
        ]


@contextmanager
def rig(data: Path) -> Iterator[Rig]:
    """A fresh data directory with one chain ``fault`` and one store 101."""
    services = start_services(data)
    broken = Rig(data, services)
    try:
        broken.must("release")
        broken.must("create_chain", "Fault", "--schema", CHAIN)
        _make_store(broken)
        yield broken
    finally:
        broken.end()
        services.stop()
        services.postgres.destroy()


def _make_store(broken: Rig) -> None:
    """Store 101: register 1, seen by camera cam1 of a recorder that writes to a folder."""
    footage = broken.data / "footage" / "101"
    footage.mkdir(parents=True)
    broken.must(
        *("create_store", "--chain", CHAIN, "--code", "101", "--name", "Fault Street"),
        *("--timezone", "America/New_York", "--register", "1", "--recorder", "folder"),
        *("--recorder-option", f"path={footage}", "--camera", "cam1=1"),
    )
