"""Which stretch of which raw file goes into a clip.

Overlapping files are cut where the later one starts, because a file starts with a
picture that needs no other (a keyframe); a file that lies wholly inside another is left
out. What no file covers is never closed silently: :mod:`footage.cutting.timeline` turns
it into gaps from the pictures really obtained.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from footage.errors import NoFootageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from footage.recorders.base import RawFile, RawMedia
    from footage.window import UtcWindow


@dataclass(frozen=True, slots=True)
class Span:
    """Real time ``start`` to ``end`` of one raw file."""

    file: RawFile
    start: datetime
    end: datetime

    @property
    def from_seconds(self) -> float:
        """Seconds after the file's first picture."""
        return (self.start - self.file.start).total_seconds()

    @property
    def to_seconds(self) -> float:
        return (self.end - self.file.start).total_seconds()


def plan_spans(raw: RawMedia, window: UtcWindow) -> list[Span]:
    """Spans in order of time, none overlapping. Raises NoFootageError when there is none."""
    files = _without_covered(
        [file for file in raw.files if window.overlaps(file.start, _end(file))]
    )
    spans = []
    for index, file in enumerate(files):
        end = min(_end(file), window.end)
        if index + 1 < len(files):
            end = min(end, files[index + 1].start)
        start = max(file.start, window.start)
        if end > start:
            spans.append(Span(file, start, end))
    if not spans:
        raise NoFootageError(nearest=_nearest(raw, window))
    return [*spans, *_closing_picture(raw, spans[-1], window)]


def _closing_picture(raw: RawMedia, last: Span, window: UtcWindow) -> list[Span]:
    """The window's end often is where one file ends and the next starts; the picture at
    the end is then the first of the next file."""
    media = last.file.media
    last_picture = _end(last.file) - timedelta(seconds=1 / media.fps)
    if last_picture >= window.end:
        return []
    for file in raw.files:
        wait = (file.start - window.end).total_seconds()
        if 0 <= wait <= 2 / media.fps and file.media.format_key == media.format_key:
            return [Span(file, file.start, file.start)]
    return []


def uniform_runs(spans: Sequence[Span]) -> list[list[Span]]:
    """Neighbours whose pictures share one format, so that they can be joined by copying."""
    return [list(run) for _, run in groupby(spans, key=lambda span: span.file.media.format_key)]


def _without_covered(files: Sequence[RawFile]) -> list[RawFile]:
    kept: list[RawFile] = []
    for file in sorted(files, key=lambda file: (file.start, -file.seconds)):
        if kept and _end(file) <= _end(kept[-1]):
            continue
        kept.append(file)
    return kept


def _end(file: RawFile) -> datetime:
    return file.start + timedelta(seconds=file.seconds)


def _nearest(raw: RawMedia, window: UtcWindow) -> datetime | None:
    instants = [at for file in raw.files for at in (file.start, _end(file))]
    return min(instants, key=lambda at: abs(at - window.start), default=None)
