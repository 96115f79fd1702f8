"""A recorder's clock against ours: one sample a look, jumps among them, and the offset
that clips use from now on. In the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.utils import timezone

from footage.calibration import OffsetSample, find_jumps
from footage.clock import ClockOffset
from stores.models import ClockSample
from stores.services.recorders_jobs import ask_for_suspects

if TYPE_CHECKING:
    from stores.models import Recorder

log = structlog.get_logger(__name__)

HISTORY = 12


def keep_sample(recorder: Recorder, offset: ClockOffset, zone_text: str) -> ClockSample:
    """Write the sample, and take it over as the recorder's offset."""
    now = timezone.now()
    sample = ClockSample(
        recorder=recorder,
        at=now,
        how=ClockSample.How.POLLED,
        offset_ms=round(offset.seconds * 1000),
        error_ms=round(offset.error * 1000),
        zone_text=zone_text[:80],
    )
    sample.is_jump = _is_jump(recorder, OffsetSample(now, offset))
    sample.save()
    if sample.is_jump:
        log.warning("recorder_clock_jumped", recorder=recorder.pk, offset_ms=sample.offset_ms)
        ask_for_suspects(recorder.pk)
    recorder.clock_offset_ms, recorder.clock_error_ms = sample.offset_ms, sample.error_ms
    recorder.save(update_fields=["clock_offset_ms", "clock_error_ms"])
    return sample


def _is_jump(recorder: Recorder, new: OffsetSample) -> bool:
    """Against the samples since the last jump: what a jump left behind is usual now."""
    known: list[OffsetSample] = []
    rows = ClockSample.objects.filter(recorder=recorder, how=ClockSample.How.POLLED)
    for row in rows.order_by("-at")[:HISTORY]:
        offset = ClockOffset(row.offset_ms / 1000, row.error_ms / 1000)
        known.append(OffsetSample(row.at, offset))
        if row.is_jump:
            break
    return any(jump.before == new.at for jump in find_jumps([*known, new]))
