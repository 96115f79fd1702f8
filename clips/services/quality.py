"""Small pictures first, full ones when it turns out to matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clips.models import Clip, ClipState, Quality
from clips.services.lock import lock_stores
from clips.services.orders import FetchOrder, order_fetches
from clips.services.schedule import BY_HAND
from clips.services.wanted import SERIOUS
from footage.errors import NoFootageError, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Chain
    from footage.errors import FootageError

NOT_SMALL = (NoFootageError, UnsupportedError)
"""What recorders say that keep no small pictures: then the full ones are asked for."""


def channel_of(clip: Clip) -> str:
    """The channel to ask for: the small stream's where that is wanted and there is one."""
    assert clip.camera is not None  # noqa: S101 - clips without a camera are not fetched
    is_small = clip.wanted_quality == Quality.SMALL and clip.camera.sub_channel
    return clip.camera.sub_channel if is_small else clip.camera.channel


def quality_got(clip: Clip) -> str:
    """What fetching by :func:`channel_of` brings."""
    assert clip.camera is not None  # noqa: S101 - clips without a camera are not fetched
    return Quality.FULL if channel_of(clip) == clip.camera.channel else Quality.SMALL


def is_too_small(clip: Clip) -> bool:
    return clip.quality == Quality.SMALL and clip.wanted_quality == Quality.FULL


def wants_full_instead(clip: Clip, error: FootageError) -> bool:
    """The recorder has no small pictures of this: True once, and full ones are wanted."""
    if quality_got(clip) != Quality.SMALL or not isinstance(error, NOT_SMALL):
        return False
    clip.wanted_quality = Quality.FULL
    Clip.objects.filter(pk=clip.pk).update(wanted_quality=Quality.FULL)
    return True


def raise_quality(chain: Chain, transaction_ids: Sequence[int]) -> int:
    """Full pictures of transactions that somebody wants looked into, before all others. In
    the caller's transaction; a clip that is there stays until the better one is."""
    clips = Clip.objects.filter(
        transaction__in=transaction_ids,
        transaction__review__status__in=SERIOUS,
        wanted_quality=Quality.SMALL,
    )
    lock_stores(chain, clips.values_list("store_id", flat=True))
    raised = list(clips.select_related("camera__recorder"))
    order_full(chain, raised)
    return len(raised)


def order_full(chain: Chain, clips: Sequence[Clip]) -> None:
    Clip.objects.filter(pk__in=[clip.pk for clip in clips]).update(wanted_quality=Quality.FULL)
    orders = [
        FetchOrder.of(clip, clip.camera.recorder, BY_HAND)
        for clip in clips
        if clip.camera is not None and clip.state not in {ClipState.REMOVED, ClipState.UNAVAILABLE}
    ]
    order_fetches(chain, orders)
