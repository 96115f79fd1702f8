"""Clips that a member asks for by hand, and another try at one that did not come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction as database

from accounts.roles import Action
from clips.models import Clip
from clips.services.again import ask_again, can_retry, order_again
from clips.services.plan import plan_for_transaction

if TYPE_CHECKING:
    from stores.access import Member
    from transactions.models import Transaction


def request_clip(member: Member, transaction: Transaction) -> list[Clip]:
    """Clips of all cameras that saw the transaction's register, before all others.

    Those that are there stay; those that did not come are tried again. The caller has
    looked the transaction up within the member's stores.
    """
    member.check(Action.UPLOAD_CLIPS)
    with database.atomic():
        plan_for_transaction(member.chain, transaction.pk, member.user)
        clips = list(
            Clip.objects.select_related("camera__recorder").filter(transaction=transaction)
        )
        order_again(member.chain, [clip for clip in clips if can_retry(clip)], member.user)
    return clips


def retry_clip(member: Member, clip: Clip) -> bool:
    """Try again now. False when there is nothing to try: it is there, or on its way."""
    member.check(Action.UPLOAD_CLIPS)
    return ask_again(member.chain, [clip.pk], member.user) > 0
