"""A recorder that takes its time to play back and refuses a second playback meanwhile."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from footage.errors import UnsupportedError
from footage.recorders.folder import FolderRecorder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from footage.recorders.base import Cancelled, Grants, Progress, RawMedia
    from footage.window import UtcWindow

LEAST_SECONDS: Final = 3.0
MOST_SECONDS: Final = 6.0


def playback_seconds(recorder: str, start: datetime) -> float:
    """The same in every process: what the ideal schedule is made of."""
    drawn = random.Random(f"{recorder} {start.timestamp()}")
    return drawn.uniform(LEAST_SECONDS, MOST_SECONDS)


class SlowRecorder:
    """The driver ``slow``: footage of a folder, handed over after a while."""

    name = "slow"
    capabilities = FolderRecorder.capabilities

    def __init__(self, folder: FolderRecorder, recorder: str, lock: Path) -> None:
        self._folder, self._recorder, self._lock = folder, recorder, lock

    @classmethod
    def from_settings(cls, settings: Mapping[str, str], grants: Grants) -> Self:
        """Keys: ``path``, ``recorder`` and ``lock``."""
        folder = FolderRecorder.from_settings({"path": settings["path"]}, grants)
        return cls(folder, settings["recorder"], Path(settings["lock"]))

    def fetch(
        self,
        channel: str,
        window: UtcWindow,
        dest: Path,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> RawMedia:
        try:
            self._lock.touch(exist_ok=False)
        except FileExistsError as error:
            raise UnsupportedError("two playbacks at once") from error
        try:
            time.sleep(playback_seconds(self._recorder, window.start))
            return self._folder.fetch(channel, window, dest, progress=progress, cancelled=cancelled)
        finally:
            self._lock.unlink()
