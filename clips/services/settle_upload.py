"""How the finishing of an upload ends; one commit with its job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clips import objects
from clips.holding import is_held
from clips.models import Clip, ClipState
from clips.services import schedule
from clips.services.export import ask_to_serve, serves_others
from clips.services.settle import Setback, fill_ready, until_next, write_setback
from jobs import crashpoints
from jobs.services import StaleFenceError, finish, put_off

if TYPE_CHECKING:
    from clips.keys import ClipKeys
    from clips.services.keep import Kept
    from jobs.registry import Claimed


def settle_uploaded(job: Claimed, clip: Clip, keys: ClipKeys, kept: Kept) -> None:
    """Write the clip and end the job. What came in goes where it is not the original:
    where the chain keeps no sound, a copy without it is."""
    received = clip.original_key
    try:
        with transaction.atomic():
            row = Clip.objects.select_for_update().get(pk=clip.pk)
            fill_ready(row, kept.fields, timezone.now())
            if serves_others(row):
                ask_to_serve(job.chain, row)
            finish(job, {"ready": True})
            crashpoints.reach("upload.before_commit")
    except StaleFenceError:
        objects.delete(keys, kept.keys)
        raise
    crashpoints.reach("upload.after_commit")
    if received not in {original["key"] for original in row.originals}:
        objects.delete(keys, [received])


def settle_refused(job: Claimed, clip: Clip, keys: ClipKeys, setback: Setback) -> None:
    """Try again when the storage was away; otherwise say why, and drop what came in."""
    now = timezone.now()
    with transaction.atomic():
        row = Clip.objects.select_for_update().get(pk=clip.pk)
        if setback.retries and not schedule.is_hopeless(setback.code, row.requested_at, now):
            until = until_next(setback, row.requested_at, now)
            write_setback(row, ClipState.WAITING, setback, until)
            put_off(job, until=until, reason=setback.code, counted=False)
            return
        write_setback(row, ClipState.UNAVAILABLE, setback, None)
        finish(job, {"unavailable": setback.code})
        if is_held(row):
            return  # what came in stays, unreadable as it is
        row.original_key = row.sha256 = ""
        row.save(update_fields=["original_key", "sha256"])
    objects.delete(keys, [clip.original_key])


def bury(clip_id: int) -> None:
    """The job failed for good. What came in is kept for support to look at."""
    Clip.objects.filter(pk=clip_id).exclude(state=ClipState.READY).update(
        state=ClipState.UNAVAILABLE,
        reason_code="upload_failed",
        reason_params={},
        waiting_until=None,
    )
