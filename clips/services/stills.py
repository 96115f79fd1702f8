"""``camera_stills``: one picture of each camera of a recorder, to know it by and draw on.

A few seconds of its newest footage are played back, one camera after the other, in the
recorder's slot as any clip is. A driver that has live pictures is asked for those instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.utils import timezone

from clips import objects
from clips.keys import CameraKeys
from clips.services.attempt import Attempt
from clips.services.lock import recorder_slot
from clips.services.recorder import clock_of
from footage.clock import SETTLE_SECONDS, recorder_window
from footage.cutting.first_picture import first_picture, live_picture
from footage.cutting.stills import write_jpeg
from footage.errors import CutCancelledError, FootageError, NoFootageError, NotYetRecordedError
from footage.window import UtcWindow
from jobs.services import StaleFenceError, finish, put_off
from stores.models import Camera, Recorder
from stores.services.recorders_breaker import RecorderBlockedError
from stores.services.recorders_open import RecorderRefusedError, opened

if TYPE_CHECKING:
    from pathlib import Path

    from accounts.models import Chain
    from footage.recorders.base import RecorderDriver
    from jobs.registry import Claimed

log = structlog.get_logger(__name__)

BUSY_FOR = timedelta(seconds=5)
SECONDS = 4.0
LOOK_BACK = tuple(timedelta(minutes=back) for back in (0, 2, 10, 360))
"""Where nothing was recorded just now (by motion only, or not on the disk yet), a little
earlier may do."""


@dataclass(slots=True)
class _Round:
    """One attempt at all cameras of a recorder."""

    chain: Chain
    attempt: Attempt
    recorder: Recorder
    driver: RecorderDriver
    folder: Path
    taken: int = 0
    missed: int = 0


def take_stills(chain: Chain, job: Claimed) -> None:
    """A still of each camera of the recorder whose id is the job's key; ends the job, or
    puts it off while the recorder is busy."""
    recorder = Recorder.objects.select_related("store").filter(pk=int(job.key)).first()
    if recorder is None or recorder.retired_at is not None:
        finish(job, {"nothing_to_do": True})
        return
    with recorder_slot(chain, recorder.pk) as is_ours:
        if not is_ours:
            put_off(job, until=timezone.now() + BUSY_FOR, reason="recorder_busy", counted=False)
            return
        outcome = _all_cameras(chain, Attempt(job), recorder)
    with transaction.atomic():
        finish(job, outcome)


def _all_cameras(chain: Chain, attempt: Attempt, recorder: Recorder) -> dict[str, object]:
    try:
        with objects.workspace() as folder, opened(recorder) as driver:
            done = _Round(chain, attempt, recorder, driver, folder)
            cameras = list(recorder.cameras.order_by("pk"))
            for place, camera in enumerate(cameras):
                attempt.progress("stills", place / len(cameras))
                _one(done, camera)
    except (RecorderBlockedError, RecorderRefusedError) as refused:
        return {"refused": refused.code}
    return {"taken": done.taken, "missed": done.missed}


def _one(done: _Round, camera: Camera) -> None:
    """What cannot be had of one camera does not keep the others from having theirs; what
    concerns the log-in or the job itself goes on up."""
    keys = CameraKeys(done.chain.uuid, camera.pk)
    try:
        picture = _picture(done, camera)
        key = keys.key(f"f{done.attempt.job.fence}")
        objects.put(keys, key, picture)
    except CutCancelledError as cancelled:
        raise StaleFenceError(str(done.attempt.job)) from cancelled
    except (NoFootageError, objects.StorageAwayError) as error:
        log.info("no_still", camera=camera.pk, error=type(error).__name__)
        done.missed += 1
        return
    except FootageError as error:
        if error.code in {"auth_rejected", "locked"}:
            raise
        log.info("no_still", camera=camera.pk, error=error.code)
        done.missed += 1
        return
    old = camera.still_key
    Camera.objects.filter(pk=camera.pk).update(still_key=key, still_at=timezone.now())
    if old and old != key:
        objects.delete(keys, [old])
    done.taken += 1


def _picture(done: _Round, camera: Camera) -> Path:
    target = done.folder / f"{camera.pk}.jpg"
    live = getattr(done.driver, "snapshot", None)
    if live is not None:
        try:
            write_jpeg(live_picture(live(camera.channel)), target)
        except FootageError as error:
            log.info("no_live_picture", camera=camera.pk, error=error.code)
        else:
            return target
    return _played_back(done, camera, target)


def _played_back(done: _Round, camera: Camera, target: Path) -> Path:
    newest = timezone.now() - timedelta(seconds=SETTLE_SECONDS + SECONDS)
    missing: FootageError = NoFootageError()
    for back in LOOK_BACK:
        start = newest - back
        window = UtcWindow(start, start + timedelta(seconds=SECONDS))
        try:
            raw = done.driver.fetch(
                camera.channel,
                recorder_window(window, clock_of(done.recorder)),
                done.folder / f"raw{camera.pk}-{back.seconds}",
                cancelled=done.attempt.cancelled,
            )
        except (NoFootageError, NotYetRecordedError) as error:
            missing = error
            continue
        if raw.files:
            return write_jpeg(first_picture(raw.files[0]), target)
    raise missing
