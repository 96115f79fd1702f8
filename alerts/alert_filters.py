"""What the address of the list of alerts may say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import Http404, QueryDict

from alerts.models import AlertState, Rule, Severity
from alerts.selectors.rule_scope import visible_rules

if TYPE_CHECKING:
    from stores.access import Member
    from stores.models import Store

ALL = "all"
STATES = (*AlertState.values, ALL)


@dataclass(frozen=True, slots=True)
class AlertFilters:
    """A store that the member may not see is 404; other words that make no sense are as if
    they were not there. ``quiet``: also those that nobody is told of."""

    store: Store | None
    rule: Rule | None
    state: str
    severity: int
    quiet: bool

    @property
    def address(self) -> str:
        words = QueryDict(mutable=True)
        if self.store:
            words["store"] = self.store.code
        if self.rule:
            words["rule"] = str(self.rule.pk)
        if self.state != AlertState.OPEN:
            words["state"] = self.state
        if self.severity:
            words["severity"] = str(self.severity)
        if self.quiet:
            words["quiet"] = "1"
        return f"?{words.urlencode()}"

    @property
    def are_set(self) -> bool:
        return any((self.store, self.rule, self.severity, self.state != AlertState.OPEN))

    def with_state(self, state: str) -> AlertFilters:
        return replace(self, state=state)


def read_alert_filters(words: QueryDict, member: Member) -> AlertFilters:
    state, severity = words.get("state", ""), words.get("severity", "")
    return AlertFilters(
        store=_store(words.get("store", ""), member),
        rule=_rule(words.get("rule", ""), member),
        state=state if state in STATES else AlertState.OPEN,
        severity=int(severity) if severity in {str(s) for s in Severity.values} else 0,
        quiet=words.get("quiet") == "1",
    )


def _store(code: str, member: Member) -> Store | None:
    if not code:
        return None
    found = member.stores().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _rule(text: str, member: Member) -> Rule | None:
    if not text.isdecimal() or len(text) > 18:
        return None
    return visible_rules(member).filter(pk=int(text)).first()
