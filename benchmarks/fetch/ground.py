"""A chain of ten stores, each with one slow recorder and some clips to fetch."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from benchmarks.fetch.recorder import playback_seconds
from benchmarks.product import make_chain
from clips.models import Clip, ClipState
from clips.services.orders import FetchOrder, order_fetches
from lossprevention.simulator.footage.on_demand import ensure_segments
from lossprevention.simulator.footage.segment import CameraView
from stores.models import Camera, Recorder, Store

if TYPE_CHECKING:
    from accounts.models import Chain

RECORDERS: Final = 10
STARTS: Final = datetime(2025, 11, 20, 17, 0, tzinfo=UTC)
FOOTAGE_SECONDS: Final = 120
CLIP_SECONDS: Final = 20
VIEW: Final = CameraView("cam1", "101 REGISTER 1", width=320, height=180, fps=5, gop_seconds=1)


class WrongClipsError(AssertionError):
    """A fast wrong backlog: the run fails."""


def use_slow_recorders() -> None:
    settings.RECORDER_DRIVERS["slow"] = "benchmarks.fetch.recorder.SlowRecorder"


class Ground:
    def __init__(self, data: Path, clips: int, seed: int) -> None:
        root = data / "footage"
        ensure_segments(root, VIEW, STARTS, STARTS + timedelta(seconds=FOOTAGE_SECONDS), seconds=60)
        use_slow_recorders()
        self._chain: Chain = make_chain("backlog")
        connection.set_tenant(self._chain)  # type: ignore[attr-defined]
        self._cameras = [_camera(number, root, data) for number in range(RECORDERS)]
        self._rng = random.Random(seed)
        self._count = clips

    def order(self) -> None:
        """All at once, recorders in turn, in the order that planning gives."""
        clips = [
            _clip(self._cameras[number % RECORDERS], self._rng) for number in range(self._count)
        ]
        Clip.objects.bulk_create(clips)
        risks = [self._rng.randint(1, 100) for _ in clips]
        orders = [
            FetchOrder.of(clip, clip.camera.recorder, risk)
            for clip, risk in zip(clips, risks, strict=True)
            if clip.camera is not None
        ]
        order_fetches(self._chain, orders)

    def ideal(self) -> float:
        """Seconds of the recorder that has the most to play."""
        loads: dict[str, float] = {}
        for clip in Clip.objects.select_related("camera__recorder"):
            assert clip.camera is not None
            name = clip.camera.recorder.name
            loads[name] = loads.get(name, 0.0) + playback_seconds(name, clip.window_start)
        return max(loads.values())

    def took_since(self, began: datetime) -> float:
        """Until the last clip was ready."""
        last = Clip.objects.order_by("-ready_at").first()
        if last is None or last.ready_at is None:
            raise WrongClipsError("nothing was fetched")
        return (last.ready_at - began).total_seconds()

    def is_done(self) -> bool:
        return not Clip.objects.filter(
            state__in=[ClipState.REQUESTED, ClipState.FETCHING, ClipState.WAITING]
        ).exists()

    def check(self) -> None:
        """All are there, whole, and the stored bytes are those that were hashed."""
        for clip in Clip.objects.all():
            if clip.state != ClipState.READY or clip.is_partial:
                raise WrongClipsError(f"{clip.state} {clip.reason_code} {clip.reason_params}")
            with Path(default_storage.path(clip.original_key)).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != clip.sha256:
                    raise WrongClipsError("the stored file is not the one that was hashed")


def _camera(number: int, root: Path, data: Path) -> Camera:
    store = Store.objects.create(code=f"F{number}", name=f"Fetch {number}", timezone="UTC")
    name = f"DVR {number}"
    options = {"path": str(root), "recorder": name, "lock": str(data / f"playing-{number}")}
    recorder = Recorder.objects.create(store=store, name=name, driver="slow", options=options)
    return Camera.objects.create(recorder=recorder, channel=VIEW.camera, name="Register 1")


def _clip(camera: Camera, rng: random.Random) -> Clip:
    start = STARTS + timedelta(seconds=rng.uniform(0, FOOTAGE_SECONDS - CLIP_SECONDS - 1))
    return Clip(
        store=camera.recorder.store,
        camera=camera,
        moment=start,
        window_start=start,
        window_end=start + timedelta(seconds=CLIP_SECONDS),
    )
