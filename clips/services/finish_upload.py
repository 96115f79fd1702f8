"""``finish_upload``: an uploaded video into one that every browser plays."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from clips import objects
from clips.keys import ClipKeys
from clips.models import Clip, ClipState
from clips.services.attempt import Attempt
from clips.services.keep import Kept, keep
from clips.services.receive import UPLOAD
from clips.services.settle import Setback
from clips.services.settle_upload import settle_refused, settle_uploaded
from footage.cutting import FinishedClip, FinishOptions, UploadLimits, accept_upload
from footage.errors import CutCancelledError, FootageError
from footage.window import UtcWindow
from jobs import crashpoints
from jobs.services import StaleFenceError
from jobs.services import finish as finish_job

if TYPE_CHECKING:
    from accounts.models import Chain
    from jobs.registry import Claimed


def finish_upload(chain: Chain, job: Claimed) -> None:
    """Finish the upload of the clip whose id is the job's key; ends or puts off the job."""
    clip = Clip.objects.select_related("store").filter(pk=int(job.key)).first()
    if clip is None or not _is_unfinished(clip):
        finish_job(job, {"nothing_to_do": True})
        return
    attempt = Attempt(job)
    with transaction.atomic():
        attempt.check()
        Clip.objects.filter(pk=clip.pk, source=UPLOAD).update(state=ClipState.FETCHING)
    keys = ClipKeys(chain.uuid, clip.uuid)
    try:
        with objects.workspace() as folder:
            kept = _finished(chain, attempt, clip, keys, folder)
    except CutCancelledError as cancelled:
        raise StaleFenceError(str(job)) from cancelled
    except (FootageError, objects.StorageAwayError) as error:
        settle_refused(job, clip, keys, Setback.of(error))
        return
    crashpoints.reach("upload.finished")
    settle_uploaded(job, clip, keys, kept)


def _is_unfinished(clip: Clip) -> bool:
    return clip.source == UPLOAD and bool(clip.original_key) and clip.state != ClipState.READY


def _finished(chain: Chain, attempt: Attempt, clip: Clip, keys: ClipKeys, folder: Path) -> Kept:
    raw = folder / Path(clip.original_key).name
    objects.fetch(keys, clip.original_key, raw)
    start = clip.obtained_start
    finished = accept_upload(
        raw,
        folder / "clip",
        FinishOptions(
            moment=clip.moment if start else None,
            keep_audio=chain.keep_audio,
            # Times of an unknown start are counted from zero, not told in a zone.
            label_zone=clip.store.zone if start else UTC,
        ),
        start=start,
        limits=UploadLimits(megabytes=settings.MAX_VIDEO_BYTES // 1024**2),
        progress=attempt.progress,
        cancelled=attempt.cancelled,
    )
    kept = keep(keys, f"u{attempt.job.fence}", finished, stored={raw: clip.original_key})
    kept.fields |= _placed_in_time(clip, finished)
    return kept


def _placed_in_time(clip: Clip, finished: FinishedClip) -> dict[str, Any]:
    """What of the wanted window the upload shows; nothing where its time is not known."""
    proposed = [note for note in clip.notes if note["code"].startswith("start_by_")]
    notes = [*({"code": n.code, "params": dict(n.params)} for n in finished.notes), *proposed]
    if not finished.is_time_known:
        return {
            "obtained_start": None,
            "obtained_end": None,
            "timeline": [],
            "gaps": [],
            "sheet_times": [],
            "moment_ms": None,
            "is_partial": finished.is_damaged,
            "notes": [*notes, {"code": "moment_unknown", "params": {}}],
        }
    if clip.transaction_id is None:  # what was wanted is what there is
        return {
            "window_start": finished.obtained.start,
            "window_end": finished.obtained.end,
            "gaps": [],
            "is_partial": finished.is_damaged,
            "notes": notes,
        }
    window = UtcWindow(clip.window_start, clip.window_end)
    spans = [(span.start, span.end) for span in finished.timeline.spans]
    gaps = [
        {"start": start.isoformat(), "end": end.isoformat(), "reason": "not_in_upload"}
        for start, end in window.uncovered(spans)
        if end - start > timedelta(seconds=0.25)
    ]
    return {"gaps": gaps, "is_partial": bool(gaps) or finished.is_damaged}
