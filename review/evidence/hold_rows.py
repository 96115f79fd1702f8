"""Legal holds as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import User
from clips.holding import holds_of
from clips.models import Hold
from review.evidence.rows import MOST, time_word, transaction_row, zone_of
from transactions.selectors.wording import full_time

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from zoneinfo import ZoneInfo

    from django.db.models import QuerySet

    from stores.access import Member
    from transactions.models import Transaction


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold that stands, or that was lifted."""

    id: int
    transaction_id: int | None
    about: str
    reason: str
    placed: str
    placed_by: str
    lifted: str
    lifted_by: str


def visible_holds(member: Member) -> QuerySet[Hold]:
    rows = Hold.objects.select_related("transaction__store", "clip__store")
    if member.store_ids is None:
        return rows
    mine = sorted(member.store_ids)
    return rows.filter(Q(transaction__store__in=mine) | Q(clip__store__in=mine))


def hold_rows(member: Member) -> list[HoldRow]:
    """Those that stand first."""
    rows = visible_holds(member).order_by("-lifted_at", "-placed_at")  # no lifting: first
    return _hold_rows(list(rows[:MOST]), zone_of(member))


def standing_holds(transaction: Transaction) -> list[HoldRow]:
    """Those of a transaction and of its clips one by one."""
    rows = holds_of(transaction).select_related("clip__store", "transaction__store")
    return _hold_rows(list(rows), transaction.store.zone)


def _hold_rows(found: Sequence[Hold], zone: ZoneInfo) -> list[HoldRow]:
    people = _names({each.placed_by_id for each in found} | {each.lifted_by_id for each in found})
    return [
        HoldRow(
            id=each.pk,
            transaction_id=each.transaction_id or (each.clip.transaction_id if each.clip else None),
            about=_about(each),
            reason=each.reason,
            placed=full_time(each.placed_at, zone),
            placed_by=people.get(each.placed_by_id or 0, ""),
            lifted=time_word(each.lifted_at, zone),
            lifted_by=people.get(each.lifted_by_id or 0, ""),
        )
        for each in found
    ]


def _about(hold: Hold) -> str:
    if hold.transaction is not None:
        row = transaction_row(hold.transaction)
        return " · ".join(part for part in (row.word, row.number, row.when, row.place) if part)
    return str(hold.clip or "")


def _names(ids: Collection[int | None]) -> dict[int, str]:
    people = User.objects.filter(pk__in=[each for each in ids if each])
    return {person.pk: str(person) for person in people}
