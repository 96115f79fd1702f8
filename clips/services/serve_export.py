"""``serve_export``: one upload, cut for every transaction that it covers.

Each clip is committed by itself, so that a worker that dies goes on where it was: those
that are there already are left alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clips import objects
from clips.keys import ClipKeys
from clips.models import Clip, ClipState, Quality
from clips.services.attempt import Attempt
from clips.services.export import is_start_open
from clips.services.keep import Kept, keep
from clips.services.names import NameParts, NameWish, free_names
from clips.services.plan import OPEN, plan
from clips.services.receive import UPLOAD
from clips.services.settle import Setback, fill_ready, until_next
from clips.services.wanted import Wanted, wanted_of
from footage.cutting import FinishOptions, finish
from footage.cutting.upload import upload_as_raw
from footage.errors import CutCancelledError, FootageError
from footage.window import UtcWindow
from jobs.services import StaleFenceError, put_off
from jobs.services import finish as finish_job
from transactions.models import Transaction

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Chain
    from footage.recorders.base import RawMedia
    from jobs.registry import Claimed

WANTING = (
    ClipState.UNAVAILABLE,
    ClipState.WAITING,
    ClipState.REQUESTED,
    ClipState.FETCHING,
)
MOST_AT_ONCE = 500


def serve_export(chain: Chain, job: Claimed) -> None:
    """Cut what the export whose id is the job's key covers; ends or puts off the job."""
    export = (
        Clip.objects.select_related("store", "camera__recorder__state")
        .filter(pk=int(job.key))
        .first()
    )
    if export is None or export.state != ClipState.READY or is_start_open(export):
        finish_job(job, {"nothing_to_do": True})
        return
    attempt = Attempt(job)
    try:
        served = _serve(chain, attempt, export)
    except CutCancelledError as cancelled:
        raise StaleFenceError(str(job)) from cancelled
    except objects.StorageAwayError as away:
        setback = Setback.of(away)
        until = until_next(setback, export.requested_at, timezone.now())
        put_off(job, until=until, reason=setback.code, counted=False)
        return
    finish_job(job, {"served": served})


def _serve(chain: Chain, attempt: Attempt, export: Clip) -> int:
    assert export.obtained_start is not None  # noqa: S101 - the caller asked is_start_open
    _plan_unplanned(chain, export)
    clips = list(covered_by(export).select_related("store").order_by("moment")[:MOST_AT_ONCE])
    if not clips:
        return 0
    keys = ClipKeys(chain.uuid, export.uuid)
    with objects.workspace() as folder:
        path = folder / Path(export.original_key).name
        objects.fetch(keys, export.original_key, path)
        raw = upload_as_raw(path, export.obtained_start)
        for number, clip in enumerate(clips):
            attempt.progress("cutting", number / len(clips))
            _cut(chain, attempt, export, clip, raw, folder / str(clip.pk))
    return len(served_by(export))


def covered_by(export: Clip) -> QuerySet[Clip]:
    """Clips of the same store and camera whose moment the export shows, and that are not
    there. An upload that is of none of our cameras is for the one register that has none:
    with several nobody could tell which of them it shows."""
    rows = Clip.objects.filter(
        store=export.store_id,
        camera=export.camera_id,
        transaction__isnull=False,
        state__in=WANTING,
        moment__gte=export.obtained_start,
        moment__lt=export.obtained_end,
    ).exclude(pk=export.pk)
    if export.camera_id is None:
        registers = set(rows.order_by().values_list("transaction__register", flat=True))
        return rows if len(registers) == 1 else rows.none()
    return rows


def served_by(export: Clip) -> list[Clip]:
    """What was cut from it, in order of time."""
    if export.obtained_start is None or export.obtained_end is None:
        return []
    note = [{"code": "from_export", "params": {"uuid": str(export.uuid)}}]
    rows = Clip.objects.filter(
        store=export.store_id,
        moment__gte=export.obtained_start,
        moment__lt=export.obtained_end,
        notes__contains=note,
    )
    return list(rows.select_related("store", "camera", "transaction").order_by("moment"))


def _plan_unplanned(chain: Chain, export: Clip) -> None:
    """Flagged ones that were never planned: a back-fill's footage was long overwritten."""
    rows = Transaction.objects.filter(
        store=export.store_id,
        occurred_at__gte=export.obtained_start,
        occurred_at__lt=export.obtained_end,
        review__status__in=OPEN,
        clips=None,
    )
    wanted = [_of_its_camera(each, export) for each in wanted_of(rows)]
    with transaction.atomic():
        plan(chain, [each for each in wanted if each is not None])


def _of_its_camera(wanted: Wanted, export: Clip) -> Wanted | None:
    """The same for the export's camera alone; None where that did not see it."""
    if export.camera is None:
        return None if wanted.cameras else wanted
    saw = export.camera_id in {camera.pk for camera in wanted.cameras}
    return replace(wanted, cameras=(export.camera,)) if saw else None


def _cut(
    chain: Chain, attempt: Attempt, export: Clip, clip: Clip, raw: RawMedia, folder: Path
) -> None:
    """One clip, committed. What cannot be cut is left as it was."""
    window = UtcWindow(clip.window_start, clip.window_end)
    options = FinishOptions(
        moment=clip.moment, keep_audio=chain.keep_audio, label_zone=clip.store.zone
    )
    try:
        finished = finish(
            replace(raw, asked=window), window, folder, options, None, attempt.cancelled
        )
    except CutCancelledError:
        raise
    except FootageError:
        return
    keys = ClipKeys(chain.uuid, clip.uuid)
    kept = keep(keys, f"e{attempt.job.fence}", finished)
    if not _commit(attempt, export, clip, kept):
        objects.delete(keys, kept.keys)


def _commit(attempt: Attempt, export: Clip, clip: Clip, kept: Kept) -> bool:
    with transaction.atomic():
        attempt.check()
        row = Clip.objects.select_for_update(of=("self",)).get(pk=clip.pk)
        if row.state not in WANTING or row.moment != clip.moment:
            return False
        fields = {
            **kept.fields,
            "source": UPLOAD,
            "quality": Quality.FULL,
            "uploaded_by": export.uploaded_by,
            "notes": [*kept.fields["notes"], _note(export)],
        }
        if not row.filename:
            fields["filename"] = _name(row)
        fill_ready(row, fields, timezone.now())
    return True


def _note(export: Clip) -> dict[str, object]:
    return {
        "code": "from_export",
        "params": {"uuid": str(export.uuid), "name": export.filename},
    }


def _name(row: Clip) -> str:
    about = row.transaction
    assert about is not None  # noqa: S101 - only clips of transactions are served
    return free_names(row.store_id, [NameWish(NameParts.of(about))])[0]
