"""Running a command as the owner of the tables, which the application itself is not."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings


class OwnerCommandError(RuntimeError):
    """The command failed; the message is its last line."""


def run_as_owner(*command: str) -> str:
    """Run ``manage.py COMMAND`` in a child process that connects as the owner.

    Answers what it printed. Raises OwnerCommandError when it fails.
    """
    child = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        env={
            **os.environ,
            "LOSSPREVENTION_AS_OWNER": "1",
            "LOSSPREVENTION_DATA": str(settings.DATA_DIR),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    if child.returncode != 0:
        lines = child.stderr.strip().splitlines() or ["no message"]
        raise OwnerCommandError(lines[-1])
    return child.stdout
