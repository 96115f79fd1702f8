"""Clips that nobody has begun to fetch are fetched sooner when their transaction's risk rises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clips.models import Clip, ClipState
from clips.services.orders import FetchOrder, order_fetches

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.models import Chain


def reorder(chain: Chain, transaction_ids: Collection[int]) -> int:
    """In the caller's transaction. Answers how many clips. A risk that fell leaves an order
    where it is: what is queued is never put back."""
    rows = Clip.objects.filter(
        transaction__in=transaction_ids, state=ClipState.REQUESTED, camera__isnull=False
    )
    orders = []
    for clip in rows.select_related("camera__recorder", "transaction__review").order_by("pk"):
        if clip.camera is None or clip.transaction is None:
            continue
        clip.risk = clip.transaction.review.risk
        orders.append(FetchOrder.of(clip, clip.camera.recorder, clip.risk))
    order_fetches(chain, orders)
    return len(orders)
