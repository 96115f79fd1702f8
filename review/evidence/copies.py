"""Masked copies: ordered on the package's page, made by a job, never in place of anything."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction as database
from django.utils import timezone
from django.utils.translation import gettext

from accounts.roles import Action
from clips import objects
from clips.keys import ClipKeys
from clips.models import ClipState
from clips.services.attempt import Attempt
from footage.cutting.timeline import TimelineSpan
from footage.errors import FootageError, StorageFullError
from footage.masking import MOST_MASKS, Caption, Mask, MaskError, make_masked_copy
from jobs.registry import RetryLaterError
from jobs.services import StaleFenceError, enqueue, finish
from review.evidence.stored import PackageKeys
from review.models import EvidenceCopy, MakingState
from stores import audit
from stores.models import AccessKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from accounts.models import Chain
    from clips.models import Clip
    from jobs.registry import Claimed
    from review.models import EvidencePackage
    from stores.access import Member

KIND: Final = "mask_copy"
POOL: Final = "video"
SOON: Final = timedelta(seconds=30)
UNTIMED: Final = "moment_unknown"


class CopyError(ValueError):
    """No copy can be made of that; says why to the person who asked."""


def order_copy(
    *, member: Member, package: EvidencePackage, clip: Clip, masks: Sequence[Mask], why: str
) -> EvidenceCopy:
    """A copy of one clip of the package, made by a job. Raises CopyError."""
    member.check(Action.HAND_OVER)
    if clip.state != ClipState.READY or not clip.playback_key:
        raise CopyError(gettext("There is no video to copy."))
    if len(masks) > MOST_MASKS:
        raise CopyError(gettext("At most %(n)s rectangles.") % {"n": MOST_MASKS})
    with database.atomic():
        copy = EvidenceCopy.objects.create(
            package=package,
            clip=clip,
            masks=[[round(n, 6) for n in (m.left, m.top, m.width, m.height)] for m in masks],
            why=why.strip()[:120],
            ordered_by=member.user,
        )
        enqueue(chain=member.chain.schema_name, kind=KIND, keys=[str(copy.pk)], pool=POOL)
        audit.record(
            AccessKind.MADE_EVIDENCE,
            user=member.user,
            about=("evidence", package.pk),
            name=package.title,
            what="copy",
            clip=clip.filename,
        )
    return copy


def masks_of_camera(clip: Clip) -> list[Mask]:
    """What the camera's zones say is always to be covered."""
    polygons = clip.camera.zones.get("mask", []) if clip.camera else []
    found = []
    for polygon in polygons:
        try:
            found.append(Mask.around(polygon))
        except MaskError:
            continue  # a zone without a surface covers nothing
    return found


@dataclass(frozen=True, slots=True)
class _Done:
    stored_key: str
    sha256: str
    size: int
    playback_sha256: str


def make_copy(chain: Chain, job: Claimed) -> None:
    copy = EvidenceCopy.objects.select_related("clip__store", "clip__camera", "package").get(
        pk=int(job.key)
    )
    if copy.state == MakingState.READY:
        finish(job, {"ready": True})
        return
    keys = PackageKeys(chain.uuid, copy.package.uuid)
    try:
        done = _make(chain, copy, keys, Attempt(job), f"f{job.fence}")
    except objects.StorageAwayError as away:
        raise RetryLaterError(timezone.now() + SOON, "storage_away") from away
    except StorageFullError:
        raise
    except FootageError as error:
        _settle_failure(job, copy, error)
        return
    try:
        _settle(job, copy, done)
    except StaleFenceError:
        objects.delete(keys, [done.stored_key])
        raise


def _make(
    chain: Chain, copy: EvidenceCopy, keys: PackageKeys, attempt: Attempt, name: str
) -> _Done:
    clip = copy.clip
    with objects.workspace() as folder:
        source, target = folder / "playback.mp4", folder / "copy.mp4"
        objects.fetch(ClipKeys(chain.uuid, clip.uuid), clip.playback_key, source)
        make_masked_copy(
            source,
            target,
            spans=spans_of(clip),
            masks=[Mask.of(numbers) for numbers in copy.masks],
            caption=caption_of(clip),
            on_progress=lambda share: attempt.progress("mask", share),
            cancelled=attempt.cancelled,
        )
        sha256, size = _sha256(target), target.stat().st_size
        playback = _sha256(source)
        stored = keys.key(f"copy-{copy.uuid.hex}", name, ".mp4")
        objects.put(keys, stored, target)
    return _Done(stored, sha256, size, playback)


def spans_of(clip: Clip) -> list[TimelineSpan]:
    told = [
        TimelineSpan(span["at"], datetime.fromisoformat(span["start"]), span["seconds"])
        for span in clip.timeline
    ]
    return told or [TimelineSpan(0.0, clip.moment, clip.duration_ms / 1000)]


def caption_of(clip: Clip) -> Caption:
    is_timed = bool(clip.timeline) and all(note["code"] != UNTIMED for note in clip.notes)
    place = [clip.store.code, clip.camera.name if clip.camera else ""]
    return Caption(
        zone=clip.store.zone,
        error_ms=clip.clock_error_ms,
        about=" ".join(part for part in place if part)[:60],
        original_sha256=clip.sha256,
        unknown="" if is_timed else "time not known",
    )


def _settle(job: Claimed, copy: EvidenceCopy, done: _Done) -> None:
    with database.atomic():
        row = EvidenceCopy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
        row.state, row.made_at = MakingState.READY, timezone.now()
        row.original_sha256, row.playback_sha256 = copy.clip.sha256, done.playback_sha256
        row.stored_key, row.sha256, row.size = done.stored_key, done.sha256, done.size
        row.save()
        finish(job, {"ready": True})


def _settle_failure(job: Claimed, copy: EvidenceCopy, error: FootageError) -> None:
    with database.atomic():
        EvidenceCopy.objects.filter(pk=copy.pk).update(
            state=MakingState.FAILED, reason_code=error.code, reason_params=dict(error.params)
        )
        finish(job, {"failed": error.code})


def bury(copy_id: int) -> None:
    """The job has failed for good, and the page says so."""
    EvidenceCopy.objects.filter(pk=copy_id, state=MakingState.MAKING).update(
        state=MakingState.FAILED, reason_code="fetch_failed"
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
