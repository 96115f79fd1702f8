"""The programs that the demo runs, and the environment they run in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lossprevention.embedded.program import Program, Restart, python

if TYPE_CHECKING:
    from pathlib import Path

REPLACED = (
    *("DATABASE_URL", "MIGRATE_DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "HTTPS"),
    *("AWS_STORAGE_BUCKET_NAME", "ALLOWED_HOSTS", "FOOTAGE_ROOTS", "TRUSTED_PROXY_COUNT"),
    *("LOSSPREVENTION_AS_OWNER", "UNKNOWN_HOST_IS_ONLY_CHAIN", "PORT", "PUBLIC_PORT"),
    *("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM", "TWILIO_API_URL"),
    *("FIELD_KEYS", "SOURCE_ROOTS", "ALLOWED_SOURCE_NETWORKS", "SOURCE_AUTHORITY_FILE"),
)
"""Variables of a real installation that the demo must not use: it brings its own services."""


_QUIET = {  # warnings that a demo need not heed: run as root, no collected static files
    "PYTHONWARNINGS": "ignore:You're running the worker,ignore:No directory at"
}


def clean_environment(data: Path, *, port: int | None = None) -> None:
    """Point this process, and with it every child, at the demo's own services."""
    for name in REPLACED:
        os.environ.pop(name, None)
    if port is not None:
        os.environ["PUBLIC_PORT"] = str(port)
    os.environ["LOSSPREVENTION_DATA"] = str(data)
    os.environ["SIMULATED_RECORDERS"] = "1"
    os.environ.setdefault("ENVIRONMENT", "Demo")


def release(root: Path) -> Program:
    return Program("migrate", python("manage.py", "release"), cwd=root, restart=Restart.NEVER)


def programs(root: Path, *, port: int, has_redis: bool) -> list[Program]:
    """In the order of their start; they end in the reverse order."""
    web = python(
        "-m",
        "waitress",
        f"--listen=127.0.0.1:{port}",
        "--threads=8",
        "--max-request-body-size=3221225472",  # above the largest clip; the app names its limit
        "lossprevention.wsgi:application",
    )
    beat = python(
        "-m", "celery", "--app", "lossprevention", "--quiet", "beat", "--loglevel", "WARNING"
    )
    running = [
        Program("web", web, cwd=root, env=_QUIET),
        # what it is in the middle of when this is over is done again at the next start
        Program("worker", python("manage.py", "work"), cwd=root, grace=8.0, env=_QUIET),
        Program("watch", python("manage.py", "watch"), cwd=root, grace=5.0, env=_QUIET),
        Program(
            "history",
            python("-m", "lossprevention.demo.history"),
            cwd=root,
            restart=Restart.ON_FAILURE,
        ),
        Program("registers", python("-m", "lossprevention.demo.registers"), cwd=root),
    ]
    if has_redis:  # without it workers look for themselves, and there is nothing to ring
        running.insert(2, Program("beat", beat, cwd=root))
    return running
