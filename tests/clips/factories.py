"""Rows and footage that the tests of clips are about."""

from __future__ import annotations

import shutil
import uuid
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from clips.keys import ClipKeys
from clips.models import Clip, ClipState
from jobs import services
from jobs.models import Job
from lossprevention.simulator.footage.on_demand import ensure_segments
from lossprevention.simulator.footage.segment import CameraView
from stores.models import Camera, Register, Store
from transactions.models import Review, SourceFile, Transaction, Upload

if TYPE_CHECKING:
    from accounts.models import Chain
    from jobs.registry import Claimed

NOON = datetime(2025, 11, 20, 17, 0, tzinfo=UTC)
"""Noon in New York, long enough ago that its footage is settled."""
VIEW = CameraView("cam1", "101 REGISTER 1", width=320, height=180, fps=5, gop_seconds=1)


def source_file(store: Store, *, is_backfill: bool = False) -> SourceFile:
    upload = Upload.objects.create(store=store, name="day", is_backfill=is_backfill)
    return SourceFile.objects.create(
        store=store, upload=upload, original_name="a.xml", sha256=uuid.uuid4().hex, size=1
    )


def a_transaction(
    store: Store,
    *,
    register: str | None = "1",
    at: datetime = NOON,
    event_type: str = "refund",
    risk: int = 50,
    file: SourceFile | None = None,
    status: str | None = "new",
) -> Transaction:
    """A transaction by the register's clock; flagged unless ``status`` is None."""
    row = Transaction.objects.create(
        store=store,
        register=Register.objects.get(store=store, code=register) if register else None,
        source_file=file or source_file(store),
        source_index=0,
        event_key=uuid.uuid4().hex,
        event_type=event_type,
        type_confidence="certain",
        source_event_tag="RefundEvent",
        occurred_at=at,
        time_basis="receipt",
        time_quality="exact",
        business_date=date(2025, 11, 20),
        flags=["refund"] if status else [],
        risk=risk,
        content_hash="x",
    )
    if status:
        Review.objects.create(
            transaction=row,
            store=store,
            status=status,
            primary_flag="refund",
            risk=risk,
            occurred_at=at,
        )
    return row


def camera_of(store: Store, channel: str = "cam1") -> Camera:
    return Camera.objects.get(recorder__store=store, channel=channel)


def use_folder(store: Store, folder: Path, **options: object) -> None:
    """The store's recorder writes to ``folder``."""
    recorder = camera_of(store).recorder
    recorder.options = {"path": str(folder), **options}
    recorder.save()


@cache
def _rendered(root: Path, start: datetime, minutes: int) -> list[Path]:
    """Those of the span alone: other tests render other minutes into the same folder."""
    return ensure_segments(root, VIEW, start, start + timedelta(minutes=minutes), seconds=60)


def footage(
    cache_folder: Path,
    target: Path,
    start: datetime = NOON - timedelta(minutes=2),
    minutes: int = 5,
) -> list[Path]:
    """A copy of rendered one-minute segments of ``cam1`` around noon, its own to damage."""
    (target / "cam1").mkdir(parents=True, exist_ok=True)
    return [
        Path(shutil.copy2(path, target / "cam1" / path.name))
        for path in _rendered(cache_folder, start, minutes)
    ]


def claimed(kind: str, key: int | str, chain: str = "north") -> Claimed:
    """The queued job of that name, taken now even if it is not due."""
    Job.objects.filter(chain=chain, kind=kind, key=str(key)).update(
        run_after=timezone.now(), priority=2_147_483_647
    )
    jobs = services.claim(pool="video", batch={kind: 1}, lease=timedelta(minutes=5), turn="test")
    (job,) = [job for job in jobs if job.key == str(key)]
    return job


def ready_clip(chain: Chain, store: Store, content: bytes, **fields: object) -> Clip:
    """A finished clip whose playback copy holds ``content``."""
    row = fields.pop("transaction", None) or a_transaction(store)
    if fields.pop("alone", False):
        row = None
    clip = Clip.objects.create(
        **{
            "transaction": row,
            "store": store,
            "camera": camera_of(store),
            "moment": NOON,
            "window_start": NOON - timedelta(seconds=60),
            "window_end": NOON + timedelta(seconds=120),
            "state": ClipState.READY,
            "filename": f"{store.code}_2025-11-20_120000_1_refund.mp4",
            **fields,
        },
    )
    keys = ClipKeys(chain.uuid, clip.uuid)
    for field, name, suffix, body in (
        ("playback_key", "playback", ".mp4", content),
        ("thumbnail_key", "thumbnail", ".jpg", b"\xff\xd8thumb"),
        ("sheet_key", "sheet", ".jpg", b"\xff\xd8sheet"),
    ):
        key = default_storage.save(keys.key(name, "f1", suffix), ContentFile(body))
        setattr(clip, field, key)
    clip.size = len(content)
    clip.save()
    return clip
