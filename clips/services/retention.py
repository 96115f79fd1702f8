"""What a chain's admins say about how long clips are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.db import transaction

from accounts.roles import Action
from clips.models import Retention
from clips.services.retire import ask_for_nights
from stores import audit
from stores.models import AccessKind
from transactions.models import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clips.lapsed import Rule
    from stores.access import Member

STATUSES = (
    ReviewStatus.APPROVED.value,
    ReviewStatus.INVESTIGATE.value,
    ReviewStatus.ESCALATE.value,
    ReviewStatus.NEW.value,
    "",
)
"""In the order of the page; "" is for clips that nobody has to review."""
FEWEST_DAYS, MOST_DAYS = 1, 3650


class RetentionError(ValueError):
    """What was said cannot be kept; nothing was written."""


def set_retention(*, member: Member, rules: Sequence[Rule]) -> None:
    """Put ``rules`` in place of those that hold; a status that is not named keeps its clips
    for ever. Raises RetentionError."""
    member.check(Action.MANAGE_RETENTION)
    for rule in rules:
        _check(rule)
    named = {rule.status: rule for rule in rules}
    with transaction.atomic(), pghistory.context(user=member.user.pk):
        Retention.objects.exclude(status__in=named).delete()
        for rule in named.values():
            Retention.objects.update_or_create(
                status=rule.status,
                defaults={
                    "playback_days": rule.playback_days,
                    "original_days": rule.original_days,
                },
            )
        said = {
            rule.status or "none": f"{rule.playback_days or '-'}/{rule.original_days or '-'}"
            for rule in named.values()
        }
        audit.record(AccessKind.CHANGED_RETENTION, user=member.user, kept=said)
        ask_for_nights(member.chain)


def _check(rule: Rule) -> None:
    if rule.status not in STATUSES:
        raise RetentionError(rule.status)
    for days in (rule.playback_days, rule.original_days):
        if days is not None and not FEWEST_DAYS <= days <= MOST_DAYS:
            raise RetentionError(str(days))
