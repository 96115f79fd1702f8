"""A video that a person drops in: judged by its bytes, bounded, made playable.

What was uploaded stays as it is and counts as the original; only its sound, where the
chain does not keep sound, makes a copy without it the original.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from footage.cutting.files import sha256_of
from footage.cutting.finish import finish
from footage.cutting.result import FinishedClip, FinishOptions, MediaFile, Note
from footage.errors import UnreadableVideoError, UploadRefusedError
from footage.media import MediaInfo, probe
from footage.recorders.base import RawFile, RawMedia
from footage.window import UtcWindow, as_utc

if TYPE_CHECKING:
    from pathlib import Path

    from footage.recorders.base import Cancelled, Progress

UNKNOWN_START = datetime(1970, 1, 1, tzinfo=UTC)
"""Where nobody knows when an upload was recorded, its times count from here."""
_SAME_IN_AN_UPLOAD = {"segment_empty": "empty_file", "segment_damaged": "damaged_file"}
_MEGABYTE = 1024 * 1024
_DEFAULTS = FinishOptions()


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What one upload may cost us."""

    megabytes: int = 8192
    minutes: int = 240
    width: int = 7680
    height: int = 4320


_LIMITS = UploadLimits()


def check_upload(path: Path, limits: UploadLimits = _LIMITS) -> MediaInfo:
    """What the file is. Raises UploadRefusedError, UnreadableVideoError."""
    if path.stat().st_size > limits.megabytes * _MEGABYTE:
        raise UploadRefusedError("too_large", limit=limits.megabytes)
    try:
        media = probe(path)
    except UnreadableVideoError as error:
        raise UnreadableVideoError(_SAME_IN_AN_UPLOAD.get(error.code, error.code)) from error
    if media.seconds > limits.minutes * 60:
        raise UploadRefusedError("too_long", limit=limits.minutes)
    if media.width > limits.width or media.height > limits.height:
        raise UploadRefusedError("too_wide", limit=f"{limits.width} x {limits.height}")
    return media


def upload_as_raw(path: Path, start: datetime, limits: UploadLimits = _LIMITS) -> RawMedia:
    """An upload whose start is known, as footage from which any clip can be cut."""
    media = check_upload(path, limits)
    start = as_utc(start)
    window = UtcWindow(start, start + timedelta(seconds=media.seconds))
    return RawMedia(asked=window, files=(RawFile(path, start, media),), source="upload")


def accept_upload(
    path: Path,
    out_dir: Path,
    options: FinishOptions = _DEFAULTS,
    *,
    start: datetime | None = None,
    limits: UploadLimits = _LIMITS,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> FinishedClip:
    """A clip of the whole upload, whose original is ``path`` itself, left where it is.

    ``start``: real time of the first picture. Without it ``is_time_known`` is False and
    the clip's times only tell distances. Raises UploadRefusedError, UnreadableVideoError
    and what :func:`finish` raises.
    """
    raw = upload_as_raw(path, start or UNKNOWN_START, limits)
    chosen = replace(options, moment=options.moment or raw.asked.start)
    clip = finish(raw, raw.asked, out_dir, chosen, progress, cancelled)
    media = raw.files[0].media
    notes = [*clip.notes]
    if media.audio_codec and not options.keep_audio:
        notes.append(Note("sound_removed"))
        return replace(clip, notes=tuple(notes), is_time_known=start is not None)
    _drop_copies(clip)
    return replace(
        clip,
        originals=(_as_original(path, media, clip),),
        notes=tuple(notes),
        is_time_known=start is not None,
    )


def _drop_copies(clip: FinishedClip) -> None:
    """The upload itself is the original; copies made beside the playback copy go."""
    for original in clip.originals:
        if original.path != clip.playback.path:
            original.path.unlink()


def _as_original(path: Path, media: MediaInfo, clip: FinishedClip) -> MediaFile:
    return MediaFile(
        path=path,
        sha256=sha256_of(path),
        size=path.stat().st_size,
        codec=media.codec,
        width=media.width,
        height=media.height,
        fps=media.fps,
        seconds=media.seconds,
        has_audio=bool(media.audio_codec),
        start=clip.original.start,
    )
