"""Clips of a time in which a recorder's clock jumped: nobody knows when between two looks it
did, so that a clip of that stretch may show another moment, and says so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from clips.models import Clip
from stores.models import ClockSample

if TYPE_CHECKING:
    from stores.models import Recorder

REACH = timedelta(days=14)
"""Before the first look there is nothing to hold a jump against."""


def mark_suspects(recorder: Recorder) -> int:
    """Mark the clips between the newest jump and the look before it; answers how many."""
    samples = ClockSample.objects.filter(recorder=recorder, how=ClockSample.How.POLLED)
    jump = samples.filter(is_jump=True).first()
    if jump is None:
        return 0
    before = samples.filter(at__lt=jump.at).first()
    since = before.at if before is not None else jump.at - REACH
    clips = Clip.objects.filter(camera__recorder=recorder, moment__range=(since, jump.at))
    return clips.exclude(source="upload").filter(clock_suspect=False).update(clock_suspect=True)
