"""What makes two accounts the same event, and what makes them differ."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transactions.formats.canonical import Event
    from transactions.services.row_file import FileContext


def content_hash(event: Event, receipt: bytes) -> str:
    facts = (
        event.event_type,
        event.cashier,
        event.approver,
        event.till,
        event.shift_no,
        event.occurred_local,
        event.ended_local,
        event.receipt_local,
        event.is_training,
        event.is_outside,
        event.is_offline,
        event.is_suspended,
        event.is_recalled,
        event.gross,
        event.net,
        event.tax,
        event.grand,
        event.amount,
        event.linked_transaction_no,
        event.reason_text,
    )
    digest = blake2b(receipt, digest_size=16)
    digest.update("\x1f".join(map(str, facts)).encode(errors="replace"))
    return digest.hexdigest()


def event_key(event: Event, file: FileContext, content: str) -> str:
    """The event's identity from verbatim fields, so that two files name it alike.

    An event without a number of its own is also named by its content.
    """
    parts = [
        str(file.store_id),
        event.source_event_tag,
        event.register,
        event.business_date.isoformat() if event.business_date else "",
        event.transaction_no,
        event.event_sequence,
        event.started_raw,
    ]
    if event.transaction_no.strip("0") == "":
        parts.append(content)
    return blake2b("\x1f".join(parts).encode(errors="replace"), digest_size=16).hexdigest()
