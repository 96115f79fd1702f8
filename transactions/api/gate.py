"""How many of this process's threads the API may hold, all together and for one caller.

A web process answers people and programs with the same few threads. Whoever sends many
requests at once is told to wait before anything is done for the surplus: before the
database, and before the body is looked at.
"""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Gate:
    """Counts who is inside. ``whole`` is the most of all callers, ``each`` of one."""

    def __init__(self, *, whole: int, each: int) -> None:
        self.whole, self.each = whole, each
        self._inside: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def passing(self, caller: str) -> Iterator[bool]:
        """Whether ``caller`` may go on; its place is free again when the block ends."""
        entered = self._enter(caller)
        try:
            yield entered
        finally:
            if entered:
                self._leave(caller)

    def _enter(self, caller: str) -> bool:
        with self._lock:
            if self._inside[caller] >= self.each or self._inside.total() >= self.whole:
                return False
            self._inside[caller] += 1
            return True

    def _leave(self, caller: str) -> None:
        with self._lock:
            self._inside[caller] -= 1
            if self._inside[caller] <= 0:
                del self._inside[caller]
