"""The fields of an alert, from its episode: what it holds, and why nobody is told of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from alerts.models import Alert, AlertState, Rule, RuleState

if TYPE_CHECKING:
    from alerts.compiling import Episode

TOO_OLD: Final = timedelta(hours=24)
HISTORY, OLD, SILENT = "history", "too_old", "silent"
MUCH: Final = 2
"""A seen alert is open again when it holds so many times the transactions, or the money,
that it held when it was seen."""
_FIELDS: Final = (
    "rule_version", "store_id", "key_kind", "register_id", "cashier_id", "started_at", "ended_at",
    "count", "amount",
)  # fmt: skip


def put(alert: Alert, rule: Rule, episode: Episode) -> None:
    alert.rule_version = rule.version
    alert.store_id, alert.key_kind = episode.store_id, episode.key_kind
    alert.register_id, alert.cashier_id = episode.register_id, episode.cashier_id
    alert.started_at, alert.ended_at = episode.started_at, episode.ended_at
    alert.count, alert.amount = len(episode.transaction_ids), episode.amount
    kept = {name: alert.facts[name] for name in _SEEN if name in alert.facts}
    alert.facts = {**facts_of(episode), **kept}


def raised(rule: Rule, episode: Episode, now: datetime) -> Alert:
    """A new one, not yet written."""
    alert = Alert(rule=rule, severity=rule.severity, raised_at=now, changed_at=now)
    put(alert, rule, episode)
    alert.quiet_because = quiet_because(rule, episode, now)
    return alert


_SEEN: Final = ("seen_count", "seen_amount")


def facts_of(episode: Episode) -> dict[str, Any]:
    """The numbers of the sentence."""
    return {
        "count": len(episode.transaction_ids),
        "seconds": int((episode.ended_at - episode.started_at).total_seconds()),
        "total": _text(episode.amount),
        "most": _text(episode.most),
        "day": episode.day.isoformat(),
    }


def _text(number: Decimal | int | None) -> str | None:
    return None if number is None else str(number)


def shape_of(alert: Alert) -> tuple[Any, ...]:
    return (*(getattr(alert, name) for name in _FIELDS), alert.facts, alert.quiet_because)


def grow_seen(alert: Alert, count: int, amount: Decimal | None) -> None:
    """``count`` and ``amount`` are those before it grew."""
    seen_count = alert.facts.setdefault("seen_count", count)
    seen_amount = Decimal(alert.facts.setdefault("seen_amount", str(amount or 0)))
    is_much = alert.count >= MUCH * seen_count or (
        seen_amount > 0 and (alert.amount or 0) >= MUCH * seen_amount
    )
    if is_much:
        alert.state = AlertState.OPEN
        del alert.facts["seen_count"], alert.facts["seen_amount"]


def quiet_because(rule: Rule, episode: Episode, now: datetime) -> str:
    """Why nobody is told of it, as far as it is known here; empty where people are."""
    if episode.is_history:
        return HISTORY
    if episode.ended_at < now - TOO_OLD:
        return OLD
    return SILENT if rule.state != RuleState.ON else ""
