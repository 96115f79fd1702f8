"""What a message about alerts says. Put into words when it is due and kept, so that a second
try says the same as the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.addresses import address_of
from accounts.models import Membership
from accounts.tenancy import current_chain
from alerts.channels.one_line import one_line
from alerts.channels.sms.segments import one_segment
from alerts.messages.payload import payload_of
from alerts.models import AlertState, ChannelKind, DeliveryKind
from alerts.selectors.saying import say, summed_up
from alerts.services.tell_quiet import TOO_OLD
from stores.models import StoreAccess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.models import Alert, Delivery, DeliveryAlert

LISTED: Final = 12


def put_into_words(row: Delivery) -> str:
    """Answers why nothing is left to say, "" when there is something. What was put into words
    before stays as it was."""
    if row.tries:
        return ""
    links = list(
        row.links.select_related(
            "alert__rule", "alert__store", "alert__register", "alert__cashier"
        ).order_by("-alert__severity", "alert__started_at", "pk")
    )
    kept = _kept(row, links)
    if not kept:
        return links[0].dropped if links else "nothing_left"
    if row.channel == ChannelKind.WEBHOOK:
        row.payload = payload_of(row.kind, kept)
        row.subject = summed_up([say(alert) for alert in kept])[:250]
    elif row.channel == ChannelKind.SMS:
        row.text = _text_message(row, kept)
    else:
        _mail(row, kept)
    return ""


def _kept(row: Delivery, links: Sequence[DeliveryAlert]) -> list[Alert]:
    """The alerts that still stand and that the recipient may (still) see."""
    may_see = _stores_of(row)
    kept = []
    for link in links:
        link.dropped = _dropped(link.alert, may_see)
        if link.dropped:
            link.save(update_fields=["dropped"])
        else:
            kept.append(link.alert)
    return kept


def _dropped(alert: Alert, may_see: set[int] | None) -> str:
    now = timezone.now()
    if alert.state == AlertState.WITHDRAWN:
        return "withdrawn"
    if alert.state == AlertState.SEEN:
        return "answered"
    if alert.ended_at < now - TOO_OLD:
        return "too_old"
    if alert.rule.snoozed_until is not None and alert.rule.snoozed_until > now:
        return "snoozed"
    if may_see is not None and alert.store_id not in may_see:
        return "no_access"
    return ""


def _stores_of(row: Delivery) -> set[int] | None:
    if row.user_id is None:
        return None
    limited = Membership.objects.filter(
        user=row.user_id, chain=current_chain(), limited_to_stores=True
    )
    if not limited.exists():
        return None
    return set(StoreAccess.objects.filter(user=row.user_id).values_list("store_id", flat=True))


def _mail(row: Delivery, alerts: Sequence[Alert]) -> None:
    said = [say(alert) for alert in alerts]
    listed = [
        (each, address_of(current_chain(), reverse("alerts:alert", args=[alert.pk])))
        for alert, each in zip(alerts[:LISTED], said, strict=False)
    ]
    context = {
        "listed": listed,
        "more": len(alerts) - len(listed),
        "is_escalation": row.kind == DeliveryKind.ESCALATION,
        "chain": current_chain(),
        "all_url": address_of(current_chain(), reverse("alerts:alerts")),
        "settings_url": address_of(current_chain(), reverse("alerts:tell_me")),
    }
    subject = summed_up(said)
    if row.kind == DeliveryKind.ESCALATION:
        subject = gettext("Nobody acknowledged: %(what)s") % {"what": subject}
    row.subject = one_line(subject)[:250]
    row.html = render_to_string("alerts/messages/alerts.html", context)
    row.text = render_to_string("alerts/messages/alerts.txt", context)


def _text_message(row: Delivery, alerts: Sequence[Alert]) -> str:
    """One segment, never a cashier's name or number: others read over shoulders."""
    first = say(alerts[0])
    if len(alerts) == 1:
        link = reverse("alerts:alert", args=[alerts[0].pk])
        parts = (first.sentence, first.place, first.register, first.span)
        text = ", ".join(part for part in parts if part)
    else:
        link = reverse("alerts:alerts")
        text = summed_up([say(alert) for alert in alerts])
    if row.kind == DeliveryKind.ESCALATION:
        text = gettext("Nobody acknowledged: %(what)s") % {"what": text}
    return one_segment(one_line(text), address_of(current_chain(), link))
