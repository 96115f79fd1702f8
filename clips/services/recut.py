"""Clips made by a clock that has been put right since: moved, and fetched anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clips.models import Clip, ClipState, Hold
from clips.services import schedule
from clips.services.lock import lock_stores
from clips.services.orders import FetchOrder, order_fetches
from clips.services.rewindow import rewindow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from accounts.models import Chain
    from stores.models import Register

REACH = timedelta(days=14)
"""How far back clips are cut again: older footage is mostly overwritten."""
SMALL = timedelta(seconds=2)
"""A smaller correction moves the marker alone: the clip has the minutes around it."""


def recut_register(
    chain: Chain, register: Register, *, since: datetime | None = None
) -> dict[str, int]:
    """Move the clips of this register's transactions to where its clock now says they were.

    Answers how many markers moved and how many clips were ordered anew. What is under a
    legal hold, or was uploaded by hand, stays as it is.
    """
    since = since or timezone.now() - REACH
    counts = {"moved": 0, "ordered": 0}
    with transaction.atomic():
        lock_stores(chain, [register.store_id])
        orders = []
        for clip in _clips_of(register, since):
            order = _move(clip, register)
            counts["moved"] += 1
            orders += [order] if order else []
        order_fetches(chain, orders)
    counts["ordered"] = len(orders)
    return counts


def _clips_of(register: Register, since: datetime) -> Sequence[Clip]:
    offset = timedelta(milliseconds=register.clock_offset_ms)
    rows = (
        Clip.objects.select_for_update(of=("self",))
        .select_related("transaction", "camera__recorder")
        .filter(transaction__register=register, moment__gte=since)
        .exclude(state=ClipState.REMOVED)
        .exclude(source="upload")
        .exclude(pk__in=_held(register))
        .order_by("id")
    )
    return [clip for clip in rows if clip.transaction and _is_elsewhere(clip, offset)]


def _is_elsewhere(clip: Clip, offset: timedelta) -> bool:
    return clip.transaction is not None and clip.moment != clip.transaction.occurred_at + offset


def _held(register: Register) -> list[int]:
    holds = Hold.objects.filter(lifted_at=None)
    by_clip = holds.filter(clip__transaction__register=register).values_list("clip", flat=True)
    by_event = Clip.objects.filter(
        transaction__in=holds.filter(transaction__register=register).values("transaction")
    ).values_list("pk", flat=True)
    return [pk for pk in {*by_clip, *by_event} if pk is not None]


def _move(clip: Clip, register: Register) -> FetchOrder | None:
    """The order for what is to be fetched, if anything."""
    assert clip.transaction is not None  # noqa: S101 - found by its transaction's register
    moment = clip.transaction.occurred_at + timedelta(milliseconds=register.clock_offset_ms)
    shift = abs(moment - clip.moment)
    if clip.state == ClipState.READY:
        rewindow(clip, moment)
        clip.save()
        needs = clip.is_partial and shift >= SMALL
    else:
        _start_over(clip, moment)
        needs = True
    if not needs or clip.camera is None or not clip.camera.recorder.is_active:
        return None
    return FetchOrder.of(clip, clip.camera.recorder, clip.transaction.risk)


def _start_over(clip: Clip, moment: datetime) -> None:
    window = schedule.window_of(moment)
    clip.moment, clip.window_start, clip.window_end = moment, window.start, window.end
    if clip.camera_id:
        clip.state, clip.reason_code, clip.reason_params = ClipState.REQUESTED, "", {}
        clip.requested_at, clip.waiting_until = timezone.now(), None
    clip.save()
