"""One transaction as plain facts: what the register wrote, and what we made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from review.evidence.contents.clock_facts import register_clock
from transactions.formats.redaction import redact_text
from transactions.models import EVENT_TYPES, Standing
from transactions.selectors import reasons

if TYPE_CHECKING:
    from datetime import datetime

    from transactions.models import SourceFile, Transaction

_PLAIN = (
    "event_type",
    "type_confidence",
    "source_event_tag",
    "time_basis",
    "time_quality",
    "transaction_no",
    "event_sequence",
    "till",
    "shift_no",
    "approver",
    "is_training",
    "is_outside",
    "is_offline",
    "is_suspended",
    "is_recalled",
    "linked_transaction_no",
    "flags",
    "risk",
    "receipt",
    "source_index",
    "content_hash",
)
_MONEY = ("amount", "gross", "net", "tax", "grand")


def facts_of(transaction: Transaction, until: datetime) -> dict[str, Any]:
    """``transaction`` comes with its store, register, cashier and file loaded."""
    zone = transaction.store.zone
    return {
        **{name: getattr(transaction, name) for name in _PLAIN},
        **{name: _amount(getattr(transaction, name)) for name in _MONEY},
        "event": str(EVENT_TYPES[transaction.event_type]),
        "store": {
            "code": transaction.store.code,
            "name": transaction.store.name,
            "timezone": transaction.store.timezone,
        },
        "register": _register(transaction, until),
        "cashier": _cashier(transaction),
        "occurred_at_utc": transaction.occurred_at.isoformat(),
        "occurred_at_store": transaction.occurred_at.astimezone(zone).isoformat(),
        "business_date": transaction.business_date.isoformat(),
        "reason_text": redact_text(transaction.reason_text),
        "standing": str(Standing(transaction.standing).label),
        "why_flagged": [
            {**detail, "says": reasons.why(detail)} for detail in transaction.flag_details
        ],
        "source_file": source_of(transaction.source_file),
    }


def source_of(file: SourceFile) -> dict[str, Any]:
    """Where the account comes from, and how to know the file again."""
    return {
        "name": redact_text(file.original_name),
        "sha256_as_received": file.sha256,
        "size_as_received": file.size,
        "card_numbers_masked": file.redacted,
        "received_at_utc": file.received_at.isoformat(),
        "came_by": str(file.upload.get_channel_display()),
        "format": file.format,
        "format_version": file.format_version,
        "vendor": file.vendor,
        "parser_version": file.parser_version,
    }


def _register(transaction: Transaction, until: datetime) -> dict[str, Any] | None:
    register = transaction.register
    if register is None:
        return None
    return {
        "code": register.code,
        "label": register.label,
        "clock_offset_ms": register.clock_offset_ms,
        "clock_offset_means": "added to the register's time to get true time",
        "clock_measured": register_clock(register, transaction.occurred_at, until),
    }


def _cashier(transaction: Transaction) -> dict[str, Any] | None:
    """``person`` is annotated by the look-up: whose the number was on that day."""
    cashier = transaction.cashier
    if cashier is None:
        return None
    return {"code": cashier.code, "person": getattr(transaction, "person", None) or ""}


def _amount(value: object) -> str | None:
    return None if value is None else str(value)
