"""Asking the workers for clips: one job per clip, named by its id."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from clips.services import schedule
from footage.clock import SETTLE_SECONDS
from jobs.services import enqueue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from accounts.models import Chain
    from clips.models import Clip
    from stores.models import Recorder

FETCH = "fetch_clip"
FINISH_UPLOAD = "finish_upload"
SERVE_EXPORT = "serve_export"
POOL = "video"
LONGEST_SETTLE_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class FetchOrder:
    """A clip to fetch, not before the recorder can have written it."""

    clip_id: int
    run_after: datetime
    priority: int

    @classmethod
    def of(cls, clip: Clip, recorder: Recorder, risk: int) -> FetchOrder:
        due = schedule.due_at(clip.window_end, settle_seconds(recorder))
        return cls(clip.pk, due, schedule.priority(risk, clip.moment, clip.expires_at))


def settle_seconds(recorder: Recorder) -> float:
    """How long this recorder still writes after a moment has passed: by its options, or
    by its driver's ``settle_seconds`` where it has that, or the usual time."""
    said = recorder.options.get("settle") if isinstance(recorder.options, dict) else None
    try:
        return min(max(0.0, float(str(said))), LONGEST_SETTLE_SECONDS)
    except ValueError:
        return _usual_settle_seconds(recorder.driver)


def _usual_settle_seconds(driver: str) -> float:
    dotted = settings.RECORDER_DRIVERS.get(driver)
    if dotted is None:
        return SETTLE_SECONDS
    return float(getattr(import_string(dotted), "settle_seconds", SETTLE_SECONDS))


def order_fetches(chain: Chain, orders: Sequence[FetchOrder]) -> None:
    """Write the jobs in the caller's transaction: one statement for all that are due, and
    one for each second still to come."""
    now = timezone.now()
    by_time: defaultdict[datetime | None, list[FetchOrder]] = defaultdict(list)
    for order in orders:
        by_time[order.run_after if order.run_after > now else None].append(order)
    for run_after, group in by_time.items():
        enqueue(
            chain=chain.schema_name,
            kind=FETCH,
            keys=[str(order.clip_id) for order in group],
            pool=POOL,
            priority=[order.priority for order in group],
            run_after=run_after,
        )
