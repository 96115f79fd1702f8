"""Reads about legal holds: what of a clip or a transaction must not be deleted now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from clips.models import Clip, Hold

if TYPE_CHECKING:
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


def with_holds(clips: QuerySet[Clip]) -> QuerySet[Clip]:
    """``clips`` with ``is_held``, decided by the database."""
    held = active_holds().filter(
        Q(clip=OuterRef("pk")) | Q(transaction__isnull=False, transaction=OuterRef("transaction"))
    )
    return clips.annotate(is_held=Exists(held))
