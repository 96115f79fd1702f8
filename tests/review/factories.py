"""Flagged and plain transactions that the desk's tests are about."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from stores.models import Cashier, Register, Store
from transactions.models import Review, SourceFile, Transaction, Upload

NOON = datetime(2025, 11, 20, 17, 0, tzinfo=UTC)
"""Noon in New York."""
REASONS = {
    "refund": ("refund_no_link", {"amount": "64.20"}),
    "no_sale": ("no_sale", {}),
    "void": ("void", {"amount": "12.00"}),
    "override": ("override", {"approver": "91", "cashier": "7"}),
}


def a_file(store: Store, **fields: Any) -> SourceFile:
    upload = fields.pop("upload", None) or Upload.objects.create(store=store, name="day.zip")
    values = {"original_name": "a.xml", "sha256": uuid.uuid4().hex, "size": 1, **fields}
    return SourceFile.objects.create(store=store, upload=upload, **values)


def plain(store: Store, *, at: datetime = NOON, register: str = "1", **fields: Any) -> Transaction:
    """A transaction that nothing is odd about."""
    values: dict[str, Any] = {
        "source_index": 0,
        "event_key": uuid.uuid4().hex,
        "event_type": "sale",
        "type_confidence": "certain",
        "source_event_tag": "SaleEvent",
        "time_basis": "receipt",
        "time_quality": "exact",
        "business_date": at.date(),
        "content_hash": "x",
        "amount": Decimal("5.00"),
        **fields,
    }
    if "source_file" not in values:
        values["source_file"] = a_file(store)
    return Transaction.objects.create(
        store=store,
        register=Register.objects.get(store=store, code=register),
        occurred_at=at,
        **values,
    )


def flagged(
    store: Store,
    *,
    flags: tuple[str, ...] = ("refund",),
    risk: int = 50,
    status: str = "new",
    **fields: Any,
) -> Transaction:
    """A transaction with its review; the first flag is the primary one."""
    details = [
        {
            "flag": flag,
            "confidence": "certain",
            "code": REASONS[flag][0],
            "params": REASONS[flag][1],
        }
        for flag in flags
    ]
    row = plain(store, flags=list(flags), flag_details=details, risk=risk, **fields)
    Review.objects.create(
        transaction=row,
        store=store,
        status=status,
        primary_flag=flags[0],
        risk=risk,
        occurred_at=row.occurred_at,
    )
    return row


def many(store: Store, count: int) -> list[int]:
    """``count`` flagged transactions with many equal risks and times, in three statements."""
    file = a_file(store)
    register = Register.objects.get(store=store, code="1")
    cashier, _made = Cashier.objects.get_or_create(store=store, code="7")
    rows = Transaction.objects.bulk_create(
        Transaction(
            store=store,
            register=register,
            cashier=cashier,
            source_file=file,
            source_index=number,
            event_key=uuid.uuid4().hex,
            event_type="no_sale",
            type_confidence="certain",
            source_event_tag="FinancialEvent",
            occurred_at=NOON + timedelta(seconds=number % 7),
            time_basis="receipt",
            time_quality="exact",
            business_date=NOON.date(),
            content_hash="x",
            flags=["no_sale"],
            flag_details=[
                {"flag": "no_sale", "confidence": "certain", "code": "no_sale", "params": {}}
            ],
        )
        for number in range(count)
    )
    Review.objects.bulk_create(
        Review(
            transaction=row,
            store=store,
            primary_flag="no_sale",
            risk=number % 5,
            occurred_at=row.occurred_at,
        )
        for number, row in enumerate(rows)
    )
    return [row.pk for row in rows]
