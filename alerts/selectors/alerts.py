"""Alerts for who may see them: the list, the count in the header, the live panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from alerts.alert_filters import ALL
from alerts.channels.reasons import nobody_told
from alerts.models import Alert, AlertState, AlertTransaction, DeliveryAlert
from alerts.selectors.saying import Said, say
from transactions.selectors.paging import Place, place_to_word
from transactions.selectors.wording import short_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alerts.alert_filters import AlertFilters
    from stores.access import Member

PAGE = 50
MOST_COUNTED = 99
IN_PANEL = 3
LOUD = Q(quiet_because__in=("", "nobody"))
"""What belongs on the page. Nobody being set up for a message does not make it quiet here."""
NAMES = ("rule", "store", "register", "cashier", "seen_by")


@dataclass(frozen=True, slots=True)
class AlertRow:
    id: int
    said: Said
    state: str
    state_word: str
    time: str
    href: str
    first: str
    told: str
    seen: str


@dataclass(frozen=True, slots=True)
class AlertsPage:
    rows: list[AlertRow]
    next: str


@dataclass(frozen=True, slots=True)
class Panel:
    """``newest`` is the greatest id in it: what the reader put aside stays aside."""

    count: str
    rows: list[AlertRow]
    newest: int

    @property
    def version(self) -> tuple[object, ...]:
        return (self.count, self.newest, [row.id for row in self.rows])


def visible_alerts(member: Member) -> QuerySet[Alert]:
    return member.only(Alert.objects.all())


def alerts_page(member: Member, filters: AlertFilters, after: Place | None) -> AlertsPage:
    found = list(_ordered(_filtered(member, filters), filters, after)[: PAGE + 1])
    shown = found[:PAGE]
    return AlertsPage(
        rows=alert_rows(shown),
        next=place_to_word(_place(shown[-1], filters)) if len(found) > PAGE else "",
    )


def _filtered(member: Member, filters: AlertFilters) -> QuerySet[Alert]:
    rows = visible_alerts(member).filter(severity__gte=filters.severity)
    if filters.store:
        rows = rows.filter(store=filters.store)
    if filters.rule:
        rows = rows.filter(rule=filters.rule)
    if filters.state != ALL:
        rows = rows.filter(state=filters.state)
    return rows if filters.quiet else rows.filter(LOUD)


def _ordered(rows: QuerySet[Alert], filters: AlertFilters, after: Place | None) -> QuerySet[Alert]:
    """Open ones by severity and time, the others by time alone."""
    later = Q()
    if after is not None:
        at, pk = after.occurred_at, after.transaction_id
        later = Q(started_at__lt=at) | Q(started_at=at, pk__lt=pk)
    rows = rows.select_related(*NAMES)
    if filters.state != AlertState.OPEN:
        return rows.filter(later).order_by("-started_at", "-pk")
    if after is not None:
        later = Q(severity__lt=after.risk) | (Q(severity=after.risk) & later)
    return rows.filter(later).order_by("-severity", "-started_at", "-pk")


def _place(row: Alert, filters: AlertFilters) -> Place:
    by_severity = filters.state == AlertState.OPEN
    return Place(row.severity if by_severity else 0, row.started_at, row.pk)


def alert_rows(alerts: Sequence[Alert]) -> list[AlertRow]:
    """In two queries, however many there are."""
    ids = [alert.pk for alert in alerts]
    told = _told(ids)
    firsts = _first_transactions(ids)
    return [_row(alert, told, firsts) for alert in alerts]


def _told(ids: Sequence[int]) -> Mapping[int, int]:
    links = DeliveryAlert.objects.filter(alert__in=ids, dropped="").exclude(
        delivery__state__in=("suppressed", "failed", "gave_up")
    )
    counted = links.values_list("alert_id").annotate(n=Count("delivery__recipient", distinct=True))
    return dict(counted.order_by())


def _first_transactions(ids: Sequence[int]) -> Mapping[int, int]:
    links = AlertTransaction.objects.filter(alert__in=ids)
    ordered = links.order_by("alert_id", "transaction__occurred_at", "transaction_id")
    return dict(ordered.distinct("alert_id").values_list("alert_id", "transaction_id"))


def _row(alert: Alert, told: Mapping[int, int], firsts: Mapping[int, int]) -> AlertRow:
    zone, first = alert.store.zone, firsts.get(alert.pk)
    return AlertRow(
        id=alert.pk,
        said=say(alert),
        state=alert.state,
        state_word=str(AlertState(alert.state).label),
        time=short_time(alert.started_at, zone, timezone.now().astimezone(zone).date()),
        href=reverse("alerts:alert", args=[alert.pk]),
        first=reverse("review:transaction", args=[first]) if first else "",
        told=_told_words(alert, told.get(alert.pk, 0)),
        seen=_seen_words(alert),
    )


def _told_words(alert: Alert, count: int) -> str:
    if alert.quiet_because:
        return nobody_told(alert.quiet_because)
    if count:
        return ngettext("Told %(n)s", "Told %(n)s", count) % {"n": count}
    return gettext("Nobody told yet")


def _seen_words(alert: Alert) -> str:
    if alert.state != AlertState.SEEN or alert.seen_at is None:
        return ""
    today = timezone.now().astimezone(alert.store.zone).date()
    words = {"who": alert.seen_by, "when": short_time(alert.seen_at, alert.store.zone, today)}
    return gettext("Acknowledged by %(who)s, %(when)s") % words


def panel_of(member: Member) -> Panel:
    """What is open and loud, counted to 99, and the newest few of it."""
    open_ = visible_alerts(member).filter(LOUD, state=AlertState.OPEN)
    ids = list(open_.order_by("-raised_at", "-pk").values_list("pk", flat=True)[: MOST_COUNTED + 1])
    if not ids:
        return Panel("0", [], 0)
    newest = open_.filter(pk__in=ids[:IN_PANEL]).select_related(*NAMES)
    return Panel(
        count=f"{MOST_COUNTED}+" if len(ids) > MOST_COUNTED else str(len(ids)),
        rows=alert_rows(list(newest.order_by("-raised_at", "-pk"))),
        newest=max(ids),
    )
