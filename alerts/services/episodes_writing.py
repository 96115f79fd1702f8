"""Episodes into alerts: extended, taken in, withdrawn, taken up again; never written twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from alerts.models import Alert, AlertState, AlertTransaction
from alerts.services.episodes_fields import (
    HISTORY,
    OLD,
    SILENT,
    grow_seen,
    put,
    quiet_because,
    raised,
    shape_of,
)
from alerts.services.episodes_links import link, links_of
from alerts.services.episodes_matching import Standing, matched
from alerts.services.tell_quiet import is_settled

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from alerts.compiling import Episode
    from alerts.models import Rule

_UPDATED: Final = (
    "rule_version", "store", "key_kind", "register", "cashier", "started_at", "ended_at", "count",
    "amount", "facts", "state", "quiet_because", "merged_into", "changed_at", "told_at",
)  # fmt: skip


@dataclass(slots=True)
class Written:
    """What was done, and which transactions it was about."""

    to_tell: set[int] = field(default_factory=set)
    transactions: set[int] = field(default_factory=set)
    new: int = 0


@dataclass(frozen=True)
class Finding:
    """What one rule found; ``may_go`` are its alerts that are withdrawn where no episode is
    theirs."""

    rule: Rule
    episodes: Sequence[Episode]
    may_go: Collection[int]

    @cached_property
    def transactions(self) -> set[int]:
        return {pk for episode in self.episodes for pk in episode.transaction_ids}


def write_episodes(findings: Sequence[Finding]) -> Written:
    """Of any number of rules, in a handful of statements."""
    written = Written(transactions=set().union(*(each.transactions for each in findings)))
    findings = [each for each in findings if each.episodes or each.may_go]
    if findings:
        _Writing(findings, written).write()
    return written


class _Writing:
    def __init__(self, findings: Sequence[Finding], written: Written) -> None:
        self._findings, self._written = findings, written
        self._now = timezone.now()
        self._held = links_of(findings)
        self._alerts = {a.pk: a for a in Alert.objects.filter(pk__in=self._held)}
        self._changed: dict[int, Alert] = {}
        self._new: list[tuple[Alert, Episode]] = []
        self._linked: list[tuple[int, int]] = []

    def write(self) -> None:
        standings = defaultdict(list)
        for pk, alert in self._alerts.items():
            is_withdrawn = alert.state == AlertState.WITHDRAWN
            standing = Standing(pk, is_withdrawn, frozenset(self._held[pk]))
            standings[alert.rule_id].append(standing)
        for finding in self._findings:
            self._settle(finding, standings[finding.rule.pk])
        Alert.objects.bulk_update(self._changed.values(), _UPDATED, batch_size=500)
        self._add()
        link(self._linked)
        self._written.new = len(self._new)

    def _settle(self, finding: Finding, standings: Collection[Standing]) -> None:
        plan = matched(finding.episodes, standings, finding.may_go)
        self._written.transactions |= {t for pk in finding.may_go for t in self._held.get(pk, ())}
        for pk in plan.withdrawn:
            self._withdraw(pk)
        for pk, into in plan.merged.items():
            self._withdraw(pk, into)
        for place, pk in plan.kept.items():
            is_reopened = pk in plan.reopened
            self._keep(finding.rule, self._alerts[pk], finding.episodes[place], reopen=is_reopened)
        for place in plan.new:
            episode = finding.episodes[place]
            self._new.append((raised(finding.rule, episode, self._now), episode))

    def _withdraw(self, pk: int, into: int | None = None) -> None:
        """Its transactions stay with it: it may be taken up again."""
        alert = self._alerts[pk]
        alert.state, alert.merged_into_id, alert.changed_at = AlertState.WITHDRAWN, into, self._now
        self._changed[pk] = alert
        if into is not None and alert.told_at is not None:
            taker = self._alerts[into]
            taker.told_at = min(filter(None, (taker.told_at, alert.told_at)))
            self._changed[into] = taker

    def _keep(self, rule: Rule, alert: Alert, episode: Episode, *, reopen: bool) -> None:
        before, after = self._held[alert.pk], set(episode.transaction_ids)
        has_grown = reopen or not after <= before
        was = shape_of(alert)
        count, amount = alert.count, alert.amount
        put(alert, rule, episode)
        if reopen:
            alert.state = AlertState.SEEN if alert.seen_at else AlertState.OPEN
            alert.merged_into = None
        elif has_grown and alert.state == AlertState.SEEN:
            grow_seen(alert, count, amount)
        self._requiet(rule, alert, episode, has_grown=has_grown)
        if reopen or shape_of(alert) != was or before != after:
            alert.changed_at = self._now
            self._changed[alert.pk] = alert
        self._relink(alert.pk, before, after)
        if has_grown and alert.state == AlertState.OPEN and not is_settled(alert):
            self._written.to_tell.add(alert.pk)

    def _requiet(self, rule: Rule, alert: Alert, episode: Episode, *, has_grown: bool) -> None:
        """What kept it quiet may be over, if there is something new in it."""
        if alert.quiet_because == HISTORY and not episode.is_history:
            has_grown = True
        if has_grown and alert.quiet_because in {HISTORY, OLD, SILENT}:
            alert.quiet_because = quiet_because(rule, episode, self._now)
            if not alert.quiet_because and alert.state == AlertState.OPEN:
                self._written.to_tell.add(alert.pk)

    def _relink(self, pk: int, before: set[int], after: set[int]) -> None:
        if before - after:
            gone = AlertTransaction.objects.filter(alert=pk, transaction__in=before - after)
            gone.delete()
            self._written.transactions |= before - after
        self._linked += [(pk, each) for each in sorted(after - before)]

    def _add(self) -> None:
        Alert.objects.bulk_create((alert for alert, _episode in self._new), batch_size=500)
        for alert, episode in self._new:
            self._linked += [(alert.pk, each) for each in episode.transaction_ids]
            if not alert.quiet_because:
                self._written.to_tell.add(alert.pk)
