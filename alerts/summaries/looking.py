"""What a person should look at: the riskiest of the day, what is left over, and alerts."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Min

from alerts.models import Alert, AlertState, ItemRisk
from alerts.selectors.alerts import LOUD
from transactions.models import Review, ReviewStatus, Transaction
from transactions.selectors import reasons
from transactions.selectors.people import person_name

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from stores.models import Store

MOST: Final = 7
MOST_ALERTS: Final = 5
AROUND: Final = timedelta(days=2)
"""A business date may begin long before its calendar day and end long after it."""
_COLUMNS: Final = (
    *("id", "amount", "flag_details", "occurred_at", "review__primary_flag", "review__risk"),
    *("register__code", "register__label", "cashier__code", "cashier__name"),
)


def looked(store: Store, day: date) -> dict[str, Any]:
    """``worth``: the riskiest that nobody has decided on yet, of that business date."""
    new = _new(store).filter(transaction__business_date=day, occurred_at__range=_around(store, day))
    best = list(new.order_by("-risk", "-occurred_at").values_list("pk", flat=True)[:MOST])
    return {
        "worth": _listed(best),
        "worth_count": new.count(),
        "left": _left(store, day),
        "alerts": _alerts(store, day),
    }


def _new(store: Store) -> QuerySet[Review]:
    return Review.objects.filter(store=store, status=ReviewStatus.NEW)


def _listed(ids: list[int]) -> list[dict[str, Any]]:
    """With what their risk adds up from, but for how a cashier compares with others: not
    everybody who reads summaries may see that."""
    risks = ItemRisk.objects.in_bulk(ids)
    return [
        _worth(row)
        | {
            "parts": [
                {"code": part["code"], "points": part["points"], "params": part["params"]}
                for part in (risks[row["id"]].parts if row["id"] in risks else [])
                if part["code"] != "standing"
            ]
        }
        for row in _rows(ids)
    ]


def _rows(ids: list[int]) -> list[dict[str, Any]]:
    chosen = Transaction.objects.filter(pk__in=ids).values(*_COLUMNS, person=person_name())
    by_id = {row["id"]: row for row in chosen}
    return [by_id[each] for each in ids if each in by_id]


def _worth(row: dict[str, Any]) -> dict[str, Any]:
    flag = row["review__primary_flag"]
    details = reasons.ordered(row["flag_details"], flag)
    why = details[0] if details else {}
    return {
        "id": row["id"],
        "flag": flag,
        "risk": row["review__risk"],
        "code": why.get("code", ""),
        "params": why.get("params") or {},
        "amount": None if row["amount"] is None else str(row["amount"]),
        "at": row["occurred_at"].isoformat(),
        "register": {"code": row["register__code"] or "", "label": row["register__label"] or ""},
        "cashier": {
            "code": row["cashier__code"] or "",
            "name": row["person"] or row["cashier__name"] or "",
        },
    }


def _left(store: Store, day: date) -> dict[str, Any]:
    """Of earlier business dates; a row of a later one was not yet anybody's to decide on."""
    found = _new(store).filter(
        transaction__business_date__lt=day, occurred_at__lt=_around(store, day)[1]
    )
    told = found.aggregate(count=Count("pk"), oldest=Min("occurred_at"))
    return {"count": told["count"], "oldest": told["oldest"] and told["oldest"].isoformat()}


def _alerts(store: Store, day: date) -> dict[str, Any]:
    """Those that were raised for people to see; the gravest first."""
    began, ended = day_of(store, day)
    rows = Alert.objects.filter(
        LOUD, store=store, started_at__gte=began, started_at__lt=ended
    ).exclude(state=AlertState.WITHDRAWN)
    listed = rows.select_related("rule").order_by("-severity", "-started_at", "-pk")
    return {
        "count": rows.count(),
        "unseen": rows.filter(state=AlertState.OPEN).count(),
        "rows": [_alert(alert) for alert in listed[:MOST_ALERTS]],
    }


def _alert(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.pk,
        "rule": alert.rule.name,
        "severity": alert.severity,
        "count": alert.count,
        "at": alert.started_at.isoformat(),
        "is_seen": alert.state == AlertState.SEEN,
    }


def day_of(store: Store, day: date) -> tuple[datetime, datetime]:
    """The calendar day by the store's clock."""
    began = datetime.combine(day, time(), store.zone)
    return began, datetime.combine(day + timedelta(days=1), time(), store.zone)


def _around(store: Store, day: date) -> tuple[datetime, datetime]:
    began, ended = day_of(store, day)
    return began - AROUND, ended + AROUND
