"""One holder per file, for as long as its process lives.

The operating system drops the lock when the process ends in whatever way, so that nothing stale
can be left behind by a crash.
"""

import os
import sys
from pathlib import Path

from lossprevention.embedded.errors import AlreadyRunningError


class FileLock:
    """Held from `acquire()` to `release()`. Not re-entrant, also not inside one process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self, *, held_elsewhere: str) -> None:
        """Take the lock or raise AlreadyRunningError with the sentence `held_elsewhere`."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            raise AlreadyRunningError(held_elsewhere) from error
        self._handle = handle

    def release(self) -> None:
        """Let go; nothing happens when it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
