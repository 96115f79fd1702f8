"""The page on how long clips are kept, ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext

from clips.lapsed import preview
from clips.models import Retention
from clips.services.retention import STATUSES
from clips.usage import room_by_store
from stores.models import Store
from transactions.models import ReviewStatus
from transactions.selectors.wording import size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clips.lapsed import Rule
    from stores.access import Member


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One status with what its two fields hold."""

    status: str
    word: str
    playback: str
    original: str


@dataclass(frozen=True, slots=True)
class GoingRow:
    status: str
    store: str
    clips: int
    size: str


@dataclass(frozen=True, slots=True)
class GoingWords:
    rows: list[GoingRow]
    clips: int
    size: str


@dataclass(frozen=True, slots=True)
class RoomRow:
    store: str
    clips: int
    originals: str
    playback: str
    total: str
    share: float


def status_word(status: str) -> str:
    return str(ReviewStatus(status).label) if status else gettext("Nothing to review")


def rules_in_words(sent: Mapping[str, str]) -> list[RuleRow]:
    """What was just sent, so that a wrong word can be mended; else what holds."""
    if sent:
        return [
            RuleRow(
                status,
                status_word(status),
                sent.get(f"playback-{status}", ""),
                sent.get(f"original-{status}", ""),
            )
            for status in STATUSES
        ]
    holds = {row.status: row for row in Retention.objects.all()}
    empty = Retention()
    return [
        RuleRow(
            status,
            status_word(status),
            str(holds.get(status, empty).playback_days or ""),
            str(holds.get(status, empty).original_days or ""),
        )
        for status in STATUSES
    ]


def going_in_words(rules: Sequence[Rule], member: Member) -> GoingWords:
    """The rules are the chain's: a member of some stores reads of those, and is told the
    sum of them only."""
    names = _names(member)
    going = [each for each in preview(rules, timezone.now()) if each.store_id in names]
    return GoingWords(
        rows=[
            GoingRow(status_word(each.status), names[each.store_id], each.clips, size(each.size))
            for each in going
        ],
        clips=sum(each.clips for each in going),
        size=size(sum(each.size for each in going)),
    )


def rooms(member: Member) -> list[RoomRow]:
    """The greatest first."""
    names = _names(member)
    found = [room for pk, room in room_by_store().items() if pk in names]
    most = max((room.total for room in found), default=0) or 1
    return [
        RoomRow(
            store=names[room.store_id],
            clips=room.clips,
            originals=size(room.originals),
            playback=size(room.playback),
            total=size(room.total),
            share=round(room.total / most, 3),
        )
        for room in sorted(found, key=lambda room: -room.total)
    ]


def _names(member: Member) -> dict[int, str]:
    return {store.pk: store.name or store.code for store in member.only(Store.objects.all(), "id")}
