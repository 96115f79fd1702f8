"""A live folder under a steady eye: a look every two seconds, at once when something stirs.

A look happens in a thread of its own, so that a share that hangs holds up nobody: it is
said, and the thread is waited for; no second one is sent after it. Between looks the
files' sizes are compared, and what is the same twice and whole is handed out. All of it
is polling; that the system also tells of changes (:mod:`.ear`) only makes it sooner,
for on shares it often does not.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from transactions.sources.base import Batch, SourceError
from transactions.sources.bounded import Pending
from transactions.sources.ear import Ear
from transactions.sources.folder import FolderFetcher

if TYPE_CHECKING:
    from transactions.sources.base import Asked
    from transactions.sources.listing import Entry

POLL_SECONDS: Final = 2.0
SETTLE_SECONDS: Final = 0.5
SLOW_SHARE: Final = 5.0
"""A look that takes long is repeated after five times as long."""
FULL_SCAN_SECONDS: Final = 600.0
HANGS_AFTER: Final = 30.0
LONGEST_BACK_OFF: Final = 60.0


@dataclass(slots=True)
class Glance:
    """What one look brought: files to keep, or why there are none."""

    batch: Batch = field(default_factory=Batch)
    failure: SourceError | None = None
    is_busy: bool = False
    """Files are there that are not finished, or not read yet."""


class Eye:
    """One live folder. Not for several threads: :meth:`tick` is called from one."""

    def __init__(self, asked: Asked, seen: set[bytes]) -> None:
        self._folder = FolderFetcher(asked)
        self._seen = seen
        self._paths: set[str] = set()
        self._last: dict[str, Entry] = {}
        self._pending: Pending[Glance] | None = None
        self._hangs = False
        self._failures = 0
        self._next_look = self._next_scan = time.monotonic()
        self._ear = Ear(self._folder)

    def close(self) -> None:
        self._ear.close()

    def tick(self) -> Glance | None:
        """Never waits. A glance when a look ended or began to hang; None meanwhile."""
        now = time.monotonic()
        if self._pending is None:
            if now >= self._next_look or self._ear.heard.is_set():
                self._begin(now)
            return None
        if self._pending.is_over:
            return self._end(now)
        if not self._hangs and now - self._pending.since > HANGS_AFTER:
            self._hangs = True
            return Glance(failure=SourceError("folder_hangs", path=self._folder.said))
        return None

    def kept(self, batch: Batch) -> None:
        """The batch is committed: its files are not handed out again."""
        self._seen.update(batch.digests)

    def _begin(self, now: float) -> None:
        self._ear.heard.clear()
        stirred = self._ear.stirred()
        self._paths -= stirred
        is_full = now >= self._next_scan
        if is_full:
            self._next_scan = now + FULL_SCAN_SECONDS
        self._pending = Pending(lambda: self._look(is_full=is_full), "look")

    def _end(self, now: float) -> Glance:
        if self._pending is None:  # tick() asked just before
            return Glance()
        took = now - self._pending.since
        try:
            glance = self._pending.result(0)
        except SourceError as error:
            glance = Glance(failure=error)
        finally:
            self._pending, self._hangs = None, False
        if glance.failure is not None:
            self._failures += 1
            wait = min(POLL_SECONDS * 2 ** min(self._failures, 6), LONGEST_BACK_OFF)
            self._next_scan = now
        else:
            self._failures = 0
            wait = SETTLE_SECONDS if glance.is_busy else max(POLL_SECONDS, took * SLOW_SHARE)
        self._next_look = now + wait
        return glance

    def _look(self, *, is_full: bool) -> Glance:
        """In the thread. Quick looks ask nothing about files whose names are known."""
        entries = self._folder.look(skip=frozenset() if is_full else self._paths)
        self._ear.listen()
        fresh = [each for each in entries if each.digest not in self._seen]
        if is_full:
            self._paths = {each.path for each in entries}
        self._paths -= {each.path for each in fresh}
        ripe = [each for each in fresh if self._last.get(each.path) == each]
        news = len(fresh) - len(ripe)
        self._last = {each.path: each for each in fresh}
        batch = self._first_batch(ripe)
        batch.found = len(batch.digests)
        if is_full:
            batch.present = frozenset(each.digest for each in entries)
        return Glance(batch, is_busy=news > 0 or (bool(batch.digests) and len(ripe) > batch.found))

    def _first_batch(self, ripe: list[Entry]) -> Batch:
        """The first of the batches that holds anything: files that are locked or cut off
        must not stand in the way of others."""
        for batch in self._folder.read_all(ripe):
            if batch.digests:
                self._paths |= {each.path for each in ripe if each.digest in set(batch.digests)}
                return batch
        return Batch()
