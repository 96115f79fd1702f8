"""The secrets that a webhook's messages are signed with now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from stores.sealing import unseal

if TYPE_CHECKING:
    from alerts.models import Webhook


def valid_secrets(webhook: Webhook) -> tuple[str, ...]:
    """The current one first, and the one before it while it still counts. Raises
    SealBrokenError."""
    kept = unseal(webhook.sealed)
    before = webhook.previous_until is not None and webhook.previous_until > timezone.now()
    names = ("current", "previous") if before else ("current",)
    return tuple(kept[name] for name in names if name in kept)
