"""When summaries come, written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.tenancy import current_chain
from alerts.models import SummarySchedule
from alerts.summaries.plan import ask_for_plan
from alerts.summaries.schedules import by_default
from stores import audit
from stores.models import AccessKind

if TYPE_CHECKING:
    from datetime import time

    from accounts.models import User
    from stores.models import Store


@dataclass(frozen=True, slots=True)
class Wished:
    """A schedule as somebody wants it, checked by the form that took it."""

    is_on: bool
    at: time
    days: tuple[int, ...]
    roles: tuple[str, ...]
    parts: tuple[str, ...]
    says_quiet: bool
    by_text: bool
    timezone: str = ""


def save_schedule(*, kind: str, store: Store | None, wished: Wished, by: User) -> SummarySchedule:
    """What was due before stays as it was; from now on it goes by this."""
    with transaction.atomic():
        rows = SummarySchedule.objects.select_for_update(of=("self",))
        row = rows.filter(kind=kind, store=store).first() or by_default(kind, store)
        row.is_on, row.at, row.timezone = wished.is_on, wished.at, wished.timezone
        row.days, row.roles, row.parts = (
            list(wished.days),
            list(wished.roles),
            list(wished.parts),
        )
        row.says_quiet, row.by_text = wished.says_quiet, wished.by_text
        row.changed_by, row.changed_at = by, timezone.now()
        row.save()
        audit.record(
            AccessKind.CHANGED_SETTINGS,
            user=by,
            about=("store", store.pk) if store else None,
            name=(store.name or store.code) if store else "",
            what=f"summary_{kind}",
            on=wished.is_on,
            at=f"{wished.at:%H:%M}",
            roles=", ".join(wished.roles),
        )
        ask_for_plan(current_chain())
    return row
