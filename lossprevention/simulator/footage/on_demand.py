"""Segments made when somebody asks for them, as if the recorder had always been on.

A segment is ``<folder>/<camera>/<YYYYMMDD>T<HHMMSS>Z_<seconds>.mp4``, its name carrying
the recorder's own idea of its UTC start. Segments lie on whole minutes of true time.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from .segment import SegmentPainter, render_segment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .scene import SceneEvent
    from .segment import CameraView

    Span = tuple[datetime, datetime]
    Piece = tuple[datetime, int]

SEGMENT_SECONDS = 60
_SECOND = timedelta(seconds=1)


def ensure_segments(
    folder: Path,
    camera: CameraView,
    from_utc: datetime,
    to_utc: datetime,
    scene_events: Sequence[SceneEvent] = (),
    *,
    seconds: int = SEGMENT_SECONDS,
    gaps: Sequence[Span] = (),
    not_after: datetime | None = None,
    progress: Callable[[Path], None] | None = None,
) -> list[Path]:
    """Render what is missing of a window of true time; returns all its segments in order.

    Nothing is recorded inside ``gaps``, and a segment that ends after ``not_after`` (now)
    is still being recorded, so it is left out. Two processes may ask at once: a segment
    appears whole or not at all, and one that exists is kept. Raises ``RenderError``.
    """
    pieces = plan_segments(from_utc, to_utc, seconds, gaps)
    if not_after is not None:
        pieces = [piece for piece in pieces if piece[0] + piece[1] * _SECOND <= not_after]
    named = [(segment_path(folder, camera, *piece), piece) for piece in pieces]
    missing = [(path, piece) for path, piece in named if not path.exists()]
    if missing:
        painter = SegmentPainter(camera)
        for path, (start, length) in missing:
            _render_whole(painter, path, start, length, scene_events)
            if progress is not None:
                progress(path)
    return [path for path, _ in named]


def segment_path(folder: Path, camera: CameraView, start: datetime, seconds: int) -> Path:
    """Where the segment that truly starts at ``start`` lies, named by the recorder's clock."""
    claimed = (start + camera.clock_error).astimezone(UTC)
    return folder / camera.camera / f"{claimed:%Y%m%dT%H%M%SZ}_{seconds}.mp4"


def plan_segments(
    from_utc: datetime,
    to_utc: datetime,
    seconds: int = SEGMENT_SECONDS,
    gaps: Sequence[Span] = (),
) -> list[Piece]:
    """Aligned (start, whole seconds) pieces covering a window, without what the gaps take."""
    if from_utc.tzinfo is None or to_utc.tzinfo is None:
        raise ValueError("a window of footage needs times with a zone")
    first = int(from_utc.timestamp()) // seconds * seconds
    pieces: list[Piece] = []
    start = datetime.fromtimestamp(first, UTC)
    while start < to_utc:
        end = start + seconds * _SECOND
        for begin, stop in _without(gaps, start, end):
            length = (stop - begin) // _SECOND
            if length > 0:
                pieces.append((begin, length))
        start = end
    return pieces


def _without(gaps: Sequence[Span], start: datetime, end: datetime) -> list[Span]:
    """What is left of a span, on whole seconds, when the gaps are cut out of it."""
    left = [(start, end)]
    for gap_from, gap_to in gaps:
        begin = gap_from.astimezone(UTC).replace(microsecond=0)
        stop = gap_to.astimezone(UTC)
        if stop.microsecond:
            stop = stop.replace(microsecond=0) + _SECOND
        left = [
            part
            for a, b in left
            for part in ((a, min(b, begin)), (max(a, stop), b))
            if part[0] < part[1]
        ]
    return left


def _render_whole(
    painter: SegmentPainter,
    path: Path,
    start: datetime,
    seconds: int,
    events: Sequence[SceneEvent],
) -> None:
    """Render under a name of our own, then rename: nobody ever sees half a segment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.stem}.{uuid.uuid4().hex}.part")
    try:
        render_segment(painter, partial, start, seconds, events)
        if not path.exists():
            partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def with_clock_error(camera: CameraView, error: timedelta) -> CameraView:
    """The same camera on a recorder whose clock runs ahead (or behind, when negative)."""
    return replace(camera, clock_error=error)
