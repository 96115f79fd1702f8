"""Ends a process that takes too long or too much memory, from a thread beside it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final, Literal

import psutil

if TYPE_CHECKING:
    import subprocess

_PAUSE: Final = 0.1

Overrun = Literal["", "memory", "time"]


class ChildWatch:
    """A context around the child's life. Memory is watched here as well as limited by the
    child itself, because not every system knows such a limit."""

    def __init__(
        self, child: subprocess.Popen[bytes], *, memory_bytes: int, seconds: float
    ) -> None:
        self.overrun: Overrun = ""
        self._child = child
        self._memory_bytes = memory_bytes
        self._deadline = time.monotonic() + seconds
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="child-watch", daemon=True)

    def __enter__(self) -> ChildWatch:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        try:
            process = psutil.Process(self._child.pid)
            while not self._is_over.wait(_PAUSE) and self._child.poll() is None:
                if time.monotonic() > self._deadline:
                    self.overrun = "time"
                elif process.memory_info().rss > self._memory_bytes:
                    self.overrun = "memory"
                if self.overrun:
                    self._child.kill()
                    return
        except psutil.NoSuchProcess:
            return
