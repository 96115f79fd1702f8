"""The chain's page of who is told: channels and how they are, roles, webhooks, messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from alerts.channels import CHANNELS
from alerts.channels.reasons import reason
from alerts.models import ChannelKind, ChannelTrouble, Delivery, DeliveryAlert, Webhook
from alerts.selectors.alert import DeliveryRow, delivery_rows
from transactions.selectors.wording import ago, short_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from stores.access import Member

MESSAGES = 50
FAILS_FROM = 2
"""One failure is nothing to speak of: it is tried again."""


@dataclass(frozen=True, slots=True)
class ChannelRow:
    name: str
    state: str
    says: str


@dataclass(frozen=True, slots=True)
class WebhookRow:
    id: int
    name: str
    host: str
    is_active: bool
    trouble: str
    both_until: str


def visible_deliveries(member: Member) -> QuerySet[Delivery]:
    """Of who sees some stores only: those about alerts there, and their own."""
    rows = Delivery.objects.all()
    if member.store_ids is None:
        return rows
    theirs = DeliveryAlert.objects.filter(
        delivery=OuterRef("pk"), alert__store__in=sorted(member.store_ids)
    )
    others = DeliveryAlert.objects.filter(delivery=OuterRef("pk")).exclude(
        alert__store__in=sorted(member.store_ids)
    )
    return rows.filter((Q(Exists(theirs)) & ~Q(Exists(others))) | Q(user=member.user))


def recent_deliveries(member: Member, zone: ZoneInfo) -> list[DeliveryRow]:
    rows = visible_deliveries(member).select_related("webhook").prefetch_related("attempts")
    return delivery_rows(list(rows[:MESSAGES]), zone)


def channel_rows() -> list[ChannelRow]:
    troubles = _troubles()
    rows = []
    for channel in (ChannelKind.EMAIL, ChannelKind.SMS):
        says, state = troubles.get(channel, ""), "fails"
        if not CHANNELS[channel].is_set_up():
            says, state = gettext("Not set up on this installation."), "none"
        elif not says:
            says, state = gettext("Works."), "works"
        rows.append(ChannelRow(str(channel.label), state, says))
    return rows


def _troubles() -> Mapping[str, str]:
    found = ChannelTrouble.objects.filter(failures__gte=FAILS_FROM)
    return {row.channel: _trouble(row) for row in found}


def _trouble(row: ChannelTrouble) -> str:
    since = ago((timezone.now() - row.since).total_seconds())
    words = {"why": reason(row.code, row.params), "since": since, "n": row.failures}
    return gettext("Fails (since %(since)s, %(n)s times): %(why)s") % words


def failing_channels() -> list[tuple[str, str]]:
    """For the health page: name and sentence of each channel that keeps failing."""
    webhooks = {f"webhook:{row.pk}": row.name for row in Webhook.objects.filter(is_active=True)}
    names = {**webhooks, **{str(kind): str(kind.label) for kind in ChannelKind}}
    return [(names[key], says) for key, says in sorted(_troubles().items()) if key in names]


def webhook_rows(zone: ZoneInfo) -> list[WebhookRow]:
    troubles, now = _troubles(), timezone.now()
    return [
        WebhookRow(
            id=row.pk,
            name=row.name,
            host=urlsplit(row.url).hostname or "",
            is_active=row.is_active,
            trouble=troubles.get(f"webhook:{row.pk}", ""),
            both_until=short_time(row.previous_until, zone, now.astimezone(zone).date())
            if row.previous_until and row.previous_until > now
            else "",
        )
        for row in Webhook.objects.all()
    ]
