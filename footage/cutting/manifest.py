"""A finished clip as plain values: for JSON, a manifest, a log line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footage.reasons import sentence

if TYPE_CHECKING:
    from datetime import datetime

    from footage.cutting.result import FinishedClip, MediaFile, Note
    from footage.window import Gap, UtcWindow

    Plain = dict[str, object]


def manifest_of(clip: FinishedClip) -> Plain:
    """Times as ISO 8601 UTC, lengths in seconds, files by name without their folder."""
    return {
        "complete": clip.is_complete,
        "asked": _window(clip.window),
        "obtained": _window(clip.obtained),
        "moment": {
            "at": clip.moment.isoformat(),
            "seconds": round(clip.moment_offset, 3),
            "recorded": clip.has_moment,
        },
        "gaps": [_gap(gap) for gap in clip.gaps],
        "notes": [
            {
                "code": note.code,
                "params": dict(note.params),
                "text": sentence(note.code, note.params),
            }
            for note in clip.notes
        ],
        "playback": _file(clip.playback),
        "originals": [_file(original) for original in clip.originals],
        "timeline": [
            {"at": round(span.at, 3), "start": _time(span.start), "seconds": round(span.seconds, 3)}
            for span in clip.timeline.spans
        ],
        "thumbnail": clip.thumbnail.name if clip.thumbnail else None,
        "contact_sheet": clip.contact_sheet.name if clip.contact_sheet else None,
        "sheet_times": [_time(at) for at in clip.sheet_times],
        "time_known": clip.is_time_known,
        "time_error": clip.time_error,
    }


def _time(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _window(window: UtcWindow) -> Plain:
    return {"start": _time(window.start), "end": _time(window.end)}


def _gap(gap: Gap) -> Plain:
    return {
        "start": _time(gap.start),
        "end": _time(gap.end),
        "seconds": round(gap.seconds, 3),
        "reason": gap.reason,
        "text": sentence(gap.reason, {}),
    }


def _note(note: Note) -> Plain:
    text = sentence(note.code, note.params)
    return {"code": note.code, "params": dict(note.params), "text": text}


def _file(media: MediaFile) -> Plain:
    return {
        "file": media.path.name,
        "sha256": media.sha256,
        "bytes": media.size,
        "codec": media.codec,
        "width": media.width,
        "height": media.height,
        "fps": round(media.fps, 3),
        "seconds": round(media.seconds, 3),
        "sound": media.has_audio,
        "start": _time(media.start),
    }
