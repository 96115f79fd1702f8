"""What became of a delivery, written down: its state, and an attempt that never changes.

The message left, or did not, whatever happens to the job: these commit by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from alerts.models import Delivery, DeliveryAttempt, DeliveryKind, DeliveryState, Outcome, Phone
from alerts.services.deliver_trouble import back_off, note_failure, note_success

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from alerts.channels import ChannelError, Receipt

LONGEST: Final = timedelta(hours=24)
SHORT_LIVED: Final = {DeliveryKind.VERIFY: timedelta(minutes=10), DeliveryKind.TEST: LONGEST / 24}
MOST_TRIES: Final = 40


def end(row: Delivery, state: DeliveryState, reason: str = "") -> None:
    row.state, row.reason, row.ended_at = state, reason, timezone.now()
    row.save()


def attempt(
    row: Delivery,
    outcome: Outcome,
    *,
    code: str = "",
    params: Mapping[str, str] | None = None,
    seconds: float = 0.0,
) -> None:
    DeliveryAttempt.objects.create(
        delivery=row,
        number=row.tries,
        outcome=outcome,
        code=code,
        params=dict(params or {}),
        seconds=round(seconds, 3),
    )


def settle_success(row: Delivery, receipt: Receipt, *, seconds: float) -> None:
    with transaction.atomic():
        attempt(row, Outcome.SENT, seconds=seconds)
        note_success(row)
        if not _is_settled(row):
            row.provider_id = receipt.id
            end(row, DeliveryState.SENT)


def _is_settled(row: Delivery) -> bool:
    """A receipt may be faster than the answer, and somebody else may have taken the message
    over from a worker that was stopped: what they wrote stays."""
    held = Delivery.objects.select_for_update().get(pk=row.pk)
    if held.state == DeliveryState.SENDING and held.tries == row.tries:
        return False
    row.state, row.reason = held.state, held.reason
    return True


def settle_failure(row: Delivery, refused: ChannelError, *, seconds: float) -> datetime | None:
    """Answers when to try again; None when this was the end of it."""
    outcome = Outcome.PERMANENT if refused.permanent else Outcome.TEMPORARY
    with transaction.atomic():
        at = _next_try(row, refused)
        if refused.unsure:
            outcome = Outcome.UNSURE
        attempt(row, outcome, code=refused.code, params=refused.params, seconds=seconds)
        if _is_settled(row):
            return None
        row.reason_params = dict(refused.params)
        if refused.code == "stopped":
            _stopped(row)
        if refused.unsure:
            end(row, DeliveryState.UNSURE, refused.code)
        elif refused.permanent:
            end(row, DeliveryState.FAILED, refused.code)
        elif at is None:
            end(row, DeliveryState.GAVE_UP, refused.code)
        else:
            row.state, row.reason, row.send_after = DeliveryState.QUEUED, refused.code, at
            row.save()
            return at
    return None


def lost_on_the_way(row: Delivery) -> None:
    """Whoever sent it died before the answer: it may have left, and is not sent again."""
    attempt(row, Outcome.UNSURE, code="worker_lost")
    end(row, DeliveryState.UNSURE, "worker_lost")


def _next_try(row: Delivery, refused: ChannelError) -> datetime | None:
    now = timezone.now()
    if refused.of_channel:
        at = note_failure(row, refused.code, refused.params, refused.retry_after)
    else:
        note_success(row)  # it answered, if only with a no
        at = now + (refused.retry_after or back_off(row.tries, first=timedelta(seconds=30)))
    last = row.created_at + SHORT_LIVED.get(DeliveryKind(row.kind), LONGEST)
    return at if at < max(last, row.send_after) and row.tries < MOST_TRIES else None


def _stopped(row: Delivery) -> None:
    Phone.objects.filter(number=row.address, stopped_at=None).update(stopped_at=timezone.now())


def bury(delivery_id: int, error: str) -> None:
    """Its job failed for good: the message says so too."""
    waiting = (DeliveryState.QUEUED, DeliveryState.SENDING)
    row = Delivery.objects.select_for_update().filter(pk=delivery_id, state__in=waiting).first()
    if row is None:
        return
    attempt(row, Outcome.UNSURE, code="worker_lost", params={"error": error[:100]})
    end(row, DeliveryState.FAILED, "worker_lost")
