"""What the finisher is told and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo
    from pathlib import Path

    from footage.cutting.timeline import Timeline
    from footage.window import Gap, UtcWindow


@dataclass(frozen=True, slots=True)
class FinishOptions:
    """Choices of whoever orders a clip."""

    moment: datetime | None = None
    """Real time the clip is about; default: a third into the window (one minute before,
    two after)."""
    keep_audio: bool = False
    name: str = "clip"
    """Stem of the files made."""
    max_lead_seconds: float = 10.0
    """H.264 is served as copied when it starts at most this long before the window. An
    early start costs seconds of viewing and hides nothing; a re-encode costs a minute of
    computing."""
    gap_tolerance: float = 2.0
    """Between two pictures, longer than this is a gap."""
    max_playback_height: int = 1080
    """Only where a re-encode is needed anyway."""
    preset: str = "superfast"
    quality: int = 23
    """libx264 crf."""
    time_limit: float | None = None
    """Wall-clock bound on one re-encode, in seconds; default: 4 x the video + 60."""
    label_zone: tzinfo = UTC
    """Zone of the times written on the contact sheet."""

    def __post_init__(self) -> None:
        if not self.name or self.name.startswith(".") or set(self.name) & set("/\\\0"):
            message = f"not the name of a file: {self.name!r}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A finished video file."""

    path: Path
    sha256: str
    size: int
    codec: str
    width: int
    height: int
    fps: float
    seconds: float
    has_audio: bool
    start: datetime
    """Real time of its first picture."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a viewer should know; code and parameters of :mod:`footage.reasons`."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FinishedClip:
    """A verified clip. ``playback`` and ``original`` are one file where a copy serves both."""

    window: UtcWindow
    """Asked for."""
    obtained: UtcWindow
    """First to last picture of the playback copy."""
    gaps: tuple[Gap, ...]
    """What of ``window`` is missing, and why."""
    notes: tuple[Note, ...]
    originals: tuple[MediaFile, ...]
    """The recorder's own pictures, copied bit for bit from the keyframe before the
    window; more than one file when the recorder changed its format midway."""
    playback: MediaFile
    """H.264 that every browser plays."""
    timeline: Timeline
    """Of the playback copy."""
    moment: datetime
    moment_offset: float
    """Second of the playback copy that shows the moment; where the moment itself is
    missing, the place where the file goes on."""
    has_moment: bool
    thumbnail: Path | None
    contact_sheet: Path | None
    sheet_times: tuple[datetime, ...]
    """Real time of each still, left to right, top to bottom."""
    time_error: float
    """Seconds by which all real times may be off, as the source admits."""
    is_damaged: bool
    """Some of it could not be decoded."""
    is_time_known: bool = True
    """False for an upload of unknown date: times then only tell distances."""

    @property
    def original(self) -> MediaFile:
        return self.originals[0]

    @property
    def actual_start(self) -> datetime:
        return self.original.start

    @property
    def is_complete(self) -> bool:
        return not self.gaps and not self.is_damaged

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file made, each once."""
        files = (self.playback.path, *(o.path for o in self.originals))
        stills = tuple(p for p in (self.thumbnail, self.contact_sheet) if p is not None)
        return tuple(dict.fromkeys((*files, *stills)))
