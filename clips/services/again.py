"""Asking once more for clips that could not be had, or that are partly missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clips.models import Clip, ClipState
from clips.services import schedule
from clips.services.orders import FetchOrder, order_fetches
from clips.services.plan import plan_for_transaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Chain


def ask_again(chain: Chain, clip_ids: Sequence[int]) -> int:
    """Order the unavailable ones afresh, before all others; answers how many.

    One that never had a camera is planned anew: somebody may have set one up since.
    """
    with transaction.atomic():
        clips = list(
            Clip.objects.select_for_update(of=("self",))
            .select_related("camera__recorder")
            .filter(pk__in=clip_ids, state=ClipState.UNAVAILABLE)
        )
        with_camera = [clip for clip in clips if clip.camera is not None]
        Clip.objects.filter(pk__in=[clip.pk for clip in with_camera]).update(
            state=ClipState.REQUESTED,
            reason_code="",
            reason_params={},
            requested_at=timezone.now(),
            waiting_until=None,
        )
        order_fetches(
            chain,
            [
                FetchOrder.of(clip, clip.camera.recorder, schedule.BY_HAND)
                for clip in with_camera
                if clip.camera is not None
            ],
        )
        bare = {clip.transaction_id for clip in clips if clip.camera is None}
        for transaction_id in sorted(pk for pk in bare if pk is not None):
            plan_for_transaction(chain, transaction_id)
    return len(clips)
