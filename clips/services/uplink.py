"""What clips take of a store's line: what was spent today, what more would cost, the cap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import F
from django.utils import timezone

from clips.models import Clip, ClipState, LineDay, Purpose, Quality

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from stores.models import Store

MB = 1_000_000
USUAL_MEGABITS: Mapping[str, float] = {Quality.SMALL: 0.5, Quality.FULL: 4.0}
"""A camera's stream where no clip of the store has told yet."""
USUAL_SECONDS = 190.0
_LOOKED_AT = 20
_SPEND = """
    INSERT INTO clips_lineday (store_id, day, spent) VALUES (%s, %s, %s)
    ON CONFLICT (store_id, day) DO UPDATE SET spent = clips_lineday.spent + EXCLUDED.spent
"""


def local_day(store: Store, now: datetime) -> date:
    return now.astimezone(store.zone).date()


def midnight_after(store: Store, now: datetime) -> datetime:
    """When the store's next day begins; a day may have 23 or 25 hours."""
    return datetime.combine(local_day(store, now) + timedelta(days=1), time(), store.zone)


def spend(clip: Clip, count: int) -> None:
    """``count`` bytes went over the line of the clip's store, whatever came of it."""
    if count <= 0:
        return
    day = local_day(clip.store, timezone.now())
    Clip.objects.filter(pk=clip.pk).update(fetched_bytes=F("fetched_bytes") + count)
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, [clip.store_id, day, count])


def spent_today(store: Store, now: datetime) -> int:
    row = LineDay.objects.filter(store=store, day=local_day(store, now)).first()
    return row.spent if row else 0


def bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@dataclass(frozen=True, slots=True)
class Cost:
    """What fetching would take, one clip after another."""

    clips: int
    size: int
    seconds: float

    @property
    def megabytes(self) -> int:
        return max(1, round(self.size / MB)) if self.clips else 0


def usual_size(store: Store, quality: str) -> int:
    """Bytes of one clip: the mean of the store's last ones, or by the usual stream."""
    sizes = list(
        Clip.objects.filter(
            store=store, quality=quality, state=ClipState.READY, fetched_bytes__gt=0
        )
        .order_by("-moment")
        .values_list("fetched_bytes", flat=True)[:_LOOKED_AT]
    )
    if sizes:
        return round(sum(sizes) / len(sizes))
    return round(USUAL_MEGABITS[quality] * MB / 8 * USUAL_SECONDS)


def cost_of(store: Store, qualities: Iterable[str], *, seconds_each: float = USUAL_SECONDS) -> Cost:
    """Each takes as long as the line needs, and no less than a third of its own length, for
    recorders play back little faster; its own length where the line's speed is not known."""
    wanted = list(qualities)
    known = {quality: usual_size(store, quality) for quality in set(wanted)}
    longer = seconds_each / USUAL_SECONDS
    sizes = [known[quality] * longer for quality in wanted]
    rate = (store.uplink_mbit or 0) * MB / 8
    seconds = sum(max(seconds_each / 3, size / rate if rate else seconds_each) for size in sizes)
    return Cost(len(wanted), round(sum(sizes)), seconds)


def is_over_cap(clip: Clip, now: datetime) -> bool:
    """Whether the clip has to wait for tomorrow: today's share of the line is used up. The
    first of a day goes even where it alone is more than the cap."""
    cap = clip.store.daily_clip_mb
    if cap is None or not is_capped(clip):
        return False
    spent = spent_today(clip.store, now)
    return spent > 0 and spent + usual_size(clip.store, clip.wanted_quality) > cap * MB


def is_capped(clip: Clip) -> bool:
    """Fetched by itself and not asked for by hand since, or one of a look-back's many."""
    if clip.purpose == Purpose.LOOK_BACK:
        return True
    return clip.purpose == Purpose.FLAGGED and clip.asked_by_id is None
