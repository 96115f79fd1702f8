"""The unprivileged account that PostgreSQL and Redis run under when the product runs as root.

PostgreSQL refuses to run as root. Its files then live under STATE_DIRECTORY and never inside the
data directory, because that account may not be able to walk to it, and opening somebody's home
directory for it is not ours to do.
"""

import logging
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lossprevention.embedded.errors import ServiceError

logger = logging.getLogger(__name__)

ACCOUNT_NAME = "lossprevention"
STATE_DIRECTORY = Path("/var/lib/lossprevention")
_USERADD = ("--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin")


@dataclass(frozen=True)
class Account:
    """A system account to run a server under."""

    uid: int
    gid: int

    def process_options(self) -> dict[str, Any]:
        """What makes `subprocess` run a program under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "umask": 0o077}

    def own(self, path: Path) -> None:
        """Make `path` this account's."""
        os.chown(path, self.uid, self.gid)

    def make_directory(self, path: Path) -> None:
        """A directory that only this account enters (0700)."""
        path.mkdir(mode=0o700, exist_ok=True)
        self.own(path)


def service_account() -> Account | None:
    """The account to run servers under; None when our own will do (not root, or Windows)."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    account = _look_up(ACCOUNT_NAME) or _create() or _look_up("nobody")
    if account is None:
        raise ServiceError(
            "PostgreSQL does not run as root and there is no other account to run it under. "
            f"Create one (useradd --system {ACCOUNT_NAME}) or start the product as another user."
        )
    return account


def state_directory() -> Path:
    """STATE_DIRECTORY, created when missing: root's, open to walk through, closed to write."""
    try:
        STATE_DIRECTORY.parent.mkdir(parents=True, exist_ok=True)
        if not STATE_DIRECTORY.exists():
            STATE_DIRECTORY.mkdir(exist_ok=True)
            STATE_DIRECTORY.chmod(0o755)
    except OSError as error:
        message = f"{STATE_DIRECTORY} cannot be created: {error.strerror}."
        raise ServiceError(message) from error
    return STATE_DIRECTORY


def _look_up(name: str) -> Account | None:
    import pwd  # not on Windows

    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(uid=entry.pw_uid, gid=entry.pw_gid)


def _create() -> Account | None:
    """Create the account; two copies that start at once may both try, and one of them wins."""
    program = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if program is None:
        return None
    for _ in range(5):
        done = subprocess.run(
            [program, *_USERADD, ACCOUNT_NAME], capture_output=True, text=True, check=False
        )
        account = _look_up(ACCOUNT_NAME)
        if account is not None:
            return account
        time.sleep(0.2)  # another useradd holds the lock of the password file
    logger.warning("useradd could not create %s: %s", ACCOUNT_NAME, done.stderr.strip())
    return None
