"""``python manage.py demo``: the whole product on this machine, living."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lossprevention.demo.run import Demo, run_demo

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Runs the whole product with a chain that does not exist: embedded PostgreSQL and Redis, "
        "a week of journals, footage drawn as it is asked for, registers that go on selling, web, "
        "worker and beat in the foreground. Prints the address and the log-ins. Ctrl-C ends "
        "everything it started; a second start is quick and keeps the data. Exit code 1: not "
        "ready in time; 2: cannot start (port taken, no room on the disk, data in use)."
    )
    requires_system_checks: list[str] = []  # there is no database yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="default 8000")
        parser.add_argument(
            "--data",
            type=Path,
            default=settings.DATA_DIR,
            help="where everything is kept; another one makes another demo (default %(default)s)",
        )
        parser.add_argument(
            "--exit-when-ready",
            action="store_true",
            help="end with 0 once a flagged transaction has a clip that plays",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        demo = Demo(options["data"].resolve(), options["port"], options["exit_when_ready"])
        sys.exit(run_demo(demo))
