"""What the retention rules let go: one definition for the preview and for the nightly job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from clips.holding import not_held
from clips.models import Clip, ClipState, Retention

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

SETTLED = (ClipState.READY, ClipState.UNAVAILABLE, ClipState.REMOVED)
ORIGINALS = RawSQL(
    "(SELECT COALESCE(sum((o->>'size')::bigint), 0)"
    " FROM jsonb_array_elements(clips_clip.originals) AS o)",
    [],
    output_field=BigIntegerField(),
)
IS_ONE_FILE = Q(playback_key=F("original_key")) & ~Q(playback_key="")
"""The recorder's own pictures are also what is watched: the file goes when both have lapsed."""
_NEVER = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Rule:
    """Days after the moment; None: for ever."""

    status: str
    playback_days: int | None
    original_days: int | None

    @classmethod
    def of(cls, row: Retention) -> Rule:
        return cls(row.status, row.playback_days, row.original_days)

    def drops_playback(self, now: datetime) -> Q:
        lapsed = _before(self.playback_days, now)
        return ~Q(playback_key="") & lapsed & (~IS_ONE_FILE | _before(self.original_days, now))

    def drops_original(self, now: datetime) -> Q:
        lapsed = _before(self.original_days, now)
        return ~Q(original_key="") & lapsed & (~IS_ONE_FILE | _before(self.playback_days, now))

    def lapsed(self, now: datetime) -> QuerySet[Clip]:
        """Its clips of which something goes now; what is held is not among them."""
        rows = Clip.objects.filter(
            self.drops_playback(now) | self.drops_original(now),
            _of_status(self.status),
            state__in=SETTLED,
        )
        return not_held(rows)

    def drops(self, clip: Clip, now: datetime) -> tuple[bool, bool]:
        """Whether what is watched goes, and whether the original does."""
        one = self.lapsed(now).filter(pk=clip.pk)
        return (
            one.filter(self.drops_playback(now)).exists(),
            one.filter(self.drops_original(now)).exists(),
        )

    def freed(self, now: datetime) -> Case:
        return _freed(self.drops_playback(now), self.drops_original(now))


@dataclass(frozen=True, slots=True)
class Going:
    """What of one store and status would go."""

    status: str
    store_id: int
    clips: int
    size: int


def preview(rules: Iterable[Rule], now: datetime) -> list[Going]:
    """One query for each rule."""
    going = []
    for rule in rules:
        totals = (
            rule.lapsed(now)
            .order_by()
            .values("store_id")
            .annotate(clips=Count("pk"), freed=Coalesce(Sum(rule.freed(now)), 0))
            .order_by("store_id")
        )
        going += [Going(rule.status, row["store_id"], row["clips"], row["freed"]) for row in totals]
    return going


def _before(days: int | None, now: datetime) -> Q:
    return _NEVER if days is None else Q(moment__lt=now - timedelta(days=days))


def _of_status(status: str) -> Q:
    if status:
        return Q(transaction__review__status=status)
    return Q(transaction__review__isnull=True)


def _freed(playback: Q, original: Q) -> Case:
    """A file that is both counts once."""
    own = playback & ~IS_ONE_FILE
    return Case(
        When(own & original, then=F("size") + ORIGINALS),
        When(own, then=F("size")),
        When(original, then=ORIGINALS),
        default=Value(0),
        output_field=BigIntegerField(),
    )
