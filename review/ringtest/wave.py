"""Which cameras see the register: a wave at a known moment, and ten seconds of each camera.

No register is asked, only the recorders; what they answer comes by the same jobs as every
clip. Writes in the open chain.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clips.models import Clip, Purpose
from clips.services import schedule
from clips.services.lock import lock_stores
from clips.services.names import NameParts, NameWish, free_names
from clips.services.orders import FetchOrder, order_fetches
from review.models import StepOutcome
from review.ringtest.errors import RingTestError
from review.ringtest.services import ask_next, close, locked
from review.ringtest.steps import WAVE
from stores.models import Camera, RegisterCamera
from stores.services.registers import say_cameras

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from accounts.models import Chain, User
    from review.models import RingStep, RingTest

BEFORE: Final = timedelta(seconds=3)
AFTER: Final = timedelta(seconds=7)
MOST_CAMERAS: Final = 12


def cameras_of(test: RingTest) -> list[Camera]:
    """Cameras of the store's recorders that are switched on; the register's own first."""
    rows = Camera.objects.filter(recorder__store=test.store_id, recorder__is_active=True)
    known = _places(test)
    found = list(rows.select_related("recorder").order_by("recorder__name", "name", "pk"))
    found.sort(key=lambda camera: known.get(camera.pk, len(found)))
    return found[:MOST_CAMERAS]


def _places(test: RingTest) -> dict[int, int]:
    """Camera to its place on the register, as it is now."""
    if test.register_id is None:
        return {}
    rows = RegisterCamera.objects.filter(register=test.register_id, until=None).order_by(
        "position", "pk"
    )
    return {row.camera_id: place for place, row in enumerate(rows)}


def wave(*, chain: Chain, test: RingTest, asked: str) -> None:
    """Somebody waves now: ask every camera for these seconds. Raises RingTestError where
    there is no camera; StaleStepError."""
    with transaction.atomic():
        step = locked(test, WAVE, asked)
        cameras = cameras_of(test)
        if not cameras:
            raise RingTestError(_("This store has no camera yet. Support adds recorders."))
        step.waved_at = timezone.now()
        clips = _clips(chain, test, cameras, step.waved_at)
        step.learned = {"clips": [clip.pk for clip in clips]}
        step.save(update_fields=["waved_at", "learned"])
        ask_next(test)


def _clips(chain: Chain, test: RingTest, cameras: Sequence[Camera], moment: datetime) -> list[Clip]:
    lock_stores(chain, [test.store_id])
    register = test.register.code if test.register else ""
    parts = NameParts(test.store.code, moment.astimezone(test.store.zone), register, "wave")
    places = range(1, len(cameras) + 1)
    names = free_names(test.store_id, [NameWish(parts, place) for place in places])
    clips = [
        Clip(
            store_id=test.store_id,
            camera=camera,
            position=place,
            moment=moment,
            window_start=moment - BEFORE,
            window_end=moment + AFTER,
            filename=name,
            purpose=Purpose.MOMENT,
        )
        for place, camera, name in zip(places, cameras, names, strict=True)
    ]
    Clip.objects.bulk_create(clips)
    orders = [
        FetchOrder.of(clip, camera.recorder, schedule.BY_HAND)
        for clip, camera in zip(clips, cameras, strict=True)
    ]
    order_fetches(chain, orders)
    return clips


def clips_of_wave(step: RingStep) -> list[Clip]:
    rows = Clip.objects.filter(pk__in=step.learned.get("clips", []))
    return list(rows.select_related("store", "camera__recorder").order_by("position", "pk"))


def choose_cameras(
    *, test: RingTest, asked: str, best: int | None, also: Sequence[int], by: User
) -> None:
    """Keep which cameras show the register, the best one first; a camera that was asked,
    answered and not chosen is taken off, one that did not answer stays behind the others.
    ``best`` None: no picture shows it, and nothing is changed on the register.

    Raises RingTestError, StaleStepError; MapError as ``say_cameras`` does.
    """
    with transaction.atomic():
        step = locked(test, WAVE, asked)
        clips = clips_of_wave(step)
        ready = {clip.camera_id for clip in clips if clip.thumbnail_key}
        chosen = [best, *(each for each in also if each != best)] if best is not None else []
        if not set(chosen) <= ready:
            raise RingTestError(_("Choose among the cameras whose pictures are shown."))
        if chosen:
            _keep(test, [each for each in chosen if each is not None], ready, by)
        step.camera_id = best
        step.learned = {**step.learned, "cameras": chosen}
        close(step, StepOutcome.SEEN if chosen else StepOutcome.NOT_SEEN)
        ask_next(test)


def _keep(test: RingTest, chosen: list[int], ready: set[int | None], by: User) -> None:
    if test.register is None:
        raise RingTestError(
            _("Ring something first: the register that writes it is the one to put cameras on.")
        )
    silent = [camera for camera in _places(test) if camera not in ready]
    say_cameras(register=test.register, camera_ids=[*chosen, *silent], by=by)
