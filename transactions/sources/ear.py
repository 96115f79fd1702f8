"""Hears of changes in a folder from the system, where the system tells of them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import structlog
import watchfiles

from transactions.sources.base import SourceError

if TYPE_CHECKING:
    from transactions.sources.folder import FolderFetcher

log = structlog.get_logger(__name__)

AGAIN_SECONDS: Final = 30.0
GATHER_MS: Final = 200
STEP_MS: Final = 40
ASK_STOP_MS: Final = 1000


class Ear:
    """A daemon thread that listens for as long as it can, and begins anew when it cannot:
    watching a share is known to end without a word, and polling finds what it misses."""

    def __init__(self, folder: FolderFetcher) -> None:
        self.heard = threading.Event()
        self._folder = folder
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._stirred: set[str] = set()
        self._thread: threading.Thread | None = None

    def listen(self) -> None:
        """Begin, now that the folder is known to be there."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="ear", daemon=True)
            self._thread.start()

    def close(self) -> None:
        self._stop.set()

    def stirred(self) -> set[str]:
        """Paths below the folder that changed since the last time this was asked."""
        with self._lock:
            told, self._stirred = self._stirred, set()
        return told

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except (SourceError, OSError, RuntimeError) as error:
                log.info("folder_not_heard", error=type(error).__name__)
            self._stop.wait(AGAIN_SECONDS)

    def _listen(self) -> None:
        root = self._folder.path
        for changes in watchfiles.watch(
            root,
            watch_filter=None,
            debounce=GATHER_MS,
            step=STEP_MS,
            stop_event=self._stop,
            rust_timeout=ASK_STOP_MS,
            raise_interrupt=False,
            recursive=self._folder.goes_down,
        ):
            with self._lock:
                self._stirred |= {
                    path.removeprefix(str(root)).lstrip("/\\").replace("\\", "/")
                    for _change, path in changes
                }
            self.heard.set()
