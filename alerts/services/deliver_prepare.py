"""The last look before a message leaves: is it still true, still wanted, still allowed?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.storage import default_storage

from accounts.addresses import address_of
from accounts.models import Membership, User
from accounts.tenancy import current_chain
from alerts.channels.base import Attachment, Message
from alerts.messages.alerts import put_into_words
from alerts.models import ChannelKind, Delivery, DeliveryKind, OptOut, Phone, Webhook
from alerts.selectors.secrets import valid_secrets
from alerts.unsubscribing import unsubscribe_path
from stores.granting import networks_of
from stores.sealing import SealBrokenError

if TYPE_CHECKING:
    from collections.abc import Mapping

ABOUT_ALERTS = (DeliveryKind.ALERT, DeliveryKind.ESCALATION)
CAN_BE_LEFT = (
    *ABOUT_ALERTS,
    DeliveryKind.SUMMARY,
    DeliveryKind.DIGEST,
    DeliveryKind.WEEKLY,
)
"""Kinds that one can take oneself off; a test or a code was asked for by hand."""


def prepare(row: Delivery) -> str:
    """Fill in where it goes and, of alerts, what it says. Answers why it is not sent after
    all, "" when it is."""
    if row.webhook_id is not None or row.channel == ChannelKind.WEBHOOK:
        problem = _webhook(row)
    else:
        problem = _person(row)
    if problem or row.kind not in ABOUT_ALERTS:
        return problem
    return put_into_words(row)


def _person(row: Delivery) -> str:
    chain = current_chain()
    user = User.objects.filter(pk=row.user_id or 0, is_active=True).first()
    if user is None:
        return "deactivated"
    if not Membership.objects.filter(user=user, chain=chain, is_active=True).exists():
        return "no_member"
    if OptOut.objects.filter(user=user, kind=row.kind, channel=row.channel).exists():
        return "opted_out"
    if row.channel == ChannelKind.EMAIL:
        row.address = user.email
        return ""
    return _phone(row, user)


def _phone(row: Delivery, user: User) -> str:
    phone = Phone.objects.filter(user=user).first()
    if phone is None:
        return "no_phone"
    if phone.stopped_at is not None:
        return "stopped"
    if phone.verified_at is None and row.kind != DeliveryKind.VERIFY:
        return "phone_unverified"
    row.address = phone.number
    return ""


def _webhook(row: Delivery) -> str:
    webhook = Webhook.objects.filter(pk=row.webhook_id or 0).first()
    if webhook is None:
        return "webhook_gone"
    if not webhook.is_active and row.kind != DeliveryKind.TEST:
        return "webhook_off"
    row.address = webhook.url
    return ""


def message_of(row: Delivery) -> Message:
    """The message as its channel wants it. Raises ChannelError's cousins only where a secret
    cannot be opened, which is told as an empty list: the receiver will refuse it."""
    chain = current_chain()
    is_webhook = row.channel == ChannelKind.WEBHOOK
    path = unsubscribe_path(row) if row.user_id and row.kind in CAN_BE_LEFT else ""
    return Message(
        key=f"{chain.uuid}:{row.key}",
        address=row.address,
        subject=row.subject,
        text=row.text,
        html=row.html,
        attachments=tuple(_attachment(each) for each in row.attachments),
        payload=row.payload,
        unsubscribe_url=address_of(chain, path) if path else "",
        status_url=_status_url(row) if row.channel == ChannelKind.SMS else "",
        secrets=_secrets(row) if is_webhook else (),
        networks=networks_of(chain) if is_webhook else (),
    )


def _secrets(row: Delivery) -> tuple[str, ...]:
    webhook = Webhook.objects.filter(pk=row.webhook_id or 0).first()
    try:
        return valid_secrets(webhook) if webhook else ()
    except SealBrokenError:
        return ()


def _status_url(row: Delivery) -> str:
    return address_of(current_chain(), f"/twilio/status/{row.pk}/")


def _attachment(kept: Mapping[str, str]) -> Attachment:
    with default_storage.open(kept["key"]) as stream:
        content = stream.read()
    return Attachment(kept["name"], kept["type"], content, kept.get("cid", ""))
