"""A canonical event as one line of COPY text. Runs in a parser thread: no database here.

Column order is COLUMNS; what only the database knows comes behind them, see ``row_owners.py``.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from transactions.flags import find_flags
from transactions.flags.ranking import rank
from transactions.formats.canonical import SourceRank, TimeQuality
from transactions.services.receipt import receipt_of
from transactions.services.row_identity import content_hash, event_key
from transactions.services.row_owners import Place
from transactions.services.row_text import FLAG, NULL, json_cell, money_cell, text_cell
from transactions.services.row_time import placed_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from transactions.formats.canonical import Event, FlagHit, Tender
    from transactions.services.row_file import FileContext

COLUMNS: dict[str, str] = {
    "source_file_id": "bigint",
    "store_id": "bigint",
    "source_index": "int",
    "event_key": "text",
    "event_type": "text",
    "type_confidence": "text",
    "source_event_tag": "text",
    "occurred_at": "timestamptz",
    "time_basis": "text",
    "time_quality": "text",
    "business_date": "date",
    "transaction_no": "text",
    "event_sequence": "text",
    "till": "text",
    "shift_no": "text",
    "approver": "text",
    "is_training": "boolean",
    "is_outside": "boolean",
    "is_offline": "boolean",
    "is_suspended": "boolean",
    "is_recalled": "boolean",
    "linked_transaction_no": "text",
    "reason_text": "text",
    "amount": "numeric",
    "gross": "numeric",
    "net": "numeric",
    "tax": "numeric",
    "grand": "numeric",
    "flags": "text[]",
    "flag_details": "jsonb",
    "risk": "smallint",
    "receipt": "jsonb",
    "source_rank": "smallint",
    "declared_at": "timestamptz",
    "content_hash": "text",
    "tender_class": "text",
}
FAR_FROM_ITS_DAY = timedelta(days=3)


class Row(NamedTuple):
    """One event: its line without an end, and what the loader asks of it."""

    text: bytes
    place: Place
    source_file_id: int
    business_date: str
    event_key: str
    is_flagged: bool
    occurred_at: datetime


def row_of(event: Event, file: FileContext, declared_at: datetime | None) -> Row:
    hits = find_flags(event, file.format)
    occurred_at, basis, quality = placed_at(event, file, declared_at)
    local_date = occurred_at.astimezone(file.zone).date()
    business_date = event.business_date or local_date
    receipt = orjson.dumps(_receipt(event, business_date, local_date, quality), default=str)
    content = content_hash(event, receipt)
    day, key = business_date.isoformat(), event_key(event, file, content)
    cells = (
        str(file.source_file_id),
        str(file.store_id),
        str(event.source_index),
        key,
        event.event_type,
        event.confidence,
        text_cell(event.source_event_tag[:60]),
        occurred_at.isoformat(),
        basis,
        quality,
        day,
        *_words_and_sums(event),
        *_risks(event, hits),
        json_cell(receipt),
        str((SourceRank.EXTRACT if event.is_extract else file.rank).value),
        declared_at.isoformat() if declared_at else NULL,
        content,
        _tender_class(event),
    )
    place = _place(event, file)
    text = "\t".join(cells).encode()
    return Row(text, place, file.source_file_id, day, key, bool(hits), occurred_at)


def _place(event: Event, file: FileContext) -> Place:
    """Without what PostgreSQL takes in no text."""
    register = event.register[:32].replace("\0", "")
    cashier = event.cashier[:32].replace("\0", "")
    return Place(file.store_id, register, event.register_class, cashier)


def _words_and_sums(event: Event) -> tuple[str, ...]:
    """From ``transaction_no`` to ``grand``: what the source wrote."""
    return (
        text_cell(event.transaction_no[:40]),
        text_cell(event.event_sequence[:40]),
        text_cell(event.till[:32]),
        text_cell(event.shift_no[:32]),
        text_cell(event.approver[:32]),
        FLAG[event.is_training],
        FLAG[event.is_outside],
        FLAG[event.is_offline],
        FLAG[event.is_suspended],
        FLAG[event.is_recalled],
        text_cell(event.linked_transaction_no[:40]),
        text_cell(event.reason_text[:120]),
        money_cell(event.amount),
        money_cell(event.gross),
        money_cell(event.net),
        money_cell(event.tax),
        money_cell(event.grand),
    )


def _risks(event: Event, hits: Sequence[FlagHit]) -> tuple[str, str, str]:
    """``flags``, ``flag_details`` and ``risk``."""
    ranked = rank(event, hits)
    details = json_cell(orjson.dumps([_detail(hit) for hit in hits])) if hits else "[]"
    return "{" + ",".join(ranked.flags) + "}", details, str(ranked.risk)


def _receipt(
    event: Event, business_date: date, local_date: date, quality: TimeQuality
) -> dict[str, Any]:
    """A business date far from the clock is kept as given, and marked."""
    receipt = receipt_of(event)
    is_far = abs(business_date - local_date) > FAR_FROM_ITS_DAY
    if is_far and quality is not TimeQuality.IMPLAUSIBLE:
        receipt["marks"] = ["business_date_far"]
    return receipt


def _tender_class(event: Event) -> str:
    """That of the largest payment; change given back is none."""
    paid = [tender for tender in event.tenders if not tender.is_change]
    if not paid:
        return ""
    return max(paid, key=_size).tender_class.value


def _size(tender: Tender) -> Decimal:
    amount = tender.amount
    return abs(amount) if amount is not None and amount.is_finite() else Decimal(0)


def _detail(hit: FlagHit) -> dict[str, Any]:
    return {
        "flag": hit.flag,
        "confidence": hit.confidence,
        "code": hit.code,
        "params": dict(hit.params),
    }
