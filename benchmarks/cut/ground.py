"""A chain with one store whose recorder is the long recording."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from benchmarks.cut.footage import CAMERA
from benchmarks.product import make_chain
from clips.models import Clip, ClipState
from clips.services.orders import FetchOrder, order_fetches
from jobs.worker import work_once
from stores.models import Camera, Recorder, Store

if TYPE_CHECKING:
    from datetime import datetime

    from benchmarks.cut.footage import Recording

BEFORE: Final = timedelta(seconds=60)
AFTER: Final = timedelta(seconds=120)


class WrongClipError(AssertionError):
    """A fast wrong clip: the run fails."""


class Ground:
    def __init__(self, recording: Recording) -> None:
        self._chain = make_chain("bench")
        connection.set_tenant(self._chain)  # type: ignore[attr-defined]
        self._store = Store.objects.create(code="101", name="Bench", timezone="America/New_York")
        self._recorder = Recorder.objects.create(
            store=self._store, name="DVR", driver="folder", options={"path": str(recording.root)}
        )
        self._camera = Camera.objects.create(
            recorder=self._recorder, channel=CAMERA, name="Register 1"
        )
        override_settings(JOBS_PIPELINE="benchmarks.cut.pipeline.PIPELINE").enable()

    def use(self, recording: Recording) -> None:
        """From now on the recorder holds this one."""
        self._recorder.options = {"path": str(recording.root)}
        self._recorder.save(update_fields=["options"])

    def order(self, start: datetime) -> Clip:
        """Ask for the clip whose window begins at ``start``."""
        clip = Clip.objects.create(
            store=self._store,
            camera=self._camera,
            moment=start + BEFORE,
            window_start=start,
            window_end=start + BEFORE + AFTER,
        )
        order_fetches(self._chain, [FetchOrder(clip.pk, timezone.now(), priority=0)])
        return clip

    def work(self) -> None:
        """Claim and do the one waiting job, as a worker does."""
        if not work_once("video"):
            raise WrongClipError("there was no clip to fetch")

    def checked(self, clip: Clip) -> Clip:
        """The clip as recorded. Raises WrongClipError unless it is ready, whole, and the
        stored bytes are the ones that were hashed."""
        clip.refresh_from_db()
        if clip.state != ClipState.READY or clip.gaps or clip.is_partial:
            raise WrongClipError(f"{clip.state} {clip.reason_code} {clip.reason_params}")
        if clip.obtained_start is None or clip.obtained_start > clip.window_start:
            raise WrongClipError(f"begins at {clip.obtained_start}")
        if clip.obtained_end is None or clip.obtained_end < clip.window_end:
            raise WrongClipError(f"ends at {clip.obtained_end}")
        with default_storage.open(clip.original_key) as file:
            digest = hashlib.sha256(b"".join(file.chunks())).hexdigest()
        if digest != clip.sha256:
            raise WrongClipError("the stored file is not the one that was hashed")
        return clip

    def drop(self, clip: Clip) -> None:
        for key in {clip.original_key, clip.playback_key, clip.thumbnail_key, clip.sheet_key}:
            if key:
                default_storage.delete(key)
        clip.delete()
