"""A recorder that draws its footage when it is asked for it: the driver ``simulated``.

A folder recorder whose folder fills itself. Like a real one it keeps only so many days and
cannot give what is still being recorded; its clock may be wrong.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from footage.errors import OverwrittenError, UnsupportedError
from footage.recorders.base import (
    Channel,
    ClockReading,
    Coverage,
    DeviceInfo,
    ProbeResult,
    Segment,
)
from footage.recorders.folder import FolderRecorder
from footage.window import UtcWindow
from lossprevention.demo.place import stores
from lossprevention.demo.scenes import SceneLog
from lossprevention.simulator.footage.on_demand import ensure_segments
from lossprevention.simulator.scenes import camera_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from footage.recorders.base import Cancelled, Grants, Progress, RawMedia
    from lossprevention.simulator.footage.segment import CameraView
    from lossprevention.simulator.profiles import CameraProfile, RegisterProfile, StoreProfile

KEEPS = timedelta(hours=30)
SEGMENT_SECONDS = 30
_SETTLE_SECONDS = "0"
"""Segments appear whole, by renaming: there is nothing to wait for."""
_DRAWN_FOR = timedelta(minutes=10)
"""How long a drawn segment stays on the disk; asked for later, it is drawn again the same."""
_AROUND = timedelta(minutes=2)
"""Who is at the counter before and after a window matters at its edges."""


def _now() -> datetime:
    return datetime.now(UTC)


class SimulatedRecorder:
    """The recorder of one store of the demo. A channel is a camera's code."""

    name = "simulated"
    capabilities = FolderRecorder.capabilities
    settle_seconds = 0.0

    def __init__(
        self,
        store: StoreProfile,
        folder: FolderRecorder,
        *,
        ahead: timedelta = timedelta(0),
        now: Callable[[], datetime] = _now,
    ) -> None:
        """``ahead``: how far the recorder's clock runs ahead of true time."""
        self._store = store
        self._folder = folder
        self._ahead = ahead
        self._true_now = now

    @classmethod
    def from_settings(cls, settings: Mapping[str, str], grants: Grants) -> Self:
        """Keys: ``path``, ``store`` and optionally ``ahead_ms``."""
        unknown = set(settings) - {"path", "store", "ahead_ms"}
        profile = next((one for one in stores() if one.code == settings.get("store")), None)
        if unknown or profile is None:
            raise UnsupportedError(", ".join(sorted(unknown)) or "a store that is not simulated")
        folder = FolderRecorder.from_settings(
            {"path": settings["path"], "settle": _SETTLE_SECONDS}, grants
        )
        ahead = timedelta(milliseconds=int(settings.get("ahead_ms", "0")))
        return cls(profile, folder, ahead=ahead)

    def probe(self) -> ProbeResult:
        return ProbeResult(self.name, 1.0, (f"store {self._store.code}",))

    def identify(self) -> DeviceInfo:
        return DeviceInfo(model="simulated recorder", serial=self._store.code)

    def clock(self) -> ClockReading:
        now = self._true_now()
        shown = (now + self._ahead).astimezone(self._store.zone).replace(tzinfo=None)
        return ClockReading(shown, self._store.zone.key, now, now)

    def channels(self) -> list[Channel]:
        cameras = {camera.code: camera for _, camera in self._cameras()}
        return [Channel(camera.code, camera.name, is_recording=True) for camera in cameras.values()]

    def coverage(self, channel: str, window: UtcWindow) -> Coverage:
        oldest, newest = self._holds()
        start, end = max(window.start, oldest), min(window.end, newest)
        segments = (Segment(start, end),) if start < end else ()
        return Coverage(window, segments, oldest=oldest, newest=newest)

    def fetch(
        self,
        channel: str,
        window: UtcWindow,
        dest: Path,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> RawMedia:
        """``window`` and all answers are in the recorder's own time."""
        oldest, _ = self._holds()
        self._tidy(oldest)
        if window.end <= oldest:
            raise OverwrittenError(oldest=oldest)
        self._draw(channel, UtcWindow(max(window.start, oldest), window.end), progress)
        raw = self._folder.fetch(channel, window, dest, progress=progress, cancelled=cancelled)
        return replace(raw, source=f"{self.name}:{self._store.code}")

    def _holds(self) -> tuple[datetime, datetime]:
        """Oldest and newest instant on the disk, in the recorder's time."""
        now = self._true_now() + self._ahead
        return now - KEEPS, now

    def _draw(self, channel: str, window: UtcWindow, progress: Progress | None) -> None:
        view, registers = self._view(channel)
        start, end = window.start - self._ahead, window.end - self._ahead
        scene = SceneLog(self._folder.root).between(registers, start - _AROUND, end + _AROUND)
        wanted = max(1, round((end - start).total_seconds() / SEGMENT_SECONDS))
        drawn: list[Path] = []

        def report(path: Path) -> None:
            drawn.append(path)
            if progress is not None:
                progress("fetch", min(0.9, len(drawn) / wanted))

        ensure_segments(
            self._folder.root,
            view,
            start,
            end,
            scene,
            seconds=SEGMENT_SECONDS,
            not_after=self._true_now(),
            progress=report,
        )

    def _view(self, channel: str) -> tuple[CameraView, set[str]]:
        """How the camera is drawn, and the registers it sees."""
        seen = [
            (register, camera) for register, camera in self._cameras() if camera.code == channel
        ]
        if not seen:
            raise UnsupportedError(f"the channel {channel}")
        view = camera_view(self._store, *seen[0])
        return replace(view, clock_error=self._ahead), {register.code for register, _ in seen}

    def _cameras(self) -> list[tuple[RegisterProfile, CameraProfile]]:
        return [
            (register, camera) for register in self._store.registers for camera in register.cameras
        ]

    def _tidy(self, oldest: datetime) -> None:
        """Keep the disk small: what was drawn a while ago has been cut from."""
        stale = (self._true_now() - _DRAWN_FOR).timestamp()
        for pattern in ("*/*.mp4", "*/.*.part"):  # and what a killed worker left half drawn
            for path in self._folder.root.glob(pattern):
                if _last_written(path) < stale:
                    path.unlink(missing_ok=True)
        SceneLog(self._folder.root).forget_before(oldest - timedelta(days=1))


def _last_written(path: Path) -> float:
    """Seconds since 1970; now for a file that another worker has just removed."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
