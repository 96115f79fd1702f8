"""What this process started does not outlive it, however it ends.

A clean end is the business of whoever started the process. For the other ends (kill -9, a crash) a
tiny companion, `keeper`, waits for our end and then ends what is still held. It works alike on
Linux, macOS and Windows, and unlike the kernel's parent-death signal it does not mistake the end
of a thread for the end of the process, and reaches grandchildren.
"""

import json
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from lossprevention.embedded.processes import POLITE_SIGNAL, spawn

if TYPE_CHECKING:
    import io
    import subprocess

PROGRAMS, SERVICES = 0, 1
"""Stages of the end: what uses the services ends before they do."""

_ROOT = Path(__file__).resolve().parents[2]


class Leash:
    """The processes that must end when this one does. Safe to use from several threads."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._orders: dict[int, dict[str, Any]] = {}
        self._keeper: subprocess.Popen[bytes] | None = None
        self._line: io.RawIOBase
        self._pid = os.getpid()

    def hold(
        self,
        pid: int,
        *,
        stage: int = SERVICES,
        polite: int = POLITE_SIGNAL,
        grace: float = 5.0,
    ) -> None:
        """End the process `pid` (started by `spawn`) when we are gone: `polite`, wait, kill."""
        with self._mutex:
            self._orders[pid] = {"hold": pid, "stage": stage, "signal": polite, "grace": grace}
            self._tell(self._orders[pid])

    def release(self, pid: int) -> None:
        """`pid` has ended."""
        with self._mutex:
            if self._orders.pop(pid, None) is not None:
                self._tell({"release": pid})

    @property
    def keeper(self) -> psutil.Process | None:
        """The companion; None before something was held."""
        return None if self._keeper is None else psutil.Process(self._keeper.pid)

    def _tell(self, order: dict[str, Any]) -> None:
        if self._keeper is not None and self._keeper.poll() is None:
            try:
                self._write(order)
            except OSError:
                self._keeper = None  # it was killed this very moment: start another
            else:
                return
        self._start_keeper()

    def _start_keeper(self) -> None:
        """A companion that knows everything that is held, also after the first was killed."""
        reading_end, writing_end = os.pipe()
        try:
            self._keeper = spawn(
                [sys.executable, "-m", f"{__package__}.keeper", str(os.getpid())],
                cwd=_ROOT,
                stdin=reading_end,
            )
        finally:
            os.close(reading_end)
        self._line = os.fdopen(writing_end, "wb", buffering=0)
        for order in self._orders.values():
            self._write(order)

    def _write(self, order: dict[str, Any]) -> None:
        self._line.write(json.dumps(order).encode() + b"\n")

    @property
    def is_ours(self) -> bool:
        """False in a fork: the processes are the parent's, and so is the companion."""
        return self._pid == os.getpid()


_leash = Leash()


def leash() -> Leash:
    """The leash of this process."""
    global _leash
    if not _leash.is_ours:
        _leash = Leash()
    return _leash
