"""A video that somebody drops onto a transaction: kept as it is, then made playable."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction as database
from django.utils import timezone

from clips import objects
from clips.keys import ClipKeys
from clips.models import Clip, ClipState
from clips.services import schedule
from clips.services.lock import lock_stores
from clips.services.names import NameParts, NameWish, free_names
from clips.services.orders import FINISH_UPLOAD, POOL
from clips.services.plan import is_placeholder
from clips.services.wanted import moment_of
from footage.errors import UnreadableVideoError, UploadRefusedError
from footage.sniff import container_of
from jobs import crashpoints
from jobs.services import enqueue
from stores import audit
from stores.models import AccessKind

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from stores.access import Member
    from transactions.models import Transaction

UPLOAD = "upload"
SUFFIXES = {"mov": ".mp4", "matroska": ".mkv", "mpegts": ".ts", "mpeg": ".mpg", "avi": ".avi"}


class ClipTakenError(Exception):
    """While the video was on its way, the clip it was to replace changed."""


@dataclass(frozen=True, slots=True)
class DroppedVideo:
    """A video on our disk, as it came. ``starts_at``: real time of its first picture,
    where the person knows it."""

    path: Path
    name: str
    starts_at: datetime | None = None


def check_video(path: Path) -> str:
    """The container by its bytes. Raises UploadRefusedError, UnreadableVideoError."""
    if path.stat().st_size > settings.MAX_VIDEO_BYTES:
        raise UploadRefusedError("too_large", limit=settings.MAX_VIDEO_BYTES // 1024**2)
    try:
        return container_of(path)
    except UnreadableVideoError as error:
        code = "empty_file" if error.code == "segment_empty" else error.code
        raise UnreadableVideoError(code) from error


def receive_video(
    *, member: Member, about: Transaction, video: DroppedVideo, replace: uuid.UUID | None = None
) -> Clip:
    """Keep the video, then ask for its finishing; when this returns, both are committed.

    It takes the place of ``replace``, or of the first clip, where that is unavailable, and
    is another clip beside the others otherwise. Raises UploadRefusedError, UnreadableVideoError,
    StorageAwayError, ClipTakenError.
    """
    container = check_video(video.path)
    target = _target(about, replace)
    clip_uuid = target.uuid if target else uuid.uuid4()
    keys = ClipKeys(member.chain.uuid, clip_uuid)
    size, digest = video.path.stat().st_size, _sha256(video.path)
    key = keys.key(UPLOAD, uuid.uuid4().hex[:12], SUFFIXES.get(container, ".video"))
    objects.put(keys, key, video.path)
    crashpoints.reach("upload.stored")
    try:
        with database.atomic():
            lock_stores(member.chain, [about.store_id])
            clip = _row(about, target, clip_uuid)
            _fill(clip, member, video, key, digest)
            _ask(member, clip, video, size)
    except ClipTakenError:
        objects.delete(keys, [key])
        raise
    return clip


def _target(about: Transaction, replace: uuid.UUID | None) -> Clip | None:
    """The unavailable clip to stand in for: the one named, if it is that, or the first."""
    clips = Clip.objects.filter(transaction=about)
    if replace is None:
        return clips.filter(state=ClipState.UNAVAILABLE).order_by("position", "id").first()
    named = clips.filter(uuid=replace).first()
    if named is None:
        raise ClipTakenError
    return named if named.state == ClipState.UNAVAILABLE else None


def _row(about: Transaction, target: Clip | None, clip_uuid: uuid.UUID) -> Clip:
    """The locked row to fill, or a new one behind the others."""
    if target is not None:
        row = (
            Clip.objects.select_for_update()
            .filter(pk=target.pk, state=ClipState.UNAVAILABLE)
            .first()
        )
        if row is None:
            raise ClipTakenError
        return row
    moment = moment_of(about)
    window = schedule.window_of(moment)
    positions = Clip.objects.filter(transaction=about).values_list("position", flat=True)
    return Clip(
        uuid=clip_uuid,
        transaction=about,
        store_id=about.store_id,
        position=max(positions, default=0) + 1,
        moment=moment,
        window_start=window.start,
        window_end=window.end,
    )


def _fill(clip: Clip, member: Member, video: DroppedVideo, key: str, digest: str) -> None:
    about = clip.transaction
    assert about is not None  # noqa: S101 - a video is dropped onto a transaction
    if not clip.filename:
        position = 1 if is_placeholder(clip) else clip.position
        (clip.filename,) = free_names(clip.store_id, [NameWish(NameParts.of(about), position)])
    clip.state, clip.source = ClipState.REQUESTED, UPLOAD
    clip.reason_code, clip.reason_params, clip.notes = "", {}, []
    clip.original_key, clip.sha256 = key, digest
    clip.obtained_start = video.starts_at
    clip.uploaded_by, clip.requested_at, clip.waiting_until = member.user, timezone.now(), None
    clip.save()


def _ask(member: Member, clip: Clip, video: DroppedVideo, size: int) -> None:
    enqueue(
        chain=member.chain.schema_name,
        kind=FINISH_UPLOAD,
        keys=[str(clip.pk)],
        pool=POOL,
        priority=schedule.priority(schedule.BY_HAND, clip.moment),
    )
    audit.record(
        AccessKind.UPLOADED_CLIP,
        user=member.user,
        about=("clip", clip.pk),
        transaction=clip.transaction_id,
        name=video.name[:255],
        size=size,
        sha256=clip.sha256,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
