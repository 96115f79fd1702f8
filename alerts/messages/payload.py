"""The body of a webhook about alerts: docs/alerts.md describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from accounts.addresses import address_of
from accounts.tenancy import current_chain
from alerts.models import AlertTransaction, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alerts.models import Alert


def payload_of(kind: str, alerts: Sequence[Alert]) -> dict[str, Any]:
    links: dict[int, list[dict[str, Any]]] = {alert.pk: [] for alert in alerts}
    rows = AlertTransaction.objects.filter(alert__in=alerts).order_by("transaction__occurred_at")
    for alert_id, pk, number in rows.values_list(
        "alert_id", "transaction_id", "transaction__transaction_no"
    ):
        url = address_of(current_chain(), reverse("review:transaction", args=[pk]))
        links[alert_id].append({"id": pk, "transaction_no": number, "url": url})
    return {
        "type": "alerts",
        "kind": kind,
        "chain": str(current_chain().uuid),
        "alerts": [{**_alert(alert), "transactions": links[alert.pk]} for alert in alerts],
    }


def _alert(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.pk,
        "rule": {"id": alert.rule_id, "name": alert.rule.name, "version": alert.rule_version},
        "severity": Severity(alert.severity).name.lower(),
        "store": alert.store.code,
        "register": alert.register.code if alert.register else None,
        "cashier": alert.cashier.code if alert.cashier else None,
        "started_at": _utc(alert.started_at),
        "ended_at": _utc(alert.ended_at),
        "count": alert.count,
        "amount": None if alert.amount is None else str(alert.amount),
        "url": address_of(current_chain(), reverse("alerts:alert", args=[alert.pk])),
    }


def _utc(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
