"""Everything of a kind, one JSON-ready object at a time, in flat memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from transactions.flags.reasons import sentence
from transactions.models import HourlyTotal, Match, Review, Transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from django.db.models import QuerySet

CHUNK = 2000
_NAMED = ("store", "register", "cashier")


def transactions(since: date | None) -> Iterator[dict[str, Any]]:
    """Every register event, in the order of its time."""
    for row in _rows(since).iterator(chunk_size=CHUNK):
        yield {**_identity(row), **_facts(row), "flags": row.flags, **row.receipt}


def flags(since: date | None) -> Iterator[dict[str, Any]]:
    """One object per flag of each transaction, with its reason in words."""
    for row in _rows(since).exclude(flags=[]).iterator(chunk_size=CHUNK):
        for detail in row.flag_details:
            yield {
                **_identity(row),
                "flag": detail["flag"],
                "confidence": detail["confidence"],
                "reason": sentence(detail["code"], detail["params"]),
            }


def reviews(since: date | None) -> Iterator[dict[str, Any]]:
    """Every review with its decision."""
    rows = Review.objects.select_related(
        "transaction__store", "transaction__register", "transaction__cashier", "decided_by"
    ).order_by("occurred_at", "transaction_id")
    if since is not None:
        rows = rows.filter(transaction__business_date__gte=since)
    for review in rows.iterator(chunk_size=CHUNK):
        yield {
            **_identity(review.transaction),
            "status": review.status,
            "risk": review.risk,
            "primary_flag": review.primary_flag,
            "decided_by": review.decided_by.email if review.decided_by else None,
            "decided_at": review.decided_at.isoformat() if review.decided_at else None,
        }


def totals(since: date | None) -> Iterator[dict[str, Any]]:
    """Hourly totals of counted transactions, a measure at a time."""
    rows = HourlyTotal.objects.select_related("store", "register", "cashier")
    if since is not None:
        rows = rows.filter(business_date__gte=since)
    order = ("store__code", "business_date", "hour", "measure", "register__code")
    for row in rows.order_by(*order, "cashier__code", "tender_class").iterator(chunk_size=CHUNK):
        yield {
            "store": row.store.code,
            "business_date": row.business_date.isoformat(),
            "hour": row.hour,
            "register": row.register.code if row.register else None,
            "cashier": row.cashier.code if row.cashier else None,
            "measure": row.measure,
            "tender_class": row.tender_class or None,
            "count": row.count,
            "amount": str(row.amount),
        }


def duplicates(since: date | None) -> Iterator[dict[str, Any]]:
    """Second accounts of one event, and rows that may be some: what counts, and why."""
    rows = Match.objects.select_related(
        *(f"{end}__{part}" for end in ("lower", "upper") for part in _NAMED), "decided_by"
    )
    if since is not None:
        rows = rows.filter(lower__business_date__gte=since)
    for match in rows.order_by("lower__occurred_at", "lower_id").iterator(chunk_size=CHUNK):
        yield {
            **_identity(match.lower),
            "standing": match.lower.standing or "counted",
            "how": match.how,
            "same_as": _identity(match.upper) if match.upper else None,
            "differences": match.differences,
            "decided_by": match.decided_by.email if match.decided_by else None,
        }


KINDS: dict[str, Callable[[date | None], Iterator[dict[str, Any]]]] = {
    "transactions": transactions,
    "flags": flags,
    "reviews": reviews,
    "totals": totals,
    "duplicates": duplicates,
}


def _rows(since: date | None) -> QuerySet[Transaction]:
    rows = Transaction.objects.select_related("store", "register", "cashier")
    if since is not None:
        rows = rows.filter(business_date__gte=since)
    return rows.order_by("occurred_at", "id")


def _identity(row: Transaction) -> dict[str, Any]:
    return {
        "store": row.store.code,
        "register": row.register.code if row.register else None,
        "cashier": row.cashier.code if row.cashier else None,
        "transaction_no": row.transaction_no,
        "business_date": row.business_date.isoformat(),
        "event_type": row.event_type,
        "occurred_at": row.occurred_at.isoformat(),
    }


def _facts(row: Transaction) -> dict[str, Any]:
    local = row.occurred_at.astimezone(row.store.zone).replace(tzinfo=None)
    return {
        "occurred_local": local.isoformat(),
        "time_quality": row.time_quality,
        "approver": row.approver or None,
        "amount": str(row.amount) if row.amount is not None else None,
        "is_training": row.is_training,
        "is_outside": row.is_outside,
        "standing": row.standing or "counted",
    }
