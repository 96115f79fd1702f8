"""What Twilio tells of a text message after it was taken."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from alerts.channels.sms.errors import error_of
from alerts.models import ChannelKind, Delivery, DeliveryState, Outcome
from alerts.services.deliver_outcome import attempt, end

ARRIVED: Final = frozenset({"delivered", "read"})
NOT_ARRIVED: Final = frozenset({"undelivered", "failed"})
CAN_CHANGE: Final = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNSURE)


def note_receipt(*, delivery_id: int, sid: str, status: str, error: str) -> bool:
    """Whether it was about a message of ours that was still open. Receipts come in any order
    and more than once; the first that says how it ended counts. One settles, too, whether a
    message whose answer was lost had left."""
    with transaction.atomic():
        row = (
            Delivery.objects.select_for_update()
            .filter(pk=delivery_id, channel=ChannelKind.SMS, state__in=CAN_CHANGE)
            .first()
        )
        if row is None or (row.provider_id and row.provider_id != sid):
            return False
        row.provider_id = sid[:100]
        if status in ARRIVED:
            attempt(row, Outcome.DELIVERED)
            end(row, DeliveryState.DELIVERED)
        elif status in NOT_ARRIVED:
            why = error_of(200, int(error) if error.isdecimal() else None, None)
            attempt(row, Outcome.PERMANENT, code=why.code, params=why.params)
            row.reason_params = why.params
            end(row, DeliveryState.FAILED, why.code)
        elif row.state == DeliveryState.UNSURE:
            attempt(row, Outcome.SENT)
            end(row, DeliveryState.SENT)
        return True
