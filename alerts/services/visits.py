"""Opening a cashier's page leaves a trace, once per visit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from stores import audit
from stores.models import AccessKind, AccessLog

if TYPE_CHECKING:
    from stores.access import Member
    from stores.models import Cashier

VISIT = timedelta(minutes=30)


def note_cashier_visit(*, member: Member, cashier: Cashier, name: str) -> None:
    """Again only when the last time is half an hour ago: a refresh is no second visit."""
    seen = AccessLog.objects.filter(
        object_type="cashier",
        object_id=cashier.pk,
        kind=AccessKind.SAW_CASHIER,
        user=member.user,
        at__gte=timezone.now() - VISIT,
    )
    if not seen.exists():
        audit.record(
            AccessKind.SAW_CASHIER,
            user=member.user,
            about=("cashier", cashier.pk),
            name=name,
            store=cashier.store.code,
        )
