"""One alert: its transactions with their clips, and everybody who was told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from alerts import wording
from alerts.channels.reasons import nobody_told, reason
from alerts.models import ChannelKind, Delivery, DeliveryKind, DeliveryState, Outcome
from alerts.rules import explain, parse
from alerts.selectors.alerts import NAMES, AlertRow, alert_rows, visible_alerts
from clips.models import ClipState
from clips.selectors import clip_states
from transactions.models import EVENT_TYPES, Transaction
from transactions.selectors.reasons import label
from transactions.selectors.wording import clock, full_time, money, short_time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from alerts.models import Alert, DeliveryAlert, DeliveryAttempt
    from stores.access import Member


@dataclass(frozen=True, slots=True)
class TransactionRow:
    href: str
    time: str
    what: str
    amount: str
    register: str
    cashier: str
    clip: str


@dataclass(frozen=True, slots=True)
class AttemptRow:
    time: str
    word: str
    why: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    id: int
    who: str
    channel: str
    kind: str
    state: str
    word: str
    why: str
    time: str
    when: str
    address: str
    attempts: list[AttemptRow]


@dataclass(frozen=True, slots=True)
class AlertPage:
    row: AlertRow
    alert: Alert
    rule: str
    meaning: str
    nobody: str
    transactions: list[TransactionRow]
    deliveries: list[DeliveryRow]
    merged: str


def alert_page(member: Member, alert_id: int) -> AlertPage | None:
    """None for one that is not there or not theirs to see."""
    alert = visible_alerts(member).select_related(*NAMES).filter(pk=alert_id).first()
    if alert is None:
        return None
    merged, text = alert.merged_into_id, _text_of(alert)
    return AlertPage(
        row=alert_rows([alert])[0],
        alert=alert,
        rule=text,
        meaning=_meaning(text),
        nobody=nobody_told(alert.quiet_because) if alert.quiet_because else "",
        transactions=_transactions(alert),
        deliveries=_deliveries(alert),
        merged=reverse("alerts:alert", args=[merged]) if merged else "",
    )


def _text_of(alert: Alert) -> str:
    """The rule as it was when it found this: it may have been changed since."""
    if alert.rule.version == alert.rule_version:
        return alert.rule.text
    before = alert.rule.events.filter(version=alert.rule_version)  # type: ignore[attr-defined]
    text = before.order_by("-pgh_id").values_list("text", flat=True).first()
    return str(text or "")


def _meaning(text: str) -> str:
    rule = parse(text).rule
    return wording.say(explain(rule)) if rule is not None else ""


def _transactions(alert: Alert) -> list[TransactionRow]:
    rows = list(
        Transaction.objects.filter(alert_links__alert=alert)
        .select_related("register", "cashier")
        .order_by("occurred_at", "pk")
    )
    clips = clip_states([row.pk for row in rows])
    return [_transaction(row, clips.get(row.pk, ""), alert.store.zone) for row in rows]


def _transaction(row: Transaction, clip: str, zone: ZoneInfo) -> TransactionRow:
    return TransactionRow(
        href=reverse("review:transaction", args=[row.pk]),
        time=clock(row.occurred_at, zone) if row.occurred_at else "",
        what=label(row.flags[0]) if row.flags else str(EVENT_TYPES[row.event_type]),
        amount=money(row.amount),
        register=row.register.said if row.register else "",
        cashier=row.cashier.said if row.cashier else "",
        clip=str(ClipState(clip).label) if clip else "",
    )


def _deliveries(alert: Alert) -> list[DeliveryRow]:
    links = list(
        alert.delivery_links.select_related("delivery__webhook")
        .prefetch_related("delivery__attempts")
        .order_by("pk")
    )
    return delivery_rows([link.delivery for link in links], alert.store.zone, links)


def delivery_rows(
    rows: Sequence[Delivery], zone: ZoneInfo, links: Sequence[DeliveryAlert] = ()
) -> list[DeliveryRow]:
    """``links`` say of one alert why it was left out of a message."""
    dropped = {link.delivery_id: link.dropped for link in links}
    people = {
        user.pk: str(user)
        for user in User.objects.filter(pk__in={row.user_id for row in rows if row.user_id})
    }
    return [_delivery(row, zone, people, dropped.get(row.pk, "")) for row in rows]


def _delivery(row: Delivery, zone: ZoneInfo, people: dict[int, str], dropped: str) -> DeliveryRow:
    at = row.ended_at or row.send_after
    who = people.get(row.user_id or 0) or (row.webhook.name if row.webhook else row.recipient)
    state = DeliveryState.SUPPRESSED if dropped else DeliveryState(row.state)
    return DeliveryRow(
        id=row.pk,
        who=who,
        channel=str(ChannelKind(row.channel).label),
        kind=str(DeliveryKind(row.kind).label),
        state=state,
        word=str(state.label),
        why=reason(dropped, {}) if dropped else reason(row.reason, row.reason_params),
        time=short_time(at, zone, _today(zone)),
        when=full_time(at, zone),
        address=shown_address(row),
        attempts=[_attempt(each, zone) for each in row.attempts.all()],
    )


def shown_address(row: Delivery) -> str:
    """A number's last four digits are enough to know it by."""
    if row.channel == ChannelKind.SMS and row.address:
        return f"… {row.address[-4:]}"
    return row.address


def _attempt(row: DeliveryAttempt, zone: ZoneInfo) -> AttemptRow:
    return AttemptRow(
        time=clock(row.at, zone),
        word=str(Outcome(row.outcome).label),
        why=reason(row.code, row.params),
    )


def _today(zone: ZoneInfo) -> date:
    return timezone.now().astimezone(zone).date()
