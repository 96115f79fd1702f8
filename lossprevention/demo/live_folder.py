"""The folder in which a store's registers leave their files, as Passport does in ``PJR``."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from lossprevention.demo.scenes import SceneLog
from lossprevention.simulator.tallies import Shifts
from lossprevention.simulator.writers.movement import shift_report
from lossprevention.simulator.writers.passport import file_name, journal_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from lossprevention.demo.place import Place
    from lossprevention.simulator.journal import JournalEvent
    from lossprevention.simulator.profiles import StoreProfile

KEPT: Final = timedelta(days=7)
"""Registers empty their folder about weekly."""


class LiveFolder:
    """Of one store. What a till counted before this began is not known, so that its report
    comes with the first shift that is seen whole."""

    def __init__(self, profile: StoreProfile, place: Place) -> None:
        self._profile = profile
        self._folder = place.incoming(profile.code)
        self._scenes = SceneLog(place.footage(profile.code))
        self._shifts = Shifts()
        self._emptied: date | None = None

    def leave(self, events: Sequence[JournalEvent]) -> None:
        """A file per event, and the counts of the shifts that ended. The cameras' log comes
        first: whoever asks for the clip must find it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._scenes.add(events)
        for event in events:
            self._write(file_name(self._profile, event), journal_file(self._profile, event))
        for period in self._shifts.add(events):
            self._write(*shift_report(self._profile, period))
        if self._emptied != events[-1].day:
            self._empty(time.time() - KEPT.total_seconds())
            self._emptied = events[-1].day

    def _write(self, name: str, content: bytes) -> None:
        unfinished = self._folder / f"{name}.part"
        unfinished.write_bytes(content)
        unfinished.replace(self._folder / name)

    def _empty(self, before: float) -> None:
        for path in self._files():
            if path.stat().st_mtime < before:
                path.unlink()

    def _files(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if path.is_file()]
