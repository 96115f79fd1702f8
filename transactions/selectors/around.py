"""What else the same register did, just before and just after."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from transactions.models import EVENT_TYPES, Transaction
from transactions.selectors.wording import clock, money

if TYPE_CHECKING:
    from datetime import timedelta

NEAR = 6
MOST = 40
COLUMNS = ("id", "event_type", "occurred_at", "amount", "transaction_no", "flags", "reason_text")


class Neighbour(TypedDict):
    """One event of the register; ``at_ms`` is its time in UTC milliseconds."""

    id: int
    word: str
    number: str
    amount: str
    time: str
    at_ms: int
    is_flagged: bool
    is_this: bool


def around(transaction: Transaction, *, before: timedelta, after: timedelta) -> list[Neighbour]:
    """The register's events in the stretch that the video covers, and at least the
    nearest few on each side, in order of time. The transaction itself is among them."""
    if transaction.register_id is None:
        return [_shown(transaction, transaction)]
    same = Transaction.objects.filter(register=transaction.register_id).only(*COLUMNS)
    key = (transaction.occurred_at, transaction.pk)
    earlier = same.filter(occurred_at__lte=key[0]).order_by("-occurred_at", "-id")
    later = same.filter(occurred_at__gte=key[0]).order_by("occurred_at", "id")
    ahead = [each for each in earlier[:MOST] if (each.occurred_at, each.pk) < key]
    behind = [each for each in later[:MOST] if (each.occurred_at, each.pk) > key]
    first, last = key[0] - before, key[0] + after
    kept = [each for i, each in enumerate(ahead) if i < NEAR or each.occurred_at >= first][::-1]
    kept.append(transaction)
    kept += [each for i, each in enumerate(behind) if i < NEAR or each.occurred_at <= last]
    return [_shown(each, transaction) for each in kept]


def _shown(each: Transaction, this: Transaction) -> Neighbour:
    word = str(EVENT_TYPES.get(each.event_type, each.event_type))
    return {
        "id": each.pk,
        "word": each.reason_text if each.event_type == "other" and each.reason_text else word,
        "number": each.transaction_no,
        "amount": money(each.amount),
        "time": clock(each.occurred_at, this.store.zone),
        "at_ms": round(each.occurred_at.timestamp() * 1000),
        "is_flagged": bool(each.flags),
        "is_this": each.pk == this.pk,
    }
