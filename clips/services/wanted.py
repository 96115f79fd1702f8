"""What is wanted: a transaction's moment, the cameras that saw it, and how good a picture."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from clips.models import Purpose, Quality
from clips.services.names import NameParts
from clips.services.sightings import Sightings
from transactions.models import Review, ReviewStatus, Transaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from accounts.models import User
    from stores.models import Camera

SERIOUS = (ReviewStatus.INVESTIGATE, ReviewStatus.ESCALATE)
"""Decisions after which small pictures are no longer enough."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A transaction that is to have clips, and the cameras that saw its register."""

    transaction: Transaction
    risk: int
    cameras: Sequence[Camera] = field(default=())
    purpose: str = Purpose.FLAGGED
    asked_by: User | None = None

    @property
    def moment(self) -> datetime:
        """True time: the register's clock, put right by the register's offset."""
        return moment_of(self.transaction)

    @property
    def parts(self) -> NameParts:
        return NameParts.of(self.transaction)

    def quality(self, camera: Camera) -> str:
        """Small pictures first, where the camera has them and nothing serious is known."""
        if not camera.sub_channel or self.purpose != Purpose.FLAGGED:
            return Quality.FULL
        review: Review | None = getattr(self.transaction, "review", None)
        return Quality.FULL if review is None or review.status in SERIOUS else Quality.SMALL

    def asked(self, purpose: str, by: User | None, risk: int) -> Wanted:
        return replace(self, purpose=purpose, asked_by=by, risk=risk)


def moment_of(transaction: Transaction) -> datetime:
    register = transaction.register
    offset = register.clock_offset_ms if register else 0
    return transaction.occurred_at + timedelta(milliseconds=offset)


def _risk_of(row: Transaction) -> int:
    """The review's, which knows more than what was known when the row was read."""
    review: Review | None = getattr(row, "review", None)
    return row.risk if review is None else review.risk


def wanted_of(rows: QuerySet[Transaction]) -> list[Wanted]:
    """Two queries, however many transactions there are."""
    found = list(
        rows.select_related("store", "register", "review")
        .only(
            "store",
            "register",
            "occurred_at",
            "event_type",
            "risk",
            "store__code",
            "store__timezone",
            "register__code",
            "register__clock_offset_ms",
            "review__status",
            "review__risk",
        )
        .order_by("store_id", "id")
    )
    maps = Sightings.of({row.register_id for row in found if row.register_id})
    return [
        Wanted(row, _risk_of(row), maps.cameras(row.register_id, moment_of(row), row.event_type))
        for row in found
    ]
