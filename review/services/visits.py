"""Opening a transaction leaves a trace, once per visit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from stores import audit
from stores.models import AccessKind, AccessLog

if TYPE_CHECKING:
    from stores.access import Member

VISIT = timedelta(minutes=30)


def note_visit(*, member: Member, transaction_id: int) -> None:
    """Log that the member opened a transaction; again only when the last time is half an
    hour ago, so that a refresh is no second visit."""
    seen = AccessLog.objects.filter(
        object_type="transaction",
        object_id=transaction_id,
        kind=AccessKind.SAW_TRANSACTION,
        user=member.user,
        at__gte=timezone.now() - VISIT,
    )
    if not seen.exists():
        audit.record(
            AccessKind.SAW_TRANSACTION, user=member.user, about=("transaction", transaction_id)
        )
