"""How an attempt at a clip ends: ready, waiting, or unavailable; one commit with the job.

An attempt that took so long that another worker took over writes nothing: ``finish`` and
``put_off`` refuse its fence and everything is rolled back. An attempt at a moment that a
later journal has since moved writes nothing either; its job runs once more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from clips import objects
from clips.holding import is_held
from clips.models import Clip, ClipState, Quality
from clips.services import schedule
from clips.services.expiry import expires_at
from clips.services.keep import Kept, sweep_older
from clips.services.orders import FETCH, POOL, settle_seconds
from clips.services.quality import is_too_small
from footage.errors import FootageError, NotYetRecordedError
from jobs import crashpoints
from jobs.services import StaleFenceError, enqueue, finish, put_off

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clips.keys import ClipKeys
    from jobs.registry import Claimed

SOON = timedelta(seconds=10)
_AS_LONG_SECONDS = 1.0
_HELD_BEFORE = {"code": "earlier_copy_held", "params": {}}


@dataclass(frozen=True, slots=True)
class Setback:
    """Why an attempt brought no clip. ``retry_at``: when asking again makes sense."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    retries: bool = False
    retry_at: datetime | None = None

    @classmethod
    def of(cls, error: FootageError | objects.StorageAwayError) -> Setback:
        if isinstance(error, objects.StorageAwayError):
            return cls("storage_away", {}, retries=True)
        retry_at = error.retry_at if isinstance(error, NotYetRecordedError) else None
        return cls(error.code, error.params, retries=error.retries, retry_at=retry_at)


def waiting_since(clip: Clip) -> datetime:
    """From when on footage could have been expected."""
    settle = settle_seconds(clip.camera.recorder) if clip.camera else 0.0
    return max(clip.requested_at, schedule.due_at(clip.window_end, settle))


def settle_setback(job: Claimed, clip: Clip, setback: Setback) -> None:
    """Wait and try again, or say that there is no clip. A clip that is there stays."""
    now, since = timezone.now(), waiting_since(clip)
    with transaction.atomic():
        row = Clip.objects.select_for_update().get(pk=clip.pk)
        if row.moment != clip.moment:
            _run_again(job)
            return
        if setback.retries and not schedule.is_hopeless(setback.code, since, now):
            until = until_next(setback, since, now)
            write_setback(row, ClipState.WAITING, setback, until)
            put_off(job, until=until, reason=setback.code, counted=False)
        else:
            write_setback(row, ClipState.UNAVAILABLE, setback, None)
            finish(job, {"unavailable": setback.code})


def until_next(setback: Setback, since: datetime, now: datetime) -> datetime:
    if setback.retry_at is not None:
        return max(setback.retry_at, now + SOON)
    return schedule.next_try(since, now)


def write_setback(row: Clip, state: ClipState, setback: Setback, until: datetime | None) -> None:
    """Say on the locked row why there is no clip (yet). A clip that is there stays."""
    if row.state in {ClipState.READY, ClipState.REMOVED}:
        return
    row.state, row.waiting_until = state, until
    row.reason_code, row.reason_params = setback.code, dict(setback.params)
    if row.camera is not None:
        row.expires_at = expires_at(row.camera, row.window_start) or row.expires_at
    row.save(update_fields=["state", "waiting_until", "reason_code", "reason_params", "expires_at"])


def settle_ready(job: Claimed, clip: Clip, keys: ClipKeys, kept: Kept) -> None:
    """Write the clip, end the job, then clear what is no longer referred to.

    When another worker has taken over, what this attempt stored is deleted. After any
    other error it stays: the commit may have happened, and the next attempt tidies up.
    """
    try:
        with transaction.atomic():
            is_taken = _commit(job, clip, kept)
            crashpoints.reach("fetch.before_commit")
    except StaleFenceError:
        objects.delete(keys, kept.keys)
        raise
    crashpoints.reach("fetch.after_commit")
    if not is_taken:
        objects.delete(keys, kept.keys)
    elif job.fence > 1 and not is_held(clip):
        sweep_older(keys, job.fence, kept.keys)


def _commit(job: Claimed, clip: Clip, kept: Kept) -> bool:
    """True when the row now refers to what was kept."""
    now = timezone.now()
    row = Clip.objects.select_for_update().get(pk=clip.pk)
    if row.moment != clip.moment:
        _run_again(job)
        return False
    is_better = _is_better(row, kept)
    if is_better:
        if row.state == ClipState.READY and is_held(row):
            kept.fields["notes"] = [*kept.fields["notes"], _HELD_BEFORE]
        fill_ready(row, kept.fields, now)
    rest_comes = any(gap["reason"] in schedule.STILL_COMING for gap in row.gaps)
    since = waiting_since(clip)
    if rest_comes and now - since < schedule.PARTIAL_PATIENCE:
        put_off(job, until=schedule.next_try(since, now), reason="still_recording", counted=False)
    else:
        finish(job, {"ready": True, "partial": row.is_partial})
    return is_better


def _is_better(row: Clip, kept: Kept) -> bool:
    """More of the window, or full pictures in place of small ones and no less of it."""
    if row.state == ClipState.REMOVED:
        return False
    if row.state != ClipState.READY:
        return True
    lost = _lacking(kept.fields["gaps"]) - _lacking(row.gaps)
    if is_too_small(row) and kept.fields.get("quality") == Quality.FULL:
        return lost <= _AS_LONG_SECONDS
    return lost < 0


def fill_ready(row: Clip, fields: Mapping[str, Any], now: datetime) -> None:
    """Make the locked row a clip that can be watched."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.state, row.ready_at, row.waiting_until = ClipState.READY, now, None
    row.reason_code, row.reason_params = "", {}
    row.save()


def _lacking(gaps: list[dict[str, str]]) -> float:
    """Seconds of the window that are missing."""
    return sum(
        (datetime.fromisoformat(g["end"]) - datetime.fromisoformat(g["start"])).total_seconds()
        for g in gaps
    )


def _run_again(job: Claimed) -> None:
    """The clip was moved while this attempt ran: end it, and start over for the new time."""
    enqueue(chain=job.chain, kind=FETCH, keys=[job.key], pool=POOL)
    finish(job, {"moved": True})
