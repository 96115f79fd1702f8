"""What people wish to be told, written down; and leaving a kind of message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.tenancy import current_chain
from alerts.defaults import DEFAULTS
from alerts.models import ChannelKind, OptOut, Severity, Subscription

if TYPE_CHECKING:
    from datetime import time

    from accounts.models import User
    from alerts.models import Webhook
    from alerts.unsubscribing import Leaving

ABOUT_ALERTS = ("alert", "escalation")


@dataclass(frozen=True, slots=True)
class WishedFor:
    """The settings of one subscription, checked by the form that took them."""

    is_active: bool = True
    severity: int = Severity.MEDIUM
    stores: tuple[int, ...] = ()
    rules: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    since: time | None = None
    until: time | None = None
    urgent_always: bool = False
    after_minutes: int = 0


def save_wish(
    *,
    channel: ChannelKind,
    wish: WishedFor,
    user: User | None = None,
    role: str = "",
    webhook: Webhook | None = None,
) -> Subscription:
    """The one row of that person, role or webhook for that channel, as wished."""
    with transaction.atomic():
        row, _made = Subscription.objects.select_for_update().get_or_create(
            channel=channel, user=user, role=role, webhook=webhook
        )
        row.is_active, row.severity = wish.is_active, wish.severity
        row.stores, row.rules, row.days = list(wish.stores), list(wish.rules), list(wish.days)
        row.since, row.until, row.urgent_always = wish.since, wish.until, wish.urgent_always
        row.after_minutes, row.changed_at = wish.after_minutes, timezone.now()
        row.save()
        if user is not None and wish.is_active:
            OptOut.objects.filter(user=user, channel=channel, kind__in=ABOUT_ALERTS).delete()
    return row


def effective(user: User, channel: ChannelKind) -> Subscription:
    """What holds for a person now: their row, their role's, or (unsaved) the default."""
    own = Subscription.objects.filter(user=user, channel=channel).first()
    if own is not None:
        return own
    membership = Membership.objects.get(user=user, chain=current_chain(), is_active=True)
    found = of_role(membership.role, channel)
    return Subscription(
        channel=channel,
        user=user,
        is_active=found.is_active and channel == ChannelKind.EMAIL,
        severity=found.severity,
        stores=found.stores,
        rules=found.rules,
        days=found.days,
        since=found.since,
        until=found.until,
        urgent_always=found.urgent_always,
        after_minutes=found.after_minutes,
    )


def of_role(role: str, channel: ChannelKind) -> Subscription:
    """A role's row or (unsaved) the default; off where there is neither."""
    row = Subscription.objects.filter(role=role, channel=channel).first()
    if row is not None:
        return row
    default = DEFAULTS.get((role, channel))
    return Subscription(
        channel=channel,
        role=role,
        is_active=default is not None,
        severity=default.severity if default else Severity.HIGH,
        after_minutes=default.after_minutes if default else 0,
    )


def leave(leaving: Leaving) -> None:
    """No more of that kind on that channel. Of alerts, that is both kinds of message."""
    kinds = ABOUT_ALERTS if leaving.kind in ABOUT_ALERTS else (leaving.kind,)
    for kind in kinds:
        OptOut.objects.get_or_create(user_id=leaving.user_id, kind=kind, channel=leaving.channel)


def come_back(*, user: User, kind: str, channel: str) -> None:
    kinds = ABOUT_ALERTS if kind in ABOUT_ALERTS else (kind,)
    OptOut.objects.filter(user=user, kind__in=kinds, channel=channel).delete()
