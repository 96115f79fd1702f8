"""A canonical event as one line of COPY text. Runs in a parser thread: no ORM here.

Column order is COLUMNS; ``load.py`` makes its staging table from the same list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import orjson

from transactions.flags import find_flags
from transactions.flags.ranking import rank
from transactions.formats.canonical import (
    Event,
    FlagHit,
    FormatContext,
    SourceRank,
    Tender,
    TimeBasis,
    TimeQuality,
    to_utc,
)
from transactions.services.receipt import receipt_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

COLUMNS: dict[str, str] = {
    "source_file_id": "bigint",
    "store_id": "bigint",
    "source_index": "int",
    "register_code": "text",
    "register_class": "text",
    "cashier_code": "text",
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
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
FAST_CLOCK = timedelta(minutes=10)
LATEST = timedelta(hours=24)
FAR_FROM_ITS_DAY = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class FileContext:
    """What the rows of one file share."""

    source_file_id: int
    store_id: int
    zone: ZoneInfo
    format: FormatContext
    received_at: datetime
    rank: SourceRank = SourceRank.JOURNAL


def copy_line(
    event: Event, file: FileContext, declared_at: datetime | None
) -> tuple[bytes, bool, datetime]:
    """One event as COPY text, whether it is flagged, and when it happened (UTC)."""
    hits = find_flags(event, file.format)
    occurred_at, basis, quality = _when(event, file, declared_at)
    local_date = occurred_at.astimezone(file.zone).date()
    business_date = event.business_date or local_date
    receipt = orjson.dumps(_receipt(event, business_date, local_date, quality), default=str)
    content = _content_hash(event, receipt)
    ranked = rank(event, hits)
    cells = (
        str(file.source_file_id),
        str(file.store_id),
        str(event.source_index),
        _text(event.register[:32]),
        event.register_class,
        _text(event.cashier[:32]),
        _event_key(event, file, content),
        event.event_type,
        event.confidence,
        _text(event.source_event_tag[:60]),
        occurred_at.isoformat(),
        basis,
        quality,
        business_date.isoformat(),
        _text(event.transaction_no[:40]),
        _text(event.event_sequence[:40]),
        _text(event.till[:32]),
        _text(event.shift_no[:32]),
        _text(event.approver[:32]),
        _FLAG[event.is_training],
        _FLAG[event.is_outside],
        _FLAG[event.is_offline],
        _FLAG[event.is_suspended],
        _FLAG[event.is_recalled],
        _text(event.linked_transaction_no[:40]),
        _text(event.reason_text[:120]),
        _money(event.amount),
        _money(event.gross),
        _money(event.net),
        _money(event.tax),
        _money(event.grand),
        "{" + ",".join(ranked.flags) + "}",
        _json(orjson.dumps([_detail(hit) for hit in hits])) if hits else "[]",
        str(ranked.risk),
        _json(receipt),
        str((SourceRank.EXTRACT if event.is_extract else file.rank).value),
        declared_at.isoformat() if declared_at else _NULL,
        content,
        _tender_class(event),
    )
    return "\t".join(cells).encode() + b"\n", bool(hits), occurred_at


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


_NULL = "\\N"
_FLAG = {True: "t", False: "f", None: _NULL}
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})


def _text(verbatim: str) -> str:
    """What the source wrote, so that COPY reads the same."""
    if verbatim.isprintable() and "\\" not in verbatim:
        return verbatim
    return verbatim.translate(_ESCAPES)


def _json(document: bytes) -> str:
    """JSON has its control characters escaped already; its backslashes COPY would take."""
    text = document.decode()
    return text.replace("\\", "\\\\") if "\\" in text else text


MOST_MONEY = Decimal("999999999999.99")


def _money(value: Decimal | None) -> str:
    """To the cent; an absurd amount stays on the receipt and leaves the column empty."""
    if value is None or not value.is_finite() or abs(value) > MOST_MONEY:
        return _NULL
    return str(value)


def _when(
    event: Event, file: FileContext, declared_at: datetime | None
) -> tuple[datetime, TimeBasis, TimeQuality]:
    """An event without any time is placed at its file's time, and says so; one with a time
    that cannot be true keeps it, and is marked."""
    if event.occurred_local is None:
        return declared_at or file.received_at, TimeBasis.FILE, TimeQuality.ASSUMED
    try:
        utc, quality = to_utc(event.occurred_local, file.zone, event.utc_offset)
        utc.astimezone(file.zone)
    except OverflowError:  # the first or last hours that a calendar has
        return declared_at or file.received_at, TimeBasis.FILE, TimeQuality.IMPLAUSIBLE
    if utc < EARLIEST or utc > file.received_at + LATEST:
        return utc, event.time_basis, TimeQuality.IMPLAUSIBLE
    if utc > file.received_at + FAST_CLOCK and quality is TimeQuality.EXACT:
        quality = TimeQuality.AHEAD
    return utc, event.time_basis, quality


def _content_hash(event: Event, receipt: bytes) -> str:
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


def _event_key(event: Event, file: FileContext, content_hash: str) -> str:
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
        parts.append(content_hash)
    return blake2b("\x1f".join(parts).encode(errors="replace"), digest_size=16).hexdigest()


def _detail(hit: FlagHit) -> dict[str, Any]:
    return {
        "flag": hit.flag,
        "confidence": hit.confidence,
        "code": hit.code,
        "params": dict(hit.params),
    }


def department_roles(value: Mapping[str, Any]) -> dict[str, str]:
    """A store's department roles as plain text pairs; anything else is left out."""
    return {str(code): role for code, role in value.items() if isinstance(role, str)}


def tender_classes(value: Mapping[str, Any]) -> dict[str, str]:
    """A store's kinds of payment by code in lower case; anything else is left out."""
    return {str(code).lower(): kind for code, kind in value.items() if isinstance(kind, str)}
