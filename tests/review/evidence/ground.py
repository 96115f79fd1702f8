"""Transactions with video, packages of them, and the jobs that make these run at once."""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.tenancy import current_chain
from clips.keys import ClipKeys
from review import handlers
from review.evidence.packages import order_package
from tests.clips.factories import NOON, claimed, ready_clip
from tests.review.factories import a_file, flagged

ORIGINAL = b"the recorder's own bytes" * 999


def a_case(store, **fields):
    """A refund with a ready clip, whose original is as it was obtained."""
    row = flagged(store, at=NOON, source_file=a_file(store), transaction_no="9006", **fields)
    with_video(row)
    return row


def with_video(row, content=b"a playback copy", **fields):
    chain = current_chain()
    clip = ready_clip(
        chain, row.store, content, transaction=row, filename=f"{uuid.uuid4().hex}.mp4", **fields
    )
    key = ClipKeys(chain.uuid, clip.uuid).key("original", "f1", ".mp4")
    default_storage.save(key, ContentFile(ORIGINAL))
    sha256 = hashlib.sha256(ORIGINAL).hexdigest()
    clip.originals = [
        {
            "key": key,
            "sha256": sha256,
            "size": len(ORIGINAL),
            "codec": "h264",
            "start": NOON.isoformat(),
        }
    ]
    clip.original_key, clip.sha256 = key, sha256
    clip.timeline = [{"at": 0.0, "start": NOON.isoformat(), "seconds": 180.0}]
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
