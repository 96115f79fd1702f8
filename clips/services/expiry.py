"""When recorders are expected to overwrite what is not fetched yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clips.models import Clip, ClipState
from clips.services import schedule

if TYPE_CHECKING:
    from datetime import datetime

    from stores.models import Camera, Recorder

STILL_WANTED = (ClipState.REQUESTED, ClipState.WAITING, ClipState.FETCHING)


def expires_at(camera: Camera, start: datetime) -> datetime | None:
    """By how far back the recorder's footage went when it was last asked."""
    state = getattr(camera.recorder, "state", None)
    if state is None:
        return None
    return schedule.overwritten_at(start, state.oldest_at, state.oldest_asked_at)


def refresh_expiries(recorder: Recorder) -> int:
    """The recorder was asked how far back it goes: say so on what is not fetched yet."""
    clips = Clip.objects.filter(camera__recorder=recorder, state__in=STILL_WANTED)
    changed = []
    for clip in clips.select_related("camera__recorder__state"):
        if clip.camera is not None:
            at = expires_at(clip.camera, clip.window_start)
            if at != clip.expires_at:
                clip.expires_at = at
                changed.append(clip)
    Clip.objects.bulk_update(changed, ["expires_at"], batch_size=500)
    return len(changed)
