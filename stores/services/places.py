"""A store's own settings. Writes in the open chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stores import audit
from stores.models import AccessKind, Store
from stores.services.stores import StoreError

if TYPE_CHECKING:
    from datetime import time

    from accounts.models import User

ZONE = "timezone"
"""The key in ``Store.confirmed`` of a time zone that was changed."""


def change_store(
    *,
    store: Store,
    name: str,
    timezone_name: str,
    opens_at: time | None,
    closes_at: time | None,
    by: User,
) -> Store:
    """Name, time zone (IANA) and opening hours (store's wall clock; both None for a store
    that never closes). Closing before opening means after midnight.

    Raises StoreError, in words for who asked. Stored events keep the time that they were
    read with until their files are read again.
    """
    if (opens_at is None) != (closes_at is None):
        raise StoreError(_("Give both hours, or none for a store that never closes."))
    with transaction.atomic():
        row = Store.objects.select_for_update().get(pk=store.pk)
        before = _described(row)
        moved = row.timezone != timezone_name
        row.name, row.timezone = " ".join(name.split()), timezone_name
        row.opens_at, row.closes_at = opens_at, closes_at
        if moved:
            now = timezone.now().isoformat()
            row.confirmed[ZONE] = {"by": by.pk, "who": by.name, "at": now, "rereads_at": now}
        _check(row)
        row.save()
        audit.record(
            AccessKind.CHANGED_SETTINGS,
            user=by,
            about=("store", row.pk),
            name=row.name,
            before=before,
            after=_described(row),
        )
    return row


def _check(row: Store) -> None:
    try:
        row.full_clean(exclude=["department_roles", "tender_classes", "confirmed"])
    except ValidationError as refused:
        raise StoreError(" ".join(refused.messages)) from refused


def _described(row: Store) -> str:
    hours = f"{row.opens_at:%H:%M}-{row.closes_at:%H:%M}" if row.opens_at and row.closes_at else "-"
    return f"{row.name}, {row.timezone}, {hours}"
