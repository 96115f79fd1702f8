r"""``fetch_clip``: one clip from its recorder to the storage.

    requested --\                       /--> ready (perhaps partial)
                 +--> fetching --------+---> waiting (tried again at ``waiting_until``)
    waiting  ---/                       \--> unavailable (``reason_code`` says why)

Minutes pass outside the database. The job's fence decides whose result counts; the
recorder's slot keeps two workers from playing back from one recorder at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clips import objects
from clips.keys import ClipKeys
from clips.models import Clip, ClipState
from clips.services.attempt import Attempt
from clips.services.keep import Kept, keep
from clips.services.lock import recorder_slot
from clips.services.orders import FETCH, POOL
from clips.services.recorder import obtain
from clips.services.settle import Setback, settle_ready, settle_setback
from footage.cutting import FinishOptions, finish
from footage.errors import CutCancelledError, FootageError
from footage.window import UtcWindow
from jobs import crashpoints
from jobs.models import Job, JobState, Lane
from jobs.services import StaleFenceError, enqueue, put_off
from jobs.services import finish as finish_job

if TYPE_CHECKING:
    from pathlib import Path

    from accounts.models import Chain
    from jobs.registry import Claimed

BUSY = "recorder_busy"
BUSY_FOR = timedelta(seconds=5)


def fetch_clip(chain: Chain, job: Claimed) -> None:
    """Fetch the clip whose id is the job's key, and end or put off the job.

    Raises StaleFenceError when another worker took the job over meanwhile.
    """
    clip = Clip.objects.select_related("camera__recorder", "store").filter(pk=int(job.key)).first()
    if clip is None or clip.camera is None or not wants_footage(clip):
        finish_job(job, {"nothing_to_do": True})
        return
    recorder_id = clip.camera.recorder_id
    with recorder_slot(chain, recorder_id) as is_ours:
        if not is_ours:
            put_off(job, until=timezone.now() + BUSY_FOR, reason=BUSY, counted=False)
            return
        _fetch(chain, Attempt(job), clip)
    _call_next(chain, recorder_id)


def wants_footage(clip: Clip) -> bool:
    """Not there, or there only in part; what somebody uploaded is not replaced."""
    return clip.source != "upload" and (clip.state != ClipState.READY or clip.is_partial)


def _fetch(chain: Chain, attempt: Attempt, clip: Clip) -> None:
    keys = ClipKeys(chain.uuid, clip.uuid)
    _mark_fetching(attempt, clip)
    try:
        with objects.workspace() as folder:
            kept = _obtained(chain, attempt, clip, keys, folder)
    except CutCancelledError as cancelled:
        raise StaleFenceError(str(attempt.job)) from cancelled
    except (FootageError, objects.StorageAwayError) as error:
        settle_setback(attempt.job, clip, Setback.of(error))
        return
    crashpoints.reach("fetch.after_store")
    settle_ready(attempt.job, clip, keys, kept)


def _mark_fetching(attempt: Attempt, clip: Clip) -> None:
    with transaction.atomic():
        attempt.check()
        Clip.objects.filter(pk=clip.pk).exclude(state=ClipState.READY).update(
            state=ClipState.FETCHING
        )


def _obtained(chain: Chain, attempt: Attempt, clip: Clip, keys: ClipKeys, folder: Path) -> Kept:
    """Footage, cut and stored. Raises FootageError, StorageAwayError."""
    obtained = obtain(clip, folder / "raw", progress=attempt.progress, cancelled=attempt.cancelled)
    crashpoints.reach("fetch.footage_read")
    finished = finish(
        obtained.raw,
        UtcWindow(clip.window_start, clip.window_end),
        folder / "clip",
        FinishOptions(moment=clip.moment, keep_audio=chain.keep_audio, label_zone=clip.store.zone),
        attempt.progress,
        attempt.cancelled,
    )
    crashpoints.reach("fetch.before_store")
    kept = keep(keys, f"f{attempt.job.fence}", finished)
    kept.fields |= {
        "source": obtained.driver,
        "clock_offset_ms": obtained.offset_ms,
        "clock_error_ms": obtained.error_ms(finished.time_error),
    }
    return kept


def _call_next(chain: Chain, recorder_id: int) -> None:
    """The recorder is free: whoever found it busy need not wait any longer."""
    waiting = Clip.objects.filter(
        camera__recorder=recorder_id, state__in=[ClipState.REQUESTED, ClipState.WAITING]
    ).order_by("-requested_at")
    keys = [str(pk) for pk in waiting.values_list("pk", flat=True)[:500]]
    job = (
        Job.objects.filter(
            chain=chain.schema_name,
            kind=FETCH,
            key__in=keys,
            state=JobState.QUEUED,
            outcome__waiting_for=BUSY,
        )
        .order_by("lane", "-priority", "run_after")
        .first()
    )
    if job is not None:
        enqueue(chain=chain.schema_name, kind=FETCH, keys=[job.key], pool=POOL, lane=Lane(job.lane))


def bury(clip_id: int) -> None:
    """The job failed for good: the clip says so, unless it is there already."""
    Clip.objects.filter(pk=clip_id).exclude(state=ClipState.READY).update(
        state=ClipState.UNAVAILABLE,
        reason_code="fetch_failed",
        reason_params={},
        waiting_until=None,
    )
