"""What a finished clip has, what it lacks, and what a viewer should know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from footage.cutting.result import FinishedClip, MediaFile, Note
from footage.cutting.timeline import measured_gaps
from footage.cutting.verify import is_sparse
from footage.window import UtcWindow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from footage.cutting.inspect import Inspection
    from footage.cutting.playback import Playback
    from footage.cutting.remux import Copied
    from footage.cutting.result import FinishOptions
    from footage.cutting.timeline import Frames, Timeline
    from footage.media import MediaInfo
    from footage.recorders.base import RawMedia


@dataclass(frozen=True, slots=True)
class Made:
    """Everything about a clip whose files still have temporary names."""

    copies: Sequence[Copied]
    playback: Playback
    media: dict[Path, MediaInfo]
    timeline: Timeline
    inspection: Inspection
    thumbnail: Path | None
    sheet: Path | None


def describe(
    made: Made,
    placed: dict[Path, Path],
    raw: RawMedia,
    window: UtcWindow,
    moment: datetime,
    options: FinishOptions,
) -> FinishedClip:
    """``placed``: where each temporary file will lie. Nothing is measured here."""
    frames = made.playback.frames
    tolerance = max(options.gap_tolerance, 3 * frames.interval)
    has_moment = made.timeline.shows(moment)
    return FinishedClip(
        window=window,
        obtained=UtcWindow(
            _utc(frames.real[0]), _utc(frames.real[-1]) + timedelta(seconds=frames.interval)
        ),
        gaps=measured_gaps(frames.real, frames.interval, window, raw.gaps, tolerance),
        notes=_notes(made, raw, has_moment=has_moment),
        originals=tuple(
            _media_file(made, copied.path, copied.frames, placed, has_audio=copied.has_audio)
            for copied in made.copies
        ),
        playback=_media_file(
            made, made.playback.path, frames, placed, has_audio=made.playback.has_audio
        ),
        timeline=made.timeline,
        moment=moment,
        moment_offset=made.timeline.seconds_at(moment),
        has_moment=has_moment,
        thumbnail=placed[made.thumbnail] if made.thumbnail else None,
        contact_sheet=placed[made.sheet] if made.sheet else None,
        sheet_times=tuple(still.at for still in made.inspection.stills),
        time_error=raw.time_error,
        is_damaged=bool(made.inspection.damaged_at or made.playback.warnings),
    )


def _utc(posix: float) -> datetime:
    return datetime.fromtimestamp(posix, UTC)


def _media_file(
    made: Made, path: Path, frames: Frames, placed: dict[Path, Path], *, has_audio: bool
) -> MediaFile:
    media = made.media[path]
    return MediaFile(
        path=placed[path],
        sha256=made.inspection.digests[path],
        size=path.stat().st_size,
        codec=media.codec,
        width=media.width,
        height=media.height,
        fps=media.fps,
        seconds=frames.at[-1] - frames.at[0] + frames.interval,
        has_audio=has_audio,
        start=_utc(frames.real[0]),
    )


def _notes(made: Made, raw: RawMedia, *, has_moment: bool) -> tuple[Note, ...]:
    notes = [Note(code) for code in raw.notes]
    if not has_moment:
        notes.append(Note("moment_missing"))
    notes += [Note("picture_damaged", {"at": at.isoformat()}) for at in made.inspection.damaged_at]
    if made.playback.warnings and not made.inspection.damaged_at:
        notes.append(Note("pictures_repaired"))
    notes += [_sparse(copied.frames) for copied in made.copies if is_sparse(copied.frames)]
    if len(made.copies) > 1:
        notes.append(Note("format_changes", {"parts": str(len(made.copies))}))
    if any(copied.sound_failed for copied in made.copies):
        notes.append(Note("sound_unreadable"))
    return tuple(notes)


def _sparse(frames: Frames) -> Note:
    want = round((frames.at[-1] - frames.at[0]) / frames.interval) + 1
    return Note("frames_missing", {"got": str(len(frames)), "want": str(want)})
