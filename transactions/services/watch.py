"""The program that watches: every live folder of every chain, in one process."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError

from accounts.tenancy import close_connections, in_chain, in_public, ready_chains
from stores.services import recorders_jobs
from transactions.services.live_folders import LiveFolder, ask_forgotten, live_sources

if TYPE_CHECKING:
    import threading

    from accounts.models import Chain

log = structlog.get_logger(__name__)

TICK_SECONDS = 0.1
REFRESH_SECONDS = 5.0
REFRESH_SHARE = 20.0
"""With very many chains, asking them all what to watch takes at most a twentieth of the time."""
AWAY_SECONDS = 2.0
RECORDERS_SECONDS = 600.0
"""How often it is seen to that every recorder has its daily look ahead of it."""


class Watch:
    """All live folders; :meth:`run` until told to stop."""

    def __init__(self) -> None:
        self._folders: dict[tuple[str, int], LiveFolder] = {}
        self._next_refresh = self._next_recorders = 0.0

    def run(self, stopping: threading.Event) -> None:
        log.info("watch_up")
        while not stopping.is_set():
            try:
                self.tick()
            except (OperationalError, InterfaceError) as error:
                log.warning("database_away", error=str(error).splitlines()[0])
                close_connections()
                stopping.wait(AWAY_SECONDS)
            stopping.wait(TICK_SECONDS)
        self.close()
        log.info("watch_down")

    def tick(self) -> int:
        """One round over all folders; answers how many gave something."""
        began = time.monotonic()
        if began >= self._next_refresh:
            self.refresh()
            took = time.monotonic() - began
            self._next_refresh = time.monotonic() + max(REFRESH_SECONDS, took * REFRESH_SHARE)
        return sum(folder.tick() for folder in self._folders.values())

    def refresh(self) -> None:
        """Take up sources that are new or changed, let go of those that are off."""
        with in_public():
            chains = list(ready_chains())
        looks_at_recorders = time.monotonic() >= self._next_recorders
        if looks_at_recorders:
            self._next_recorders = time.monotonic() + RECORDERS_SECONDS
        wanted: set[tuple[str, int]] = set()
        for chain in chains:
            with in_chain(chain):
                ask_forgotten()
                if looks_at_recorders:
                    recorders_jobs.ask_forgotten()
                wanted |= self._take_up(chain)
        for key in set(self._folders) - wanted:
            self._let_go(key)

    def close(self) -> None:
        for key in list(self._folders):
            self._let_go(key)

    def _take_up(self, chain: Chain) -> set[tuple[str, int]]:
        keys = set()
        for source in live_sources():
            key = (chain.schema_name, source.pk)
            keys.add(key)
            known = self._folders.get(key)
            if known is not None and not known.is_as(source):
                self._let_go(key)
            if key not in self._folders:
                self._folders[key] = LiveFolder(chain, source)
        return keys

    def _let_go(self, key: tuple[str, int]) -> None:
        folder = self._folders.pop(key)
        with in_chain(folder.chain):
            folder.close()
