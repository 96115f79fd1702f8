"""Transactions with video, packages of them, and the jobs that make these run at once."""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.tenancy import current_chain
from clips.keys import ClipKeys
from clips.models import Clip, ClipState
from review import handlers
from review.evidence.packages import order_package
from stores.models import Camera
from tests.clips.factories import NOON, claimed
from tests.review.factories import a_file, flagged

ORIGINAL = b"the recorder's own bytes" * 999


def a_case(store, **fields):
    """A refund with a ready clip, whose original is as it was obtained."""
    row = flagged(store, at=NOON, source_file=a_file(store), transaction_no="9006", **fields)
    with_video(row)
    return row


def with_video(row, content=b"a playback copy", **fields):
    """A ready clip of the first camera, whose files are all kept."""
    values = {
        "transaction": row,
        "store": row.store,
        "camera": Camera.objects.filter(recorder__store=row.store).order_by("pk").first(),
        "moment": NOON,
        "window_start": NOON - timedelta(seconds=60),
        "window_end": NOON + timedelta(seconds=120),
        "state": ClipState.READY,
        "filename": f"101_refund_{uuid.uuid4().hex}.mp4",
        "timeline": [{"at": 0.0, "start": NOON.isoformat(), "seconds": 180.0}],
        "sha256": hashlib.sha256(ORIGINAL).hexdigest(),
    }
    clip = Clip.objects.create(**{**values, **fields})
    keys = ClipKeys(current_chain().uuid, clip.uuid)

    def kept(what, suffix, body):
        return default_storage.save(keys.key(what, "f1", suffix), ContentFile(body))

    clip.playback_key = kept("playback", ".mp4", content)
    clip.sheet_key = kept("sheet", ".jpg", b"\xff\xd8sheet")
    clip.original_key = kept("original", ".mp4", ORIGINAL)
    told = {"sha256": clip.sha256, "size": len(ORIGINAL), "codec": "h264"}
    clip.originals = [{"key": clip.original_key, "start": NOON.isoformat(), **told}]
    clip.save()
    return clip


def ordered(member, *rows, title="Case 7", hold=""):
    return order_package(member=member, title=title, transactions=list(rows), hold=hold)


def made(member, *rows, **words):
    """A package that is ready."""
    package = ordered(member, *rows, **words)
    handlers.build_evidence([claimed("build_evidence", package.pk)])
    package.refresh_from_db()
    return package


def content_of(package) -> bytes:
    with default_storage.open(package.stored_key) as file:
        return file.read()


def files_in(package) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content_of(package))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
