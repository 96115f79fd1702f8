"""What a stored clip really shows, read from the strips in its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
from django.core.files.storage import default_storage

from lossprevention.simulator.footage import strip

if TYPE_CHECKING:
    from datetime import datetime

    from clips.models import Clip


def shown(clip: Clip) -> list[tuple[float, datetime]]:
    """Second in the playback copy and true UTC of each picture."""
    with av.open(default_storage.path(clip.playback_key)) as video:
        return [
            (float(frame.time), strip.decode(frame.to_ndarray(format="gray")))
            for frame in video.decode(video=0)
        ]


def taken_at_moment(clip: Clip) -> datetime:
    """When the picture was taken that a player shows at the moment's mark."""
    assert clip.moment_ms is not None
    return [taken for at, taken in shown(clip) if at <= clip.moment_ms / 1000 + 1e-6][-1]
