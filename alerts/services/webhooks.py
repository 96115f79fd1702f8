"""A chain's webhooks: made, changed, their secrets changed without a gap, tried out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.channels.webhook.signature import new_secret
from alerts.models import ChannelKind, ChannelTrouble, DeliveryKind, Webhook
from alerts.services.deliver import send
from alerts.services.subscriptions import WishedFor, save_wish
from stores import audit
from stores.models import AccessKind
from stores.sealing import SealBrokenError, seal, unseal

if TYPE_CHECKING:
    from accounts.models import User
    from alerts.models import Delivery

BOTH_COUNT: Final = timedelta(hours=24)
MOST: Final = 10


class WebhookError(ValueError):
    """It cannot be as wished; the message says why."""


def add_webhook(*, name: str, url: str, wish: WishedFor, by: User) -> tuple[Webhook, str]:
    """The webhook and its secret, which is shown this once. Raises WebhookError."""
    name = _checked(name, url)
    if Webhook.objects.count() >= MOST:
        raise WebhookError(_("Ten webhooks are the most. Remove one that is not used."))
    secret = new_secret()
    with transaction.atomic():
        webhook = Webhook.objects.create(name=name, url=url, sealed=seal({"current": secret}))
        save_wish(channel=ChannelKind.WEBHOOK, webhook=webhook, wish=wish)
        _record(webhook, by, "added")
    return webhook, secret


def change_webhook(*, webhook: Webhook, name: str, url: str, wish: WishedFor, by: User) -> None:
    """Another host gets another secret only when it is asked for. Raises WebhookError."""
    webhook.name, webhook.url, webhook.is_active = _checked(name, url), url, wish.is_active
    with transaction.atomic():
        webhook.save(update_fields=["name", "url", "is_active"])
        save_wish(channel=ChannelKind.WEBHOOK, webhook=webhook, wish=wish)
        ChannelTrouble.objects.filter(pk=f"webhook:{webhook.pk}").delete()
        _record(webhook, by, "changed")


def rotate_secret(*, webhook: Webhook, by: User) -> str:
    """A new secret, shown this once. For a day messages carry signatures by both."""
    secret = new_secret()
    with transaction.atomic():
        held = Webhook.objects.select_for_update().get(pk=webhook.pk)
        try:
            before = unseal(held.sealed).get("current", "")
        except SealBrokenError:
            before = ""
        held.sealed = seal({"current": secret, "previous": before})
        held.previous_until = timezone.now() + BOTH_COUNT if before else None
        held.save(update_fields=["sealed", "previous_until"])
        _record(held, by, "changed_secret")
    return secret


def remove_webhook(*, webhook: Webhook, by: User) -> None:
    with transaction.atomic():
        _record(webhook, by, "removed")
        ChannelTrouble.objects.filter(pk=f"webhook:{webhook.pk}").delete()
        webhook.delete()


def try_webhook(*, webhook: Webhook) -> Delivery:
    """One test message, at once: at most one a second, by its key."""
    now = timezone.now()
    return send(
        kind=DeliveryKind.TEST,
        key=f"test:webhook:{webhook.pk}:{int(now.timestamp())}",
        channel=ChannelKind.WEBHOOK,
        webhook=webhook,
        subject=_("Test"),
        payload={"type": "test", "sent_at": now.isoformat()},
    )


def _checked(name: str, url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        raise WebhookError(_("The address must begin with https:// and hold no password."))
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise WebhookError(_("Give the webhook a name, so that you know later what it is for."))
    return name[:80]


def _record(webhook: Webhook, by: User, what: str) -> None:
    audit.record(
        AccessKind.CHANGED_SETTINGS,
        user=by,
        about=("webhook", webhook.pk),
        name=webhook.name,
        what=what,
        host=urlsplit(webhook.url).hostname or "",
    )
