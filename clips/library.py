"""The clips of a chain as a list: filtered, newest first, page by page without counting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from clips.models import Clip, ClipState, Purpose
from transactions.models import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

PAGE = 48
COMING = "coming"
NONE = "none"
LOOSE = "loose"
STATES: Mapping[str, tuple[str, ...]] = {
    ClipState.READY: (ClipState.READY,),
    COMING: (ClipState.REQUESTED, ClipState.WAITING, ClipState.FETCHING),
    ClipState.UNAVAILABLE: (ClipState.UNAVAILABLE,),
    ClipState.REMOVED: (ClipState.REMOVED,),
}
STATUSES = (*ReviewStatus.values, NONE, LOOSE)
"""``none``: of a transaction that nobody has to review; ``loose``: of no transaction."""


class At(NamedTuple):
    """Where a page ended."""

    moment: datetime
    clip_id: int


@dataclass(frozen=True, slots=True)
class Library:
    """Which clips; ``store_ids`` None for all stores, everything else "" or None for any."""

    store_ids: frozenset[int] | None
    camera_id: int | None = None
    state: str = ""
    status: str = ""
    purpose: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def rows(self) -> QuerySet[Clip]:
        rows = Clip.objects.filter(self._where())
        if self.status == LOOSE:
            return rows.filter(transaction=None)
        if self.status == NONE:
            return rows.filter(transaction__isnull=False, transaction__review=None)
        if self.status:
            return rows.filter(transaction__review__status=self.status)
        return rows

    def _where(self) -> Q:
        where = Q()
        if self.store_ids is not None:
            where &= Q(store__in=sorted(self.store_ids))
        if self.camera_id is not None:
            where &= Q(camera=self.camera_id)
        if self.state:
            where &= Q(state__in=STATES[self.state])
        if self.purpose in Purpose.values:
            where &= Q(purpose=self.purpose)
        if self.since is not None:
            where &= Q(moment__gte=self.since)
        if self.until is not None:
            where &= Q(moment__lt=self.until)
        return where


def after(library: Library, place: At | None, limit: int = PAGE + 1) -> list[Clip]:
    """The next clips behind ``place``, newest first, with all that a row shows; one query."""
    rows = library.rows()
    if place is not None:
        earlier = Q(moment__lt=place.moment)
        same = Q(moment=place.moment, pk__lt=place.clip_id)
        rows = rows.filter(Q(moment__lte=place.moment), earlier | same)
    return list(
        rows.select_related(
            "store", "camera__recorder", "transaction__register", "transaction__review"
        ).order_by("-moment", "-id")[:limit]
    )
