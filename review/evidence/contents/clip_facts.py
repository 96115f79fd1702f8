"""One clip as plain facts: what was wanted, what was obtained, how sure its time is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import User
from clips.models import ClipState
from clips.wording import Words
from review.evidence.contents.clock_facts import recorder_clock

if TYPE_CHECKING:
    from datetime import datetime

    from clips.models import Clip


def clip_facts(clip: Clip, until: datetime) -> dict[str, Any]:
    """``clip`` comes with its store, camera and recorder loaded."""
    words = Words.of(clip)
    is_ready = clip.state == ClipState.READY
    return {
        "id": str(clip.uuid),
        "name": clip.filename,
        "state": str(ClipState(clip.state).label),
        "says": "" if is_ready else words.sentence,
        "remarks": words.details,
        "camera": _camera(clip),
        "obtained_by": "upload by hand" if clip.source == "upload" else clip.source,
        "uploaded_by": _uploader(clip),
        "moment_utc": clip.moment.isoformat(),
        "moment_in_playback_ms": clip.moment_ms,
        "wanted_utc": {"start": _time(clip.window_start), "end": _time(clip.window_end)},
        "obtained_utc": {"start": _time(clip.obtained_start), "end": _time(clip.obtained_end)},
        "gaps": [{**gap, "says": words.reason(gap["reason"], {})} for gap in clip.gaps],
        "timeline": clip.timeline,
        "timeline_means": "from second “at” of the playback copy on, real time “start” runs on",
        "recorder_clock": {
            "offset_ms": clip.clock_offset_ms,
            "error_ms": clip.clock_error_ms,
            "means": "what the recorder's clock showed, less true time; already put right here",
            "is_suspect": clip.clock_suspect,
            "measured": _measured(clip, until),
        },
        "quality": clip.quality,
        "duration_ms": clip.duration_ms,
        "asked_for_at_utc": _time(clip.requested_at),
        "obtained_at_utc": _time(clip.ready_at),
    }


def _camera(clip: Clip) -> dict[str, str] | None:
    camera = clip.camera
    if camera is None:
        return None
    recorder = camera.recorder
    return {
        "name": camera.name,
        "channel": camera.channel,
        "recorder": recorder.name,
        "model": recorder.model_name,
        "firmware": recorder.firmware,
        "serial": recorder.serial,
    }


def _measured(clip: Clip, until: datetime) -> list[dict[str, Any]]:
    return recorder_clock(clip.camera.recorder, clip.moment, until) if clip.camera else []


def _uploader(clip: Clip) -> str:
    return str(User.objects.filter(pk=clip.uploaded_by_id or 0).first() or "")


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
