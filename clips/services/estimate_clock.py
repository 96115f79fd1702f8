"""``estimate_clock``: how far a register's clock is off, told by its clips' motion.

The estimate is kept as a measurement and shown with its interval; a person takes it over.
"""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone

from clips import objects
from clips.keys import ClipKeys
from clips.models import Clip, ClipState
from footage.errors import FootageError
from footage.lineup import FEWEST, LineUp, centred, line_up
from footage.motion import motion_curve
from stores.models import ClockSample, RegisterCamera

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from accounts.models import Chain
    from footage.lineup import Profile
    from footage.motion import Polygon
    from stores.models import Register

__all__ = ["FEWEST", "KIND", "estimate_clock", "zone_of"]

KIND = "estimate_clock"
MOST_CLIPS = 200
REACH = timedelta(days=60)
_ZONES = ("drawer", "register", "cashier")
"""Where hands move when a register rings, the best first."""


def estimate_clock(
    chain: Chain, register: Register, *, cancelled: Callable[[], bool] = lambda: False
) -> dict[str, Any]:
    """The outcome, as the job keeps it: the offset and its error, or the reason for none.

    Minutes of decoding; ``cancelled`` is asked between clips. Times of clips are by the
    recorder's corrected clock, so that only the register's is unknown.
    """
    profiles: list[Profile] = []
    for clip in _clips_of(register):
        if cancelled():
            return {"estimate": "given_up"}
        profile = _profile(chain, clip)
        if profile is not None:
            profiles.append(profile)
    found = line_up(profiles, seed=register.pk)
    if not isinstance(found, LineUp):
        return {"estimate": found.reason, "clips": found.clips}
    offset = register.clock_offset_ms + round(found.offset * 1000)
    ClockSample.objects.create(
        register=register,
        how=ClockSample.How.MOTION,
        offset_ms=-offset,
        error_ms=round(found.error * 1000),
    )
    return {"estimate": "found", "clips": found.clips, "offset_ms": offset}


def zone_of(clip: Clip) -> Sequence[Polygon]:
    """The drawn zone in which hands move; none drawn: the whole picture."""
    zones = clip.camera.zones if clip.camera else {}
    return next((zones[name] for name in _ZONES if zones.get(name)), [])


def _clips_of(register: Register) -> Sequence[Clip]:
    """The newest of the register's first camera, with the moment shown."""
    first = RegisterCamera.objects.filter(register=register, until=None).first()
    if first is None:
        return []
    return list(
        Clip.objects.select_related("camera", "transaction")
        .filter(
            camera=first.camera_id,
            transaction__register=register,
            state=ClipState.READY,
            moment__gte=timezone.now() - REACH,
            clock_suspect=False,
            moment=F("transaction__occurred_at") + timedelta(milliseconds=register.clock_offset_ms),
        )
        .exclude(source="upload")
        .exclude(moment_ms=None)
        .order_by("-moment")[:MOST_CLIPS]
    )


def _profile(chain: Chain, clip: Clip) -> Profile | None:
    """None for a clip that cannot be read or tells nothing."""
    moment = (clip.moment_ms or 0) / 1000
    with tempfile.TemporaryDirectory() as folder:
        try:
            path = _file_of(chain, clip, Path(folder))
            curve = motion_curve(path, zone_of(clip))
        except (FootageError, objects.StorageAwayError):
            return None
    return centred(curve, moment)


def _file_of(chain: Chain, clip: Clip, folder: Path) -> Path:
    path = objects.local_path(clip.playback_key)
    if path is not None:
        return path
    path = folder / "clip.mp4"
    objects.fetch(ClipKeys(chain.uuid, clip.uuid), clip.playback_key, path)
    return path
