"""Reads about legal holds: what of a clip or a transaction must not be deleted now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from clips.models import Clip, Hold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from transactions.models import Transaction


def active_holds() -> QuerySet[Hold]:
    return Hold.objects.filter(lifted_at=None)


def is_held(clip: Clip) -> bool:
    """Whether the clip itself, or its transaction, is under a hold."""
    mine = Q(clip=clip.pk)
    if clip.transaction_id is not None:
        mine |= Q(transaction=clip.transaction_id)
    return active_holds().filter(mine).exists()


def holds_of(transaction: Transaction) -> QuerySet[Hold]:
    """Active holds of a transaction and of its clips one by one."""
    return active_holds().filter(Q(transaction=transaction) | Q(clip__transaction=transaction))


def held_ids(clips: Iterable[Clip]) -> set[int]:
    """Ids of those of ``clips`` that are held; one query."""
    rows = Clip.objects.filter(pk__in=[clip.pk for clip in clips])
    return set(rows.filter(Exists(_holding())).values_list("pk", flat=True))


def not_held(clips: QuerySet[Clip]) -> QuerySet[Clip]:
    """Those of ``clips`` that nothing holds, decided by the database."""
    return clips.filter(~Exists(_holding()))


def _holding() -> QuerySet[Hold]:
    return active_holds().filter(
        Q(clip=OuterRef("pk")) | Q(transaction__isnull=False, transaction=OuterRef("transaction"))
    )
