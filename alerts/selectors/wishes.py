"""Who is to be told of what in this chain, each person and webhook with their one wish per
channel. A person's own row counts before their role's, and that before the defaults."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accounts.models import Membership
from accounts.roles import Action, Role, may
from accounts.tenancy import current_chain
from alerts.defaults import DEFAULTS, LAST_RESORT
from alerts.hours import Hours
from alerts.models import ChannelKind, Phone, Severity, Subscription
from stores.models import StoreAccess

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from alerts.models import Alert


@dataclass(frozen=True, slots=True)
class Wish:
    """``may_see``: the stores a person is limited to, None for all."""

    channel: str
    severity: int
    user_id: int | None = None
    webhook_id: int | None = None
    role: str = ""
    may_see: frozenset[int] | None = None
    stores: frozenset[int] = frozenset()
    rules: frozenset[int] = frozenset()
    hours: Hours = field(default_factory=Hours)
    urgent_always: bool = False
    after_minutes: int = 0
    is_default: bool = False

    @property
    def recipient(self) -> str:
        return f"user:{self.user_id}" if self.user_id is not None else f"webhook:{self.webhook_id}"

    def wants(self, alert: Alert) -> bool:
        return alert.severity >= self.severity and self._is_about(alert)

    def _is_about(self, alert: Alert) -> bool:
        if self.may_see is not None and alert.store_id not in self.may_see:
            return False
        if self.stores and alert.store_id not in self.stores:
            return False
        return not self.rules or alert.rule_id in self.rules

    def is_last_resort(self, alert: Alert) -> bool:
        return (
            self.is_default
            and self.role == Role.OWNER
            and alert.severity >= LAST_RESORT
            and self._is_about(alert)
        )

    def due(self, alert: Alert, now: datetime) -> datetime:
        """When it may ring: now, or when the wished hours begin by the store's clock."""
        if self.urgent_always and alert.severity >= Severity.HIGH:
            return now
        return self.hours.next(now, alert.store.zone)


def wishes() -> list[Wish]:
    """Of every active member who may see transactions, and of the chain's webhooks."""
    rows = list(Subscription.objects.select_related("webhook"))
    own = {(row.user_id, row.channel): row for row in rows if row.user_id is not None}
    roles = {(row.role, row.channel): row for row in rows if row.role}
    found = [_of_webhook(row) for row in rows if row.webhook is not None and row.webhook.is_active]
    limits = _limits()
    phones = set(
        Phone.objects.filter(verified_at__isnull=False, stopped_at=None).values_list(
            "user_id", flat=True
        )
    )
    for member in _members():
        may_see = frozenset(limits[member.user_id]) if member.limited_to_stores else None
        for channel in (ChannelKind.EMAIL, ChannelKind.SMS):
            if channel == ChannelKind.SMS and member.user_id not in phones:
                continue
            wish = _of_member(member, channel, may_see, own, roles)
            if wish is not None:
                found.append(wish)
    return [wish for wish in found if wish is not None]


def _members() -> Iterable[Membership]:
    rows = Membership.objects.filter(chain=current_chain(), is_active=True, user__is_active=True)
    return [row for row in rows.order_by("pk") if may(row.role, Action.SEE_TRANSACTIONS)]


def _limits() -> Mapping[int, set[int]]:
    limits: dict[int, set[int]] = defaultdict(set)
    for user_id, store_id in StoreAccess.objects.values_list("user_id", "store_id"):
        limits[user_id].add(store_id)
    return limits


def _of_member(
    member: Membership,
    channel: str,
    may_see: frozenset[int] | None,
    own: Mapping[tuple[int, str], Subscription],
    roles: Mapping[tuple[str, str], Subscription],
) -> Wish | None:
    row = own.get((member.user_id, channel))
    if row is None and channel == ChannelKind.EMAIL:
        row = roles.get((member.role, channel))
    if row is not None:
        return _of_row(row, user_id=member.user_id, role=member.role, may_see=may_see)
    default = DEFAULTS.get((member.role, channel))
    if default is None:
        return None
    return Wish(
        channel=channel,
        severity=default.severity,
        user_id=member.user_id,
        role=member.role,
        may_see=may_see,
        after_minutes=default.after_minutes,
        is_default=True,
    )


def _of_webhook(row: Subscription) -> Wish | None:
    return _of_row(row, webhook_id=row.webhook_id)


def _of_row(
    row: Subscription,
    *,
    user_id: int | None = None,
    webhook_id: int | None = None,
    role: str = "",
    may_see: frozenset[int] | None = None,
) -> Wish | None:
    if not row.is_active:
        return None
    return Wish(
        channel=row.channel,
        severity=row.severity,
        user_id=user_id,
        webhook_id=webhook_id,
        role=role,
        may_see=may_see,
        stores=frozenset(row.stores),
        rules=frozenset(row.rules),
        hours=Hours(tuple(row.days), row.since, row.until),
        urgent_always=row.urgent_always,
        after_minutes=row.after_minutes,
    )
