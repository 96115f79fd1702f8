"""A long export that somebody uploads: kept, placed in time, and cut for all that it covers.

    received -> finished (playable) -> start said or confirmed by a person -> served

A start that was only read from the file's name or its metadata is a proposal: nothing is
cut by it before a person has said that it is right.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction as database
from django.utils import timezone

from accounts.roles import Action
from clips import objects
from clips.keys import ClipKeys
from clips.models import Clip, ClipState, Purpose, Quality
from clips.services import schedule
from clips.services.export_start import proposed_start
from clips.services.lock import lock_stores
from clips.services.names import NameParts, NameWish, free_names
from clips.services.orders import FINISH_UPLOAD, POOL, SERVE_EXPORT
from clips.services.receive import SUFFIXES, UPLOAD, DroppedVideo, check_video
from jobs import crashpoints
from jobs.services import enqueue
from stores import audit
from stores.models import AccessKind

if TYPE_CHECKING:
    from pathlib import Path

    from stores.access import Member
    from stores.models import Camera, Store

NAME = "export"
_MORE = timedelta(seconds=30)


class NotPlacedError(ValueError):
    """The clip is no export of which the start could be said."""


def receive_export(
    *, member: Member, store: Store, camera: Camera | None, video: DroppedVideo
) -> Clip:
    """Keep the video as a clip of its own, then ask for its finishing. The caller has
    looked store and camera up within the member's stores.

    Raises UploadRefusedError, UnreadableVideoError, StorageAwayError, StorageFullError.
    """
    member.check(Action.UPLOAD_CLIPS)
    container = check_video(video.path)
    told = None if video.starts_at else proposed_start(video.path, video.name, store.zone)
    start = video.starts_at or (told.start if told else None)
    size, digest = video.path.stat().st_size, _sha256(video.path)
    clip_uuid = uuid.uuid4()
    keys = ClipKeys(member.chain.uuid, clip_uuid)
    key = keys.key(UPLOAD, uuid.uuid4().hex[:12], SUFFIXES.get(container, ".video"))
    objects.put(keys, key, video.path)
    crashpoints.reach("export.stored")
    with database.atomic():
        lock_stores(member.chain, [store.pk])
        clip = _row(store, camera, clip_uuid, start or timezone.now())
        clip.obtained_start, clip.original_key, clip.sha256 = start, key, digest
        clip.uploaded_by, clip.asked_by = member.user, member.user
        if told:
            clip.notes = [{"code": f"start_by_{told.source}", "params": {}}]
        clip.save()
        _ask(member, clip, video.name, size)
    return clip


def _row(store: Store, camera: Camera | None, clip_uuid: uuid.UUID, start: datetime) -> Clip:
    parts = NameParts(store.code, start.astimezone(store.zone), camera.name if camera else "", NAME)
    (name,) = free_names(store.pk, [NameWish(parts)])
    return Clip(
        uuid=clip_uuid,
        store=store,
        camera=camera,
        moment=start,
        window_start=start,
        window_end=start + timedelta(seconds=1),
        filename=name,
        state=ClipState.REQUESTED,
        source=UPLOAD,
        purpose=Purpose.UPLOAD,
        quality=Quality.FULL,
    )


def _ask(member: Member, clip: Clip, name: str, size: int) -> None:
    enqueue(
        chain=member.chain.schema_name,
        kind=FINISH_UPLOAD,
        keys=[str(clip.pk)],
        pool=POOL,
        priority=schedule.priority(schedule.BY_HAND, timezone.now()),
    )
    audit.record(
        AccessKind.UPLOADED_CLIP,
        user=member.user,
        about=("clip", clip.pk),
        name=name[:255],
        size=size,
        sha256=clip.sha256,
    )


def is_export(clip: Clip) -> bool:
    return clip.purpose == Purpose.UPLOAD and clip.source == UPLOAD


def is_start_open(clip: Clip) -> bool:
    """Nobody has said, or confirmed, when it starts."""
    proposed = any(note["code"].startswith("start_by_") for note in clip.notes)
    return is_export(clip) and (clip.obtained_start is None or proposed)


def serves_others(clip: Clip) -> bool:
    """It is known when it was recorded, and it shows more than its own transaction."""
    if clip.obtained_start is None or clip.obtained_end is None or is_start_open(clip):
        return False
    shown = clip.obtained_end - clip.obtained_start
    return clip.transaction_id is None or shown > clip.window_end - clip.window_start + _MORE


def say_start(*, member: Member, clip: Clip, start: datetime) -> None:
    """A person says when the export starts: it is placed there, and serves what it covers.

    Raises NotPlacedError unless it is a finished export.
    """
    member.check(Action.UPLOAD_CLIPS)
    with database.atomic():
        lock_stores(member.chain, [clip.store_id])
        row = Clip.objects.select_for_update(of=("self",)).get(pk=clip.pk)
        if not is_export(row) or row.state != ClipState.READY:
            raise NotPlacedError
        _place(row, start.astimezone(UTC))
        row.save()
        ask_to_serve(member.chain.schema_name, row)
        audit.record(
            AccessKind.ASKED_FOR_FOOTAGE,
            user=member.user,
            about=("clip", row.pk),
            name=row.filename,
            start=start.isoformat(),
        )


def _place(clip: Clip, start: datetime) -> None:
    """Move all of its times: what was counted from the old start counts from the new."""
    old = clip.obtained_start
    length = timedelta(milliseconds=clip.duration_ms)
    begin = datetime.fromisoformat(clip.timeline[0]["start"]) if clip.timeline else old
    shift = start - begin if begin else timedelta(0)
    clip.timeline = [
        {**span, "start": (datetime.fromisoformat(span["start"]) + shift).isoformat()}
        for span in clip.timeline
    ] or [{"at": 0.0, "start": start.isoformat(), "seconds": length.total_seconds()}]
    clip.sheet_times = [(datetime.fromisoformat(at) + shift).isoformat() for at in clip.sheet_times]
    clip.obtained_start, clip.obtained_end = start, start + length
    clip.moment, clip.window_start, clip.window_end = start, start, start + length
    clip.moment_ms, clip.gaps, clip.is_partial = 0, [], False
    open_notes = {"start_by_name", "start_by_metadata", "moment_unknown"}
    clip.notes = [note for note in clip.notes if note["code"] not in open_notes]


def ask_to_serve(chain: str, clip: Clip) -> None:
    enqueue(
        chain=chain,
        kind=SERVE_EXPORT,
        keys=[str(clip.pk)],
        pool=POOL,
        priority=schedule.priority(schedule.BY_HAND, timezone.now()),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
