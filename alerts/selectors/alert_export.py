"""Alerts, and what would have been alerts, one JSON-ready object each, in flat memory."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, OuterRef

from alerts.models import Alert, AlertState, AlertTransaction, Severity
from stores.models import Cashier, Register, Store
from transactions.models import Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from alerts.compiling import Episode

CHUNK: Final = 500


def alerts(since: date | None) -> Iterator[dict[str, Any]]:
    """Every alert that stands (withdrawn ones do not), in the order of its time. ``since`` is
    a business date that one of its transactions is not before."""
    rows = Alert.objects.exclude(state=AlertState.WITHDRAWN)
    if since is not None:
        late = AlertTransaction.objects.filter(
            alert=OuterRef("pk"), transaction__business_date__gte=since
        )
        rows = rows.filter(Exists(late))
    rows = rows.select_related("rule", "store", "register", "cashier")
    found = rows.order_by("started_at", "pk").iterator(chunk_size=CHUNK)
    while some := list(islice(found, CHUNK)):
        numbers = _numbers_of({alert.pk for alert in some})
        yield from (_alert(alert, numbers.get(alert.pk, [])) for alert in some)


def _numbers_of(alert_ids: Iterable[int]) -> dict[int, list[str]]:
    links = AlertTransaction.objects.filter(alert__in=alert_ids).order_by(
        "alert_id", "transaction__occurred_at", "transaction__event_key"
    )
    numbers: dict[int, list[str]] = {}
    for alert_id, number in links.values_list("alert_id", "transaction__transaction_no"):
        numbers.setdefault(alert_id, []).append(number)
    return numbers


def _alert(alert: Alert, numbers: list[str]) -> dict[str, Any]:
    return {
        "rule": alert.rule.name,
        "rule_text": alert.rule.text,
        "rule_version": alert.rule_version,
        "rule_state": alert.rule.state,
        "severity": Severity(alert.severity).name.lower(),
        "state": alert.state,
        "quiet_because": alert.quiet_because or None,
        "key": alert.key_kind,
        "store": alert.store.code,
        "register": alert.register.code if alert.register else None,
        "cashier": alert.cashier.code if alert.cashier else None,
        "started_at": alert.started_at.isoformat(),
        "ended_at": alert.ended_at.isoformat(),
        "count": alert.count,
        "amount": _money(alert.amount),
        "transaction_nos": numbers,
        "told_at": alert.told_at.isoformat() if alert.told_at else None,
    }


def episodes(found: Iterable[Episode]) -> Iterator[dict[str, Any]]:
    """What a rule would have raised, in the same words."""
    names = _Names()
    rest = iter(found)
    while some := list(islice(rest, CHUNK)):
        ids = [pk for episode in some for pk in episode.transaction_ids]
        numbers = dict(Transaction.objects.filter(pk__in=ids).values_list("pk", "transaction_no"))
        yield from (names.said(episode, numbers) for episode in some)


class _Names:
    def __init__(self) -> None:
        self._stores = dict(Store.objects.values_list("pk", "code"))
        self._registers = dict(Register.objects.values_list("pk", "code"))
        self._cashiers = dict(Cashier.objects.values_list("pk", "code"))

    def said(self, episode: Episode, numbers: Mapping[int, str]) -> dict[str, Any]:
        return {
            "key": episode.key_kind,
            "store": self._stores[episode.store_id],
            "register": self._registers.get(episode.register_id or 0),
            "cashier": self._cashiers.get(episode.cashier_id or 0),
            "started_at": episode.started_at.isoformat(),
            "ended_at": episode.ended_at.isoformat(),
            "count": len(episode.transaction_ids),
            "amount": _money(episode.amount),
            "transaction_nos": [numbers[pk] for pk in episode.transaction_ids],
        }


def _money(amount: object) -> str | None:
    return None if amount is None else str(amount)
