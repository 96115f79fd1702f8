r"""``fetch_clip``: one clip from its recorder to the storage.

    requested --\                       /--> ready (perhaps partial)
                 +--> fetching --------+---> waiting (tried again at ``waiting_until``)
    waiting  ---/                       \--> unavailable (``reason_code`` says why)

Minutes pass outside the database. The job's fence decides whose result counts; the
recorder's slots keep more workers from playing back from it than it can serve. A slot is
given back as soon as the footage is here: cutting and storing need no recorder.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
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
from clips.services.quality import is_too_small, quality_got, wants_full_instead
from clips.services.recorder import obtain
from clips.services.refusals import refusal
from clips.services.settle import Setback, settle_ready, settle_setback
from clips.services.uplink import bytes_below, spend
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
    from clips.services.recorder import Obtained
    from jobs.registry import Claimed

BUSY = "recorder_busy"
BUSY_FOR = timedelta(seconds=5)


class _AllSlotsTakenError(Exception):
    """Other workers are playing back from this recorder."""


def fetch_clip(chain: Chain, job: Claimed) -> None:
    """Fetch the clip whose id is the job's key, and end or put off the job.

    Raises StaleFenceError when another worker took the job over meanwhile.
    """
    found = Clip.objects.select_related("camera__recorder__state", "store")
    clip = found.filter(pk=int(job.key)).first()
    if clip is None or clip.camera is None or not wants_footage(clip):
        finish_job(job, {"nothing_to_do": True})
        return
    refused = refusal(clip, timezone.now())
    if refused is not None:
        settle_setback(job, clip, refused)
        return
    try:
        _fetch(chain, Attempt(job), clip)
    except _AllSlotsTakenError:
        put_off(job, until=timezone.now() + BUSY_FOR, reason=BUSY, counted=False)


def wants_footage(clip: Clip) -> bool:
    """Not there, there only in part, or too small; what somebody uploaded is not replaced."""
    if clip.source == "upload" or clip.state == ClipState.REMOVED:
        return False
    return clip.state != ClipState.READY or clip.is_partial or is_too_small(clip)


def _fetch(chain: Chain, attempt: Attempt, clip: Clip) -> None:
    keys = ClipKeys(chain.uuid, clip.uuid)
    try:
        with objects.workspace() as folder:
            obtained = _played_back(chain, attempt, clip, folder / "raw")
            kept = _made(chain, attempt, clip, keys, folder, obtained)
    except CutCancelledError as cancelled:
        raise StaleFenceError(str(attempt.job)) from cancelled
    except (FootageError, objects.StorageAwayError) as error:
        settle_setback(attempt.job, clip, Setback.of(error))
        return
    crashpoints.reach("fetch.after_store")
    settle_ready(attempt.job, clip, keys, kept)


def _played_back(chain: Chain, attempt: Attempt, clip: Clip, raw: Path) -> Obtained:
    """The footage, with a slot of the recorder held only meanwhile.

    Raises _AllSlotsTakenError, FootageError.
    """
    assert clip.camera is not None  # noqa: S101 - clips without a camera are not fetched
    recorder = clip.camera.recorder
    try:
        with recorder_slot(chain, recorder.pk, recorder.slots) as is_ours:
            if not is_ours:
                raise _AllSlotsTakenError
            _mark_fetching(attempt, clip)
            return _obtained(attempt, clip, raw)
    except FootageError:
        _call_next(chain, recorder.pk)
        raise


def _obtained(attempt: Attempt, clip: Clip, raw: Path) -> Obtained:
    """Asked once for small pictures where those are enough, then for full ones where the
    recorder keeps no others."""
    ask = partial(obtain, clip, raw, progress=attempt.progress, cancelled=attempt.cancelled)
    try:
        return ask()
    except FootageError as error:
        if not wants_full_instead(clip, error):
            raise
        return ask()
    finally:
        spend(clip, bytes_below(raw))


def _mark_fetching(attempt: Attempt, clip: Clip) -> None:
    with transaction.atomic():
        attempt.check()
        Clip.objects.filter(pk=clip.pk).exclude(state=ClipState.READY).update(
            state=ClipState.FETCHING
        )


def _made(
    chain: Chain, attempt: Attempt, clip: Clip, keys: ClipKeys, folder: Path, obtained: Obtained
) -> Kept:
    """Cut and stored; the recorder serves the next meanwhile. Raises FootageError,
    StorageAwayError."""
    assert clip.camera is not None  # noqa: S101 - clips without a camera are not fetched
    _call_next(chain, clip.camera.recorder_id)
    crashpoints.reach("fetch.footage_read")
    finished = finish(
        obtained.raw,
        UtcWindow(clip.window_start, clip.window_end),
        folder / "clip",
        FinishOptions(moment=clip.moment, keep_audio=chain.keep_audio, label_zone=clip.store.zone),
        attempt.progress,
        attempt.cancelled,
    )
    if not bytes_below(folder / "raw"):  # read where it lay: the clip is what was taken of it
        spend(clip, sum(original.size for original in finished.originals))
    crashpoints.reach("fetch.before_store")
    kept = keep(keys, f"f{attempt.job.fence}", finished)
    kept.fields |= {
        "source": obtained.driver,
        "quality": quality_got(clip),
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
