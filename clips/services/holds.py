"""Legal holds: placed and lifted. While one stands, nothing that it covers is deleted.

Whoever deletes locks the clip's row first and asks :func:`clips.holding.is_held` under that
lock; whoever places a hold takes the same locks. So a hold that was answered stands before
the next deletion looks, and a deletion under way is over before the hold is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.db import transaction as database
from django.utils import timezone

from accounts.roles import Action
from clips.holding import active_holds
from clips.models import Clip, Hold
from stores import audit
from stores.models import AccessKind

if TYPE_CHECKING:
    from stores.access import Member
    from transactions.models import Transaction

REASON_LENGTH = 300


class HoldError(ValueError):
    """What was asked makes no hold; nothing was written."""


def place_hold(
    *,
    member: Member,
    reason: str,
    transaction: Transaction | None = None,
    clip: Clip | None = None,
) -> Hold:
    """Hold one clip, or all clips of a transaction and those still to come.

    The caller has looked either up within the member's stores. Holding again what the
    same target holds already answers the hold that stands. Raises HoldError without words
    or without exactly one target.
    """
    member.check(Action.HAND_OVER)
    words = reason.strip()[:REASON_LENGTH]
    if not words:
        raise HoldError("A hold needs a reason.")
    if (transaction is None) == (clip is None):
        raise HoldError("A hold is of one clip, or of one transaction.")
    with database.atomic(), pghistory.context(user=member.user.pk):
        _lock(transaction, clip)
        standing = active_holds().filter(transaction=transaction, clip=clip).first()
        if standing is not None:
            return standing
        hold = Hold.objects.create(
            transaction=transaction, clip=clip, reason=words, placed_by=member.user
        )
        _record(hold, member, "placed")
    return hold


def lift_hold(*, member: Member, hold: Hold) -> Hold:
    """End a hold; one that is lifted already stays as it was."""
    member.check(Action.HAND_OVER)
    with database.atomic(), pghistory.context(user=member.user.pk):
        row = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
        if row.lifted_at is None:
            row.lifted_by, row.lifted_at = member.user, timezone.now()
            row.save(update_fields=["lifted_by", "lifted_at"])
            _record(row, member, "lifted")
    return row


def _lock(transaction: Transaction | None, clip: Clip | None) -> None:
    """The rows that a deletion would lock, in one order."""
    rows = Clip.objects.filter(pk=clip.pk) if clip else Clip.objects.filter(transaction=transaction)
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _record(hold: Hold, member: Member, what: str) -> None:
    about = ("transaction", hold.transaction_id) if hold.transaction_id else ("clip", hold.clip_id)
    clip = hold.clip
    audit.record(
        AccessKind.CHANGED_HOLD,
        user=member.user,
        about=(about[0], about[1] or 0),
        transaction=hold.transaction_id or (clip.transaction_id if clip else None),
        what=what,
        reason=hold.reason,
    )
