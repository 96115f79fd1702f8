"""Telling people of alerts: who, and when. Writes outbox rows in the caller's transaction.

A first alert is told at once. What comes within ``SETTLE`` after it to the same recipient
over the same channel waits and goes as one message, and alerts found in one go are one
message from the start: a burst is two messages at the most, and the first is not late.

What a rule's cooldown keeps quiet, and what then grows all the same, is told when the cooldown
is over: once, together with whatever else waited for that.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from accounts.tenancy import current_chain
from alerts.models import Alert, AlertState, DeliveryKind
from alerts.selectors.wishes import wishes
from alerts.services.tell_queue import Queue
from alerts.services.tell_quiet import (
    COOLDOWN,
    NOBODY,
    cools_until,
    is_settled,
    quiet_because,
)
from jobs.services import enqueue

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from alerts.selectors.wishes import Wish

TELL: Final = "tell_alert"
"""Its key is the alert's id, or that and when to look again."""
ESCALATE: Final = "escalate_alert"


def tell_alerts(alert_ids: Collection[int]) -> dict[int, str]:
    """Answers, by alert, "told" or why nobody was."""
    now = timezone.now()
    rows = _open(alert_ids).filter(told_at=None)
    everybody = wishes() if rows else []
    queue = Queue(DeliveryKind.ALERT, now)
    said = {row.pk: _tell(row, everybody, queue, now) for row in rows}
    queue.write()
    return said


def _open(alert_ids: Collection[int]) -> QuerySet[Alert]:
    return (
        Alert.objects.select_for_update(of=("self",))
        .filter(pk__in=alert_ids, state=AlertState.OPEN)
        .select_related("rule", "store")
        .order_by("-severity", "started_at", "pk")
    )


def _tell(alert: Alert, everybody: Sequence[Wish], queue: Queue, now: datetime) -> str:
    if is_settled(alert):
        return alert.quiet_because
    code = quiet_because(alert, now)
    if code == alert.quiet_because == COOLDOWN:
        _wait(alert, now)
    if not code:
        at_once, later = _who(alert, everybody)
        code = "" if at_once or later else NOBODY
    alert.quiet_because = code
    if not code:
        alert.told_at = now
        queue.add(alert, at_once)
        _arm(alert, later, now)
    alert.save(update_fields=["quiet_because", "told_at"])
    return code or "told"


def _wait(alert: Alert, now: datetime) -> None:
    """It was quiet and is asked about again: it has grown. The key names the moment, for the
    job that looks then may find that the rule has told of something else meanwhile."""
    if until := cools_until(alert, now):
        enqueue(
            chain=current_chain().schema_name,
            kind=TELL,
            keys=[f"{alert.pk}:{int(until.timestamp() * 1000)}"],
            run_after=until,
        )


def _who(alert: Alert, everybody: Sequence[Wish]) -> tuple[list[Wish], list[Wish]]:
    """Those to be told at once, and those only when nobody acknowledges."""
    wanting = [wish for wish in everybody if wish.wants(alert)]
    at_once = [wish for wish in wanting if not wish.after_minutes]
    later = [wish for wish in wanting if wish.after_minutes]
    if not at_once:
        at_once = [wish for wish in everybody if wish.is_last_resort(alert)]
        later = [wish for wish in later if wish not in at_once]
    return at_once, later


def _arm(alert: Alert, later: Sequence[Wish], now: datetime) -> None:
    """One job for each wait: it looks again then. A wait is so many real minutes, whatever
    the clocks on the wall do meanwhile."""
    for minutes in sorted({wish.after_minutes for wish in later}):
        enqueue(
            chain=current_chain().schema_name,
            kind=ESCALATE,
            keys=[f"{alert.pk}:{minutes}"],
            run_after=now + timedelta(minutes=minutes),
        )


def escalate_alerts(steps: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Tell those who asked to be told after so many minutes without an answer; ``steps`` are
    (alert, minutes). Acknowledged and withdrawn alerts are left alone."""
    now = timezone.now()
    rows = {row.pk: row for row in _open({alert_id for alert_id, _minutes in steps})}
    everybody = wishes() if rows else []
    queue = Queue(DeliveryKind.ESCALATION, now)
    said = {}
    for alert_id, minutes in sorted(steps):
        alert = rows.get(alert_id)
        if alert is None:
            said[alert_id, minutes] = "answered"
        elif code := quiet_because(alert, now, again=True):
            said[alert_id, minutes] = code
        else:
            waiting = [w for w in everybody if w.after_minutes == minutes and w.wants(alert)]
            queue.add(alert, waiting)
            said[alert_id, minutes] = "told" if waiting else NOBODY
    queue.write()
    return said
