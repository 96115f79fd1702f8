"""A clip of any camera and any time, without a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction as database
from django.utils import timezone

from accounts.roles import Action
from clips.models import Clip, Purpose, Quality
from clips.services import schedule
from clips.services.expiry import expires_at
from clips.services.lock import lock_stores
from clips.services.names import NameParts, NameWish, free_names
from clips.services.orders import FetchOrder, order_fetches
from footage.clock import utc_candidates
from stores import audit
from stores.models import AccessKind

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from stores.access import Member
    from stores.models import Camera

FEWEST_MINUTES, MOST_MINUTES = 1, 30
NAME = "moment"


class MomentError(ValueError):
    """``code``: not_yet, no_such_time, too_long, recorder_retired."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class WallTime:
    """What a person wrote: the store's wall clock, and which of two where it occurs twice."""

    wall: datetime
    zone: ZoneInfo

    @property
    def candidates(self) -> tuple[datetime, ...]:
        """Two in the night that the clocks go back, none for an hour that was skipped."""
        found = utc_candidates(self.wall, self.zone)
        return tuple(
            at for at in found if at.astimezone(self.zone).replace(tzinfo=None) == self.wall
        )


def order_moment(*, member: Member, camera: Camera, start: datetime, minutes: int) -> Clip:
    """Ask for ``minutes`` from ``start`` on (aware). The caller has looked the camera up
    within the member's stores. Asking for the same once more answers the clip that is
    there. Raises MomentError."""
    member.check(Action.UPLOAD_CLIPS)
    start, end = start.astimezone(UTC), start.astimezone(UTC) + timedelta(minutes=minutes)
    _check(camera, start, minutes)
    store = camera.recorder.store
    with database.atomic():
        lock_stores(member.chain, [store.pk])
        same = Clip.objects.filter(
            camera=camera, purpose=Purpose.MOMENT, window_start=start, window_end=end
        ).first()
        if same is not None:
            return same
        parts = NameParts(store.code, start.astimezone(store.zone), camera.name, NAME)
        (name,) = free_names(store.pk, [NameWish(parts)])
        clip = Clip.objects.create(
            store=store,
            camera=camera,
            moment=start,
            window_start=start,
            window_end=end,
            filename=name,
            purpose=Purpose.MOMENT,
            wanted_quality=Quality.FULL,
            asked_by=member.user,
            expires_at=expires_at(camera, start),
        )
        order_fetches(member.chain, [FetchOrder.of(clip, camera.recorder, schedule.BY_HAND)])
        audit.record(
            AccessKind.ASKED_FOR_FOOTAGE, user=member.user, about=("clip", clip.pk), name=name
        )
    return clip


def _check(camera: Camera, start: datetime, minutes: int) -> None:
    if not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        raise MomentError("too_long")
    if start > timezone.now():
        raise MomentError("not_yet")
    retired = camera.recorder.retired_at
    if retired is not None or not camera.recorder.is_active:
        raise MomentError("recorder_retired")
