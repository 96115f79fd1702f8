"""What still waits for a recorder that is gone: ended, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clips.models import Clip, ClipState
from clips.services.lock import lock_stores
from clips.services.orders import FETCH
from jobs.models import Job, JobState
from jobs.services import cancel

if TYPE_CHECKING:
    from accounts.models import Chain
    from stores.models import Recorder

PENDING = (ClipState.REQUESTED, ClipState.WAITING, ClipState.FETCHING)


def end_clips_of(chain: Chain, recorder: Recorder) -> int:
    """Clips not yet fetched from ``recorder`` become unavailable; answers how many.

    In the caller's transaction, with the store locked as planners lock it.
    """
    lock_stores(chain, [recorder.store_id])
    rows = Clip.objects.filter(camera__recorder=recorder, state__in=PENDING)
    ids = list(rows.select_for_update().values_list("pk", flat=True))
    Clip.objects.filter(pk__in=ids).update(
        state=ClipState.UNAVAILABLE,
        waiting_until=None,
        reason_code="recorder_retired",
        reason_params={"recorder": recorder.name},
    )
    keys = [str(pk) for pk in ids]
    jobs = Job.objects.filter(
        chain=chain.schema_name, kind=FETCH, key__in=keys, state=JobState.QUEUED
    )
    cancel(list(jobs.values_list("pk", flat=True)))
    return len(ids)
