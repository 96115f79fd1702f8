"""What happens to clips whose transaction turned out to be another time or type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from clips.models import Clip, ClipState
from clips.services import schedule
from clips.services.names import NameParts, NameWish, free_names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def revise(clips: Sequence[Clip], moment: datetime, parts: NameParts) -> list[Clip]:
    """Move clips to the right moment; answers those that must be fetched (anew).

    A finished clip is kept, for somebody may have decided by it; it says that the
    transaction has changed since. The store must be locked.
    """
    moved: list[Clip] = []
    for clip in clips:
        if _is_right(clip, moment, parts):
            continue
        if clip.state == ClipState.READY:
            _note_change(clip, moment)
        else:
            _move(clip, moment, parts)
            moved.append(clip)
    return moved


def _is_right(clip: Clip, moment: datetime, parts: NameParts) -> bool:
    return clip.moment == moment and (not clip.filename or parts.fits(clip.filename))


def _note_change(clip: Clip, moment: datetime) -> None:
    note = {"code": "transaction_changed", "params": {"moment": moment.isoformat()}}
    if note not in clip.notes:
        clip.notes = [*clip.notes, note]
        clip.save(update_fields=["notes"])


def _move(clip: Clip, moment: datetime, parts: NameParts) -> None:
    window = schedule.window_of(moment)
    clip.moment, clip.window_start, clip.window_end = moment, window.start, window.end
    if clip.filename:
        wish = NameWish(parts, clip.position)
        (clip.filename,) = free_names(clip.store_id, [wish], keep=[clip.pk])
    if clip.camera_id and clip.source != "upload":
        clip.state, clip.reason_code, clip.reason_params = ClipState.REQUESTED, "", {}
        clip.requested_at, clip.waiting_until = timezone.now(), None
    clip.save()
