"""Clips that somebody asks for by hand, and another try at one that did not come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction as database
from django.utils import timezone

from accounts.roles import Action
from clips.models import Clip, ClipState
from clips.services import schedule
from clips.services.lock import lock_stores
from clips.services.orders import FetchOrder, order_fetches
from clips.services.plan import plan_for_transaction

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stores.access import Member
    from transactions.models import Transaction


def request_clip(member: Member, transaction: Transaction) -> list[Clip]:
    """Clips of all cameras that saw the transaction's register, before all others.

    Those that are there stay; those that did not come are tried again. The caller has
    looked the transaction up within the member's stores.
    """
    member.check(Action.UPLOAD_CLIPS)
    with database.atomic():
        plan_for_transaction(member.chain, transaction.pk)
        clips = list(_with_recorder().filter(transaction=transaction))
        for clip in clips:
            if can_retry(clip):
                _ask_again(member, clip)
    return clips


def retry_clip(member: Member, clip: Clip) -> bool:
    """Try again now. False when there is nothing to try: it is there, or on its way."""
    member.check(Action.UPLOAD_CLIPS)
    with database.atomic():
        lock_stores(member.chain, [clip.store_id])
        row = _with_recorder().get(pk=clip.pk)
        if row.camera_id is None and row.transaction_id and not row.source:
            # No camera was set up then; there may be one by now.
            return plan_for_transaction(member.chain, row.transaction_id)["new"] > 0
        if not can_retry(row):
            return False
        _ask_again(member, row)
    return True


def can_retry(clip: Clip) -> bool:
    """Unavailable, waiting, or there only in part, and of a camera that can be asked."""
    if clip.camera_id is None:
        return False
    if clip.state == ClipState.READY:
        return clip.is_partial and clip.source != "upload"
    return clip.state in {ClipState.UNAVAILABLE, ClipState.WAITING}


def _with_recorder() -> QuerySet[Clip]:
    return Clip.objects.select_related("camera__recorder")


def _ask_again(member: Member, clip: Clip) -> None:
    assert clip.camera is not None  # noqa: S101 - said by can_retry
    if clip.state != ClipState.READY:
        clip.state, clip.source, clip.original_key = ClipState.REQUESTED, "", ""
        clip.reason_code, clip.reason_params = "", {}
        clip.obtained_start = None
    clip.requested_at, clip.waiting_until = timezone.now(), None
    clip.save()
    order_fetches(member.chain, [FetchOrder.of(clip, clip.camera.recorder, schedule.BY_HAND)])
