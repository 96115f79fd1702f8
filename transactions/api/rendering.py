"""Rows as the answers of the API hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transactions.selectors import reasons

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from transactions.models import SourceFile, Transaction

LINE: Final = (
    *("sequence", "kind", "status", "sku", "description", "department", "quantity"),
    *("unit_price", "regular_price", "amount", "entry_method", "approver", "age_bypassed"),
)
ADJUSTMENT: Final = ("kind", "amount", "line", "reason", "source")
TENDER: Final = ("tender_class", "code", "amount", "is_change")
"""What of a receipt leaves the house. No digit of a card, and no number of a customer."""


def finding(code: str, params: Mapping[str, str], index: int | None = None) -> dict[str, Any]:
    """A reason that is kept as code and parameters, with its sentence."""
    return {"code": code, "detail": reasons.problem(code, params), "index": index}


def reason_of(file: SourceFile) -> dict[str, Any] | None:
    return finding(file.reason_code, file.reason_params) if file.reason_code else None


def file_body(file: SourceFile) -> dict[str, Any]:
    return {
        "id": file.pk,
        "upload": file.upload_id,
        "name": file.original_name,
        "store": file.store.code,
        "channel": file.upload.channel,
        "state": file.state,
        "received_at": file.received_at,
        "read_at": file.parsed_at,
        "size": file.size,
        "sha256": file.sha256,
        "format": file.format,
        "format_version": file.format_version,
        "vendor": file.vendor,
        "masked": file.redacted,
        "events": file.events,
        "new_transactions": file.new_transactions,
        "revised_transactions": file.revised_transactions,
        "flagged": file.flagged,
        "problems": len(file.problems),
        "reason": reason_of(file),
    }


def findings_of(file: SourceFile) -> list[dict[str, Any]]:
    """Everything that was wrong with a file, the reason for refusing it whole first."""
    whole = reason_of(file)
    parts = [
        finding(each["code"], each.get("params", {}), each.get("source_index"))
        for each in file.problems
    ]
    return [whole, *parts] if whole else parts


def transaction_body(row: Transaction) -> dict[str, Any]:
    local = row.occurred_at.astimezone(row.store.zone).replace(tzinfo=None)
    return {
        "id": row.pk,
        "store": row.store.code,
        "register": row.register.code if row.register else None,
        "cashier": row.cashier.code if row.cashier else None,
        "approver": row.approver or None,
        "type": row.event_type,
        "flags": row.flags,
        "occurred_at": row.occurred_at,
        "occurred_local": local.isoformat(),
        "time_quality": row.time_quality,
        "business_date": row.business_date,
        "transaction_no": row.transaction_no,
        "amount": _money(row.amount),
        "tax": _money(row.tax),
        "is_training": row.is_training,
        "is_outside": row.is_outside,
        "risk": row.risk,
        "standing": row.standing or "counted",
        "file": row.source_file_id,
    }


def whole_transaction_body(row: Transaction) -> dict[str, Any]:
    match = getattr(row, "match", None)
    receipt = row.receipt
    return {
        **transaction_body(row),
        "reasons": [
            {
                "flag": each["flag"],
                "confidence": each["confidence"],
                "reason": reasons.why(each),
            }
            for each in row.flag_details
        ],
        "reason_text": row.reason_text,
        "same_as": match.upper_id if match else None,
        "lines": _parts(receipt, "lines", LINE),
        "adjustments": _parts(receipt, "adjustments", ADJUSTMENT),
        "tenders": _parts(receipt, "tenders", TENDER),
    }


def _parts(receipt: Mapping[str, Any], name: str, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {field: entry[field] for field in fields if field in entry}
        for entry in receipt.get(name, [])
    ]


def _money(amount: Decimal | None) -> str | None:
    return f"{amount:f}" if amount is not None else None
