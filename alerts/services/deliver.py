"""The outbox: every message that leaves goes by here.

:func:`send` writes a row, named by its key, in the caller's transaction; a job hands it over.
The row is marked "sending" in a commit of its own before the call, so that whoever comes
after a crash knows that a call may have been made: e-mail and webhooks are then sent again
under the same identity, a text message is not (``DeliveryState.UNSURE``).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.tenancy import current_chain
from alerts.channels import CHANNELS, ChannelError
from alerts.models import ChannelKind, Delivery, DeliveryKind, DeliveryState
from alerts.services.deliver_outcome import (
    end,
    lost_on_the_way,
    settle_failure,
    settle_success,
)
from alerts.services.deliver_prepare import message_of, prepare
from alerts.services.deliver_trouble import waits_until
from jobs import crashpoints
from jobs.services import enqueue, finish, put_off

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from accounts.models import User
    from alerts.models import Webhook
    from jobs.registry import Claimed

DELIVER, POOL = "deliver", "send"


def send(
    *,
    kind: DeliveryKind,
    key: str,
    channel: ChannelKind,
    user: User | None = None,
    webhook: Webhook | None = None,
    subject: str = "",
    text: str = "",
    html: str = "",
    attachments: Sequence[Mapping[str, str]] = (),
    payload: Mapping[str, Any] | None = None,
    send_after: datetime | None = None,
) -> Delivery:
    """Have a message sent to a person or a webhook, once per ``key`` whatever happens.

    In the caller's transaction. Answers the row that there is when the key is known. Who may
    not get it (deactivated, opted out, no verified number) gets nothing and the row says why.
    ``attachments``: {name, type, cid, key}, with ``key`` naming a file of the default storage;
    one with a ``cid`` is a picture that ``html`` shows as ``cid:…``.
    """
    recipient = recipient_of(user, webhook)
    row, made = Delivery.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "channel": channel,
            "recipient": recipient,
            "user": user,
            "webhook": webhook,
            "subject": subject[:250],
            "text": text,
            "html": html,
            "attachments": [dict(each) for each in attachments],
            "payload": dict(payload or {}),
            "send_after": send_after or timezone.now(),
        },
    )
    if made:
        ask(row)
    return row


def recipient_of(user: User | None, webhook: Webhook | None) -> str:
    if user is not None:
        return f"user:{user.pk}"
    if webhook is not None:
        return f"webhook:{webhook.pk}"
    raise ValueError("A delivery is to a person or to a webhook.")


def ask(row: Delivery) -> None:
    """The job that hands it over, not before it is due."""
    enqueue(
        chain=current_chain().schema_name,
        kind=DELIVER,
        keys=[str(row.pk)],
        pool=POOL,
        run_after=row.send_after,
    )


def hand_over(job: Claimed) -> None:
    """Hand one message over, or say why not; ends the job."""
    row = _marked(job)
    if row is None:
        return
    crashpoints.reach("deliver.marked")
    began = time.monotonic()
    try:
        receipt = CHANNELS[row.channel].send(message_of(row))
    except ChannelError as refused:
        crashpoints.reach("deliver.refused")
        again = settle_failure(row, refused, seconds=time.monotonic() - began)
    else:
        crashpoints.reach("deliver.sent")
        settle_success(row, receipt, seconds=time.monotonic() - began)
        again = None
    if again is None:
        finish(job, {"state": row.state})
    else:
        put_off(job, until=again, reason=row.reason, counted=False)


def _marked(job: Claimed) -> Delivery | None:
    """The row, marked as being sent; None when there is nothing to send now, in which case
    the job is ended or put off."""
    with transaction.atomic():
        row = Delivery.objects.select_for_update().filter(pk=int(job.key)).first()
        now = timezone.now()
        if row is None or row.state not in (DeliveryState.QUEUED, DeliveryState.SENDING):
            finish(job, {"state": row.state if row else "gone"})
            return None
        if row.state == DeliveryState.SENDING and not CHANNELS[row.channel].repeatable:
            lost_on_the_way(row)
            finish(job, {"state": row.state})
            return None
        if wait := _wait(row, now):
            put_off(job, until=wait, reason=row.reason or "not_yet", counted=False)
            return None
        if problem := prepare(row):
            end(row, DeliveryState.SUPPRESSED, problem)
            finish(job, {"state": row.state, "reason": problem})
            return None
        row.state, row.sending_at, row.tries = DeliveryState.SENDING, now, row.tries + 1
        row.save()
        return row


def _wait(row: Delivery, now: datetime) -> datetime | None:
    if row.send_after > now:
        return row.send_after
    until = waits_until(row)
    return until if until is not None and until > now else None


CAN_BE_SENT_AGAIN = (DeliveryState.FAILED, DeliveryState.GAVE_UP, DeliveryState.UNSURE)


def send_again(row: Delivery) -> bool:
    """Support's wish: the same words once more. Whether it was possible."""
    with transaction.atomic():
        held = Delivery.objects.select_for_update().get(pk=row.pk)
        if held.state not in CAN_BE_SENT_AGAIN:
            return False
        held.state, held.reason, held.ended_at = DeliveryState.QUEUED, "", None
        held.send_after = timezone.now()
        held.save()
        ask(held)
        return True
