"""Canonical events as plain JSON, for ``inspect_journal`` and whoever reads along.

Amounts are decimal strings, moments ISO 8601; every key is always there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from transactions.flags.reasons import sentence
from transactions.formats.canonical import to_utc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from transactions.formats.canonical import Adjustment, Event, FlagHit, Line, Tender


def event_to_json(
    event: Event, hits: Sequence[FlagHit], *, file: str, zone: ZoneInfo
) -> dict[str, Any]:
    """One event; ``zone`` is the store's and turns its wall clock into UTC."""
    return {
        "file": file,
        "event_type": str(event.event_type),
        "confidence": str(event.confidence),
        "flags": [str(hit.flag) for hit in hits],
        "reasons": {str(hit.flag): sentence(hit.code, hit.params) for hit in hits},
        "occurred_at": _utc(event, zone),
        "occurred_local": _iso(event.occurred_local),
        "time_basis": str(event.time_basis),
        "business_date": event.business_date.isoformat() if event.business_date else None,
        "store": event.store_code,
        "register": event.register,
        "cashier": event.cashier,
        "approver": event.approver,
        "transaction_no": event.transaction_no,
        "amount": _text(event.amount),
        "lines": [_line(line) for line in event.lines],
        "adjustments": [_adjustment(adjustment) for adjustment in event.adjustments],
        "tenders": [_tender(tender) for tender in event.tenders],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "sequence": line.sequence,
        "kind": str(line.kind),
        "status": str(line.status),
        "sku": line.sku,
        "description": line.description,
        "department": line.department,
        "quantity": _text(line.quantity),
        "unit_price": _text(line.unit_price),
        "regular_price": _text(line.regular_price),
        "amount": _text(line.amount),
        "entry_method": line.entry_method,
        "approver": line.approver,
        "age_bypassed": line.age_bypassed,
        "linked_transaction_no": line.linked_transaction_no,
    }


def _adjustment(adjustment: Adjustment) -> dict[str, Any]:
    return {
        "kind": str(adjustment.kind),
        "amount": _text(adjustment.amount),
        "line": adjustment.line,
        "identifier": adjustment.identifier,
        "reason": adjustment.reason,
        "source": adjustment.source,
    }


def _tender(tender: Tender) -> dict[str, Any]:
    return {
        "class": str(tender.tender_class),
        "code": tender.code,
        "sub_code": tender.sub_code,
        "amount": _text(tender.amount),
        "is_change": tender.is_change,
        "card_last4": tender.card_last4,
    }


def _utc(event: Event, zone: ZoneInfo) -> str | None:
    if event.occurred_local is None:
        return None
    moment, _ = to_utc(event.occurred_local, zone, event.utc_offset)
    return _iso(moment)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _text(number: Decimal | None) -> str | None:
    return f"{number:f}" if number is not None else None
