"""Puts alerts into messages: into the one that still waits for its recipient, or a new one."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from alerts.models import Delivery, DeliveryAlert, DeliveryState
from alerts.services.deliver import ask

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from alerts.models import Alert, DeliveryKind
    from alerts.selectors.wishes import Wish

SETTLE: Final = timedelta(seconds=60)


class Queue:
    """Collects who is to get what, and writes it all at the end."""

    def __init__(self, kind: DeliveryKind, now: datetime) -> None:
        self.kind, self.now = kind, now
        self._wanted: dict[tuple[Wish, datetime], list[Alert]] = defaultdict(list)

    def add(self, alert: Alert, wished: Iterable[Wish]) -> None:
        for wish in wished:
            self._wanted[wish, wish.due(alert, self.now)].append(alert)

    def write(self) -> None:
        """Recipients in one order, so that two at once wait for each other and not both."""
        for (wish, due), alerts in sorted(
            self._wanted.items(), key=lambda each: (each[0][0].recipient, each[0][0].channel)
        ):
            self._write(wish, due, alerts)

    def _write(self, wish: Wish, due: datetime, alerts: list[Alert]) -> None:
        told = f"{self.kind} {wish.channel} {wish.recipient}"
        known = set(
            DeliveryAlert.objects.filter(told=told, alert__in=alerts).values_list(
                "alert_id", flat=True
            )
        )
        fresh = [alert for alert in alerts if alert.pk not in known]
        if not fresh:
            return
        row = self._waiting(wish, due) or self._new(wish, due, fresh[0])
        DeliveryAlert.objects.bulk_create(
            [DeliveryAlert(delivery=row, alert=alert, told=told) for alert in fresh],
            ignore_conflicts=True,
        )

    def _of(self, wish: Wish) -> QuerySet[Delivery]:
        return Delivery.objects.filter(
            recipient=wish.recipient, channel=wish.channel, kind=self.kind
        )

    def _waiting(self, wish: Wish, due: datetime) -> Delivery | None:
        """One that was never tried and leaves about when this is due."""
        earliest = due if due > self.now else self.now - timedelta(days=1)
        found: Delivery | None = (
            self._of(wish)
            .filter(state=DeliveryState.QUEUED, tries=0)
            .filter(send_after__gte=earliest, send_after__lte=due + SETTLE)
            .select_for_update()
            .order_by("send_after", "pk")
            .first()
        )
        return found

    def _new(self, wish: Wish, due: datetime, first: Alert) -> Delivery:
        before = self._of(wish).filter(send_after__lte=due).exclude(state=DeliveryState.SUPPRESSED)
        last = before.order_by("-send_after").first()
        if last is not None and due - last.send_after < SETTLE:
            due = last.send_after + SETTLE
        row = Delivery.objects.create(
            key=f"{self.kind}:{wish.channel}:{wish.recipient}:{first.pk}",
            kind=self.kind,
            channel=wish.channel,
            recipient=wish.recipient,
            user_id=wish.user_id,
            webhook_id=wish.webhook_id,
            send_after=due,
        )
        ask(row)
        return row
