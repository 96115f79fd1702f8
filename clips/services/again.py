"""Asking once more for clips that could not be had, or that are there only in part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clips.models import Clip, ClipState, Purpose, Quality
from clips.services import schedule
from clips.services.lock import lock_stores
from clips.services.orders import FetchOrder, order_fetches
from clips.services.plan import is_placeholder, plan_for_transaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Chain, User


def ask_again(chain: Chain, clip_ids: Sequence[int], asked_by: User | None = None) -> int:
    """Order these afresh, before all others; answers how many could be. What a person asks
    for (``asked_by``) does not wait for the line's next day.

    One that never had a camera is planned anew: somebody may have set one up since.
    """
    with transaction.atomic():
        stores = Clip.objects.filter(pk__in=clip_ids).values_list("store_id", flat=True)
        lock_stores(chain, stores)
        clips = list(Clip.objects.select_related("camera__recorder").filter(pk__in=clip_ids))
        again = [clip for clip in clips if can_retry(clip)]
        order_again(chain, again, asked_by)
        bare = {clip.transaction_id for clip in clips if is_placeholder(clip)}
        new = sum(
            plan_for_transaction(chain, pk, asked_by)["new"] for pk in sorted(filter(None, bare))
        )
    return len(again) + new


def can_retry(clip: Clip) -> bool:
    """Unavailable, waiting, there only in part or small, and of a camera that can be asked."""
    if clip.camera_id is None:
        return False
    if clip.state == ClipState.READY:
        return clip.source != "upload" and (clip.is_partial or clip.quality == Quality.SMALL)
    return clip.state in {ClipState.UNAVAILABLE, ClipState.WAITING}


def order_again(
    chain: Chain,
    clips: Sequence[Clip],
    asked_by: User | None = None,
    risk: int = schedule.BY_HAND,
) -> None:
    """Start these over in the caller's transaction; a partial one is kept until a better
    one is there. The store must be locked."""
    for clip in clips:
        if clip.quality == Quality.SMALL:
            clip.wanted_quality = Quality.FULL
        if clip.state != ClipState.READY:
            clip.state, clip.source, clip.original_key = ClipState.REQUESTED, "", ""
            clip.reason_code, clip.reason_params, clip.obtained_start = "", {}, None
        clip.requested_at, clip.waiting_until = timezone.now(), None
        if asked_by is not None:
            clip.asked_by = asked_by
            if clip.purpose == Purpose.LOOK_BACK:
                clip.purpose = Purpose.ASKED
        clip.save()
    order_fetches(
        chain,
        [
            FetchOrder.of(clip, clip.camera.recorder, risk)
            for clip in clips
            if clip.camera is not None
        ],
    )
