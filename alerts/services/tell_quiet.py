"""Why nobody is told of an alert."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Max

from alerts.hours import Hours
from alerts.models import Alert, RuleState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

TOO_OLD: Final = timedelta(hours=24)
NOBODY: Final = "nobody"
COOLDOWN: Final = "cooldown"
SETTLED: Final = frozenset({"history", "silent", "too_old"})
"""Said by the evaluation, or for good: nothing that comes later makes them loud."""


def is_settled(alert: Alert) -> bool:
    return alert.quiet_because in SETTLED


def quiet_because(alert: Alert, now: datetime, *, again: bool = False) -> str:
    """A code of ``alerts/quiet_words.py``; "" when people are to be told. ``again``: somebody
    was told before, so that the rule's hours and pauses were looked at then."""
    rule = alert.rule
    if alert.ended_at < now - TOO_OLD:
        return "too_old"
    if rule.state != RuleState.ON:
        return "silent"
    if rule.snoozed_until is not None and rule.snoozed_until > now:
        return "snoozed"
    if again:
        return ""
    if not hours_of(rule.schedule).hold(alert.ended_at, alert.store.zone):
        return "schedule"
    until = cools_until(alert, now)
    return COOLDOWN if until is not None and until > now else ""


def hours_of(schedule: Mapping[str, Any]) -> Hours:
    """Of a rule; what cannot be read is no limit."""
    return Hours(
        tuple(schedule.get("days") or ()),
        _time(schedule.get("from")),
        _time(schedule.get("until")),
    )


def _time(text: Any) -> time | None:
    try:
        return time.fromisoformat(text) if text else None
    except (TypeError, ValueError):
        return None


def cools_until(alert: Alert, now: datetime) -> datetime | None:
    """When the rule may tell of the same register or cashier again; None where it never did,
    or is never quiet. What waited for that together is told together."""
    if not alert.rule.cooldown_minutes:
        return None
    others = Alert.objects.filter(
        rule=alert.rule_id,
        store=alert.store_id,
        register=alert.register_id,
        cashier=alert.cashier_id,
    ).exclude(pk=alert.pk)
    if alert.quiet_because == COOLDOWN:
        others = others.filter(told_at__lt=now)
    last: datetime | None = others.aggregate(last=Max("told_at"))["last"]
    return None if last is None else last + timedelta(minutes=alert.rule.cooldown_minutes)
