"""How much room clips take, and what they took of each store's line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Case, Count, F, Sum, Value, When
from django.db.models.functions import Coalesce

from clips.lapsed import IS_ONE_FILE, ORIGINALS
from clips.models import Clip, ClipState, LineDay
from clips.services.uplink import MB, local_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from stores.models import Store


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of one store. A file that is original and watched counts as an original."""

    store_id: int
    clips: int
    originals: int
    playback: int

    @property
    def total(self) -> int:
        return self.originals + self.playback


def room_by_store() -> dict[int, Room]:
    """One query over the whole chain."""
    bytes_ = BigIntegerField()
    original = Case(When(original_key="", then=Value(0)), default=ORIGINALS, output_field=bytes_)
    playback = Case(
        When(playback_key="", then=Value(0)),
        When(IS_ONE_FILE, then=Value(0)),
        default=F("size"),
        output_field=bytes_,
    )
    rows = (
        Clip.objects.order_by()
        .values("store_id")
        .annotate(
            clips=Count("pk"),
            originals_in_all=Coalesce(Sum(original), 0),
            playback_in_all=Coalesce(Sum(playback), 0),
        )
    )
    return {
        row["store_id"]: Room(
            row["store_id"], row["clips"], row["originals_in_all"], row["playback_in_all"]
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class LineToday:
    """What clips took of a store's line today; ``limit`` in bytes, None without one."""

    store: Store
    spent: int
    limit: int | None
    waiting: int
    """Clips that wait for tomorrow because of the limit."""

    @property
    def share(self) -> float:
        return min(1.0, self.spent / self.limit) if self.limit else 0.0


def lines_today(stores: Iterable[Store], now: datetime) -> list[LineToday]:
    """Two queries, however many stores."""
    stores = list(stores)
    days = {(row.store_id, row.day): row.spent for row in _days(stores, now)}
    waiting = dict(
        Clip.objects.filter(store__in=stores, state=ClipState.WAITING, reason_code="daily_limit")
        .order_by()
        .values_list("store_id")
        .annotate(count=Count("pk"))
    )
    return [
        LineToday(
            store=store,
            spent=days.get((store.pk, local_day(store, now)), 0),
            limit=None if store.daily_clip_mb is None else store.daily_clip_mb * MB,
            waiting=waiting.get(store.pk, 0),
        )
        for store in stores
    ]


def _days(stores: list[Store], now: datetime) -> Iterable[LineDay]:
    today = {local_day(store, now) for store in stores}
    return LineDay.objects.filter(store__in=stores, day__in=today)
