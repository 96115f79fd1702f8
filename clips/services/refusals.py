"""Why a recorder is not even asked: replaced, closed after a refused password, or the
store's line has given its share for today."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from clips.services.settle import Setback
from clips.services.uplink import is_over_cap, midnight_after

if TYPE_CHECKING:
    from datetime import datetime

    from clips.models import Clip

LOOK_AGAIN = timedelta(minutes=10)
"""A person clears a closed recorder; what waits for that goes on by itself soon after."""


def refusal(clip: Clip, now: datetime) -> Setback | None:
    """``clip`` with its store, camera, recorder and the recorder's state."""
    assert clip.camera is not None  # noqa: S101 - clips without a camera are not fetched
    recorder = clip.camera.recorder
    named = {"recorder": recorder.name}
    if recorder.retired_at is not None:
        return Setback("recorder_retired", named)
    state = getattr(recorder, "state", None)
    if state is not None and state.is_blocked:
        return Setback("recorder_blocked", named, retries=True, retry_at=now + LOOK_AGAIN)
    if state is not None and state.locked_until is not None and state.locked_until > now:
        until = {"until": state.locked_until.isoformat()}
        return Setback("locked", until, retries=True, retry_at=state.locked_until)
    if is_over_cap(clip, now):
        return Setback(
            "daily_limit",
            {"limit": str(clip.store.daily_clip_mb)},
            retries=True,
            retry_at=midnight_after(clip.store, now),
        )
    return None
