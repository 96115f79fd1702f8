"""Somebody has seen an alert and takes it on: nobody else is rung for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from alerts.models import Alert, AlertState

if TYPE_CHECKING:
    from accounts.models import User


def acknowledge(*, alert: Alert, by: User) -> Alert:
    """The first to say so stays the one who did; a withdrawn alert stays withdrawn."""
    with transaction.atomic():
        held = Alert.objects.select_for_update().get(pk=alert.pk)
        if held.state == AlertState.OPEN:
            held.state, held.seen_by, held.seen_at = AlertState.SEEN, by, timezone.now()
            held.save(update_fields=["state", "seen_by", "seen_at"])
    return held


def reopen(*, alert: Alert) -> Alert:
    """Undo of :func:`acknowledge`."""
    with transaction.atomic():
        held = Alert.objects.select_for_update().get(pk=alert.pk)
        if held.state == AlertState.SEEN:
            held.state, held.seen_by, held.seen_at = AlertState.OPEN, None, None
            held.save(update_fields=["state", "seen_by", "seen_at"])
    return held
