"""``python manage.py work``: a worker.

With Redis, Celery children hear the doorbell, and this process looks for what nobody rang
for. Without (or while Redis is away) this process alone does all the work by polling.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError

from accounts.tenancy import close_connections, in_public
from jobs import doorbell, services
from jobs.worker import work

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from types import FrameType

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
AWAY_SECONDS = 2.0
PING_SECONDS = 5.0
CHILD_STOPS_WITHIN = 20.0
# A store's PC may run everything as root; Celery's paragraph about it says nothing new.
QUIET = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}


class Command(BaseCommand):
    help = "Works on what is to be done: Celery where there is Redis, polling where there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--concurrency", type=int, default=2, help="Celery processes (default 2)"
        )
        parser.add_argument("--no-celery", action="store_true", help="poll only")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.stopping = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        celery = settings.REDIS_URL and not options["no_celery"]
        self.child: subprocess.Popen[bytes] | None = None
        self.command = _celery_command(options["concurrency"]) if celery else None
        log.info("worker_up", celery=bool(celery))
        try:
            self._loop()
        finally:
            self._end_child()
        log.info("worker_down")

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _loop(self) -> None:
        next_ping, rings = 0.0, False
        while not self.stopping:
            self._keep_child()
            if time.monotonic() >= next_ping:
                rings = self.command is not None and doorbell.works()
                next_ping = time.monotonic() + PING_SECONDS
            try:
                busy = self._look(rings=rings)
            except (OperationalError, InterfaceError) as error:
                log.warning("database_away", error=str(error).splitlines()[0])
                close_connections()
                time.sleep(AWAY_SECONDS)
                continue
            if not busy:
                time.sleep(LOOK_SECONDS)

    def _look(self, *, rings: bool) -> bool:
        """One look round: free what dead workers held, then work. Long video jobs and
        fetches are left to Celery while the bell works, so that short ones never wait
        behind them."""
        with in_public():
            services.sweep()
            if rings:
                for pool in services.due_pools():
                    doorbell.ring(pool)
            pools = ("quick",) if rings else ("quick", "send", "fetch", "video")
            more = [work(pool, seconds=5.0, stopping=lambda: self.stopping) for pool in pools]
        return any(more)

    def _keep_child(self) -> None:
        if self.command is None or (self.child is not None and self.child.poll() is None):
            return
        if self.child is not None:
            log.warning("celery_ended", code=self.child.returncode)
            time.sleep(1.0)
        self.child = subprocess.Popen(self.command, env={**os.environ, **QUIET})

    def _end_child(self) -> None:
        if self.child is None or self.child.poll() is not None:
            return
        self.child.terminate()
        try:
            self.child.wait(CHILD_STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def _celery_command(concurrency: int) -> list[str]:
    pool = "solo" if sys.platform == "win32" else "prefork"
    return [
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "--app",
        "lossprevention",
        "worker",
        "--queues",
        "quick,send,fetch,video",
        "--pool",
        pool,
        "--concurrency",
        str(concurrency),
        "--loglevel",
        "WARNING",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]
