"""Footage from a folder of video files: a recorder that writes to a share, or exports.

Files are read where they lie; nothing is copied and nothing in the folder is changed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from footage.errors import (
    NoFootageError,
    NoPermissionError,
    NotYetRecordedError,
    OverwrittenError,
    UnreachableError,
    UnsupportedError,
)
from footage.recorders.base import (
    Capabilities,
    Channel,
    ClockReading,
    Coverage,
    DeviceInfo,
    Grants,
    ProbeResult,
    RawMedia,
    Segment,
)
from footage.recorders.listing import FoundFile, find_cameras, find_segments
from footage.recorders.names import DEFAULT_TEMPLATE, NameTemplate
from footage.recorders.survey import Survey, survey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from footage.recorders.base import Cancelled, Progress
    from footage.window import UtcWindow

SETTLE_SECONDS = 10.0
PATIENCE_SECONDS = 600.0
_SETTINGS = frozenset({"path", "template", "zone", "time_base", "settle", "patience"})


def _now() -> datetime:
    return datetime.now(UTC)


class FolderRecorder:
    """A folder as a recorder; a channel is what the name pattern calls ``camera``."""

    name = "folder"
    capabilities = Capabilities(
        by_time=True, by_file=True, faster_than_realtime=True, max_parallel=4, container="any"
    )

    def __init__(
        self,
        root: Path,
        template: NameTemplate | None = None,
        *,
        settle: float = SETTLE_SECONDS,
        patience: float = PATIENCE_SECONDS,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """``settle``: seconds a file must lie untouched unless it is provably whole.
        ``patience``: seconds after a window's end during which missing footage is waited
        for rather than given up."""
        self.root = root
        self.template = template or NameTemplate()
        self.settle = settle
        self.patience = patience
        self._now = now

    @classmethod
    def from_settings(cls, settings: Mapping[str, str], grants: Grants) -> FolderRecorder:
        """Keys: ``path``, and optionally ``template``, ``time_base`` (``utc``, ``local``),
        ``zone`` (IANA name, needed for ``local``), ``settle`` and ``patience`` in seconds."""
        unknown = set(settings) - _SETTINGS
        if unknown or not settings.get("path"):
            raise UnsupportedError(", ".join(sorted(unknown)) or "a folder source without a path")
        root = Path(settings["path"])
        _check_granted(root, grants)
        template = NameTemplate(settings.get("template") or DEFAULT_TEMPLATE, _zone(settings))
        return cls(
            root,
            template,
            settle=float(settings.get("settle") or SETTLE_SECONDS),
            patience=float(settings.get("patience") or PATIENCE_SECONDS),
        )

    def probe(self) -> ProbeResult:
        cameras = find_cameras(self.root, self.template)
        evidence = tuple(f"camera {camera}" for camera in cameras)
        return ProbeResult(self.name, 1.0 if cameras else 0.0, evidence)

    def identify(self) -> DeviceInfo:
        return DeviceInfo(model="folder", quirks={"template": self.template.template})

    def clock(self) -> ClockReading:
        raise UnsupportedError("reading the clock of a folder")

    def channels(self) -> list[Channel]:
        return [
            Channel(id=camera, name=camera) for camera in find_cameras(self.root, self.template)
        ]

    def coverage(self, channel: str, window: UtcWindow) -> Coverage:
        """Measured, not as named: every file that reaches into ``window`` is looked at."""
        found = self._find(channel, window)
        if not found:
            return Coverage(window, gaps=())
        seen = self._survey(found, window)
        return Coverage(
            window=window,
            segments=tuple(
                Segment(
                    raw.start, raw.start + timedelta(seconds=raw.seconds), self._relative(raw.path)
                )
                for raw in seen.within
            ),
            gaps=seen.gaps,
            oldest=seen.oldest,
            newest=seen.newest,
        )

    def fetch(
        self,
        channel: str,
        window: UtcWindow,
        dest: Path,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> RawMedia:
        found = self._find(channel, window)
        if not found:
            raise NoFootageError
        seen = self._survey(found, window)
        self._check_worth_cutting(seen)
        if progress:
            progress("fetch", 1.0)
        return RawMedia(
            asked=window,
            files=seen.files,
            gaps=seen.gaps,
            source=f"{self.name}:{self.root.name}",
            channel=channel,
            time_error=self.template.time_error,
            notes=("time_ambiguous",) if seen.is_ambiguous else (),
        )

    def _check_worth_cutting(self, seen: Survey) -> None:
        window, now = seen.window, self._now()
        is_fresh = now < window.end + timedelta(seconds=self.patience)
        if seen.is_waiting and (is_fresh or not seen.within):
            soon = timedelta(seconds=max(self.settle, 30.0))
            raise NotYetRecordedError(retry_at=max(now, window.end) + soon)
        if seen.within:
            return
        if window.end <= seen.oldest:
            raise OverwrittenError(oldest=seen.oldest)
        raise NoFootageError(nearest=seen.nearest)

    def _find(self, channel: str, window: UtcWindow) -> list[FoundFile]:
        return find_segments(self.root, self.template, channel, window)

    def _survey(self, found: list[FoundFile], window: UtcWindow) -> Survey:
        return survey(found, window, now=self._now(), settle=self.settle, patience=self.patience)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def _check_granted(root: Path, grants: Grants) -> None:
    if grants.folder_roots is None:
        return
    resolved = root.resolve()
    if not any(resolved.is_relative_to(granted.resolve()) for granted in grants.folder_roots):
        raise NoPermissionError(root.name)
    if not root.is_dir():
        raise UnreachableError(root.name)


def _zone(settings: Mapping[str, str]) -> ZoneInfo | None:
    if settings.get("time_base", "utc") == "utc":
        return None
    if settings["time_base"] != "local" or not settings.get("zone"):
        raise UnsupportedError("a local time base without a time zone")
    try:
        return ZoneInfo(settings["zone"])
    except (KeyError, ValueError, OSError) as error:
        raise UnsupportedError(f"the time zone {settings['zone']}") from error
