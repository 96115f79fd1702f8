"""Episodes into alerts: extended, taken in, withdrawn, taken up again; never written twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from alerts.models import Alert, AlertState, AlertTransaction, Rule
from alerts.services.episodes_fields import (
    HISTORY,
    OLD,
    SILENT,
    grow_seen,
    put,
    quiet_because,
    shape_of,
)
from alerts.services.episodes_matching import Plan, Standing, matched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from alerts.compiling import Episode

_UPDATED: Final = (
    "rule_version", "store", "key_kind", "register", "cashier", "started_at", "ended_at", "count",
    "amount", "facts", "state", "quiet_because", "merged_into", "changed_at", "told_at",
)  # fmt: skip


@dataclass(slots=True)
class Written:
    """What was done, and which transactions it was about."""

    to_tell: set[int] = field(default_factory=set)
    transactions: set[int] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)


def write_episodes(rule: Rule, episodes: Sequence[Episode], may_go: Collection[int]) -> Written:
    """``may_go`` are the alerts that are withdrawn where no episode is theirs."""
    written = Written(transactions={pk for e in episodes for pk in e.transaction_ids})
    if episodes or may_go:
        _Writing(rule, episodes, may_go, written).write()
    return written


class _Writing:
    def __init__(
        self, rule: Rule, episodes: Sequence[Episode], may_go: Collection[int], written: Written
    ) -> None:
        self._rule, self._episodes, self._written = rule, episodes, written
        self._now = timezone.now()
        links = _links(rule, written.transactions, may_go)
        self._alerts = {a.pk: a for a in Alert.objects.filter(pk__in=links)}
        self._held = {pk: links[pk] for pk in self._alerts}
        standings = [
            Standing(pk, alert.state == AlertState.WITHDRAWN, frozenset(links[pk]))
            for pk, alert in self._alerts.items()
        ]
        self._plan: Plan = matched(episodes, standings, may_go)
        written.transactions |= {t for pk in may_go for t in links.get(pk, ())}
        self._changed: dict[int, Alert] = {}

    def write(self) -> None:
        plan = self._plan
        for pk in plan.withdrawn:
            self._withdraw(pk)
        for pk, into in plan.merged.items():
            self._withdraw(pk, into)
        for place, pk in plan.kept.items():
            self._keep(self._alerts[pk], self._episodes[place], reopen=pk in plan.reopened)
        Alert.objects.bulk_update(self._changed.values(), _UPDATED, batch_size=500)
        self._add([self._episodes[place] for place in plan.new])
        self._written.counts = {
            "new": len(plan.new),
            "changed": len(self._changed) - len(plan.withdrawn) - len(plan.merged),
            "withdrawn": len(plan.withdrawn) + len(plan.merged),
        }

    def _withdraw(self, pk: int, into: int | None = None) -> None:
        """Its transactions stay with it: it may be taken up again."""
        alert = self._alerts[pk]
        alert.state, alert.merged_into_id, alert.changed_at = AlertState.WITHDRAWN, into, self._now
        self._changed[pk] = alert
        if into is not None and alert.told_at is not None:
            taker = self._alerts[into]
            taker.told_at = min(filter(None, (taker.told_at, alert.told_at)))
            self._changed[into] = taker

    def _keep(self, alert: Alert, episode: Episode, *, reopen: bool) -> None:
        before, after = self._held[alert.pk], set(episode.transaction_ids)
        has_grown = reopen or not after <= before
        was = shape_of(alert)
        count, amount = alert.count, alert.amount
        put(alert, self._rule, episode)
        if reopen:
            alert.state = AlertState.SEEN if alert.seen_at else AlertState.OPEN
            alert.merged_into = None
        elif has_grown and alert.state == AlertState.SEEN:
            grow_seen(alert, count, amount)
        self._requiet(alert, episode, has_grown=has_grown)
        if reopen or shape_of(alert) != was or before != after:
            alert.changed_at = self._now
            self._changed[alert.pk] = alert
        self._relink(alert.pk, before, after)
        if has_grown and alert.state == AlertState.OPEN and not alert.quiet_because:
            self._written.to_tell.add(alert.pk)

    def _requiet(self, alert: Alert, episode: Episode, *, has_grown: bool) -> None:
        """What kept it quiet may be over, if there is something new in it."""
        if alert.quiet_because == HISTORY and not episode.is_history:
            has_grown = True
        if has_grown and alert.quiet_because in {HISTORY, OLD, SILENT}:
            alert.quiet_because = quiet_because(self._rule, episode, self._now)
            if not alert.quiet_because and alert.state == AlertState.OPEN:
                self._written.to_tell.add(alert.pk)

    def _relink(self, pk: int, before: set[int], after: set[int]) -> None:
        if before - after:
            gone = AlertTransaction.objects.filter(alert=pk, transaction__in=before - after)
            gone.delete()
            self._written.transactions |= before - after
        _link((pk, each) for each in sorted(after - before))

    def _add(self, episodes: Sequence[Episode]) -> None:
        alerts = []
        for episode in episodes:
            alert = Alert(rule=self._rule, severity=self._rule.severity)
            alert.raised_at = alert.changed_at = self._now
            put(alert, self._rule, episode)
            alert.quiet_because = quiet_because(self._rule, episode, self._now)
            alerts.append(alert)
        Alert.objects.bulk_create(alerts, batch_size=500)
        _link(
            (alert.pk, each)
            for alert, episode in zip(alerts, episodes, strict=True)
            for each in episode.transaction_ids
        )
        self._written.to_tell |= {alert.pk for alert in alerts if not alert.quiet_because}


def _links(rule: Rule, transactions: set[int], alerts: Collection[int]) -> dict[int, set[int]]:
    """The transactions of these alerts, and of all the rule's that share one of these."""
    sharing = AlertTransaction.objects.filter(alert__rule=rule, transaction__in=transactions)
    wanted = {*alerts, *sharing.values_list("alert_id", flat=True)}
    held: dict[int, set[int]] = {pk: set() for pk in wanted}
    rows = AlertTransaction.objects.filter(alert__in=wanted)
    for alert_id, transaction_id in rows.values_list("alert_id", "transaction_id"):
        held[alert_id].add(transaction_id)
    return held


def _link(pairs: Iterable[tuple[int, int]]) -> None:
    AlertTransaction.objects.bulk_create(
        (AlertTransaction(alert_id=alert, transaction_id=each) for alert, each in pairs),
        batch_size=2000,
    )
