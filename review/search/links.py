"""What alerts know of transactions, for a search: which a rule or an alert holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.models import Alert, AlertState
from alerts.selectors.rule_scope import visible_rules
from transactions.search.narrow import Links, Narrow
from transactions.search.problems import Problem

if TYPE_CHECKING:
    from stores.access import Member
    from transactions.search.query import Query

PATTERN: Final = (
    "EXISTS (SELECT 1 FROM alerts_alerttransaction l JOIN alerts_alert a ON a.id = l.alert_id"
    f" WHERE l.transaction_id = t.id AND a.state <> '{AlertState.WITHDRAWN}')"
)
_HELD: Final = (
    "SELECT l.transaction_id FROM alerts_alerttransaction l"
    " JOIN alerts_alert a ON a.id = l.alert_id"
    f" WHERE a.state <> '{AlertState.WITHDRAWN}' AND {{column}} = ANY(%s::bigint[])"
)


def links_of(query: Query) -> Links:
    narrow = []
    if query.rules:
        narrow.append(Narrow(_HELD.format(column="a.rule_id"), (list(query.rules),)))
    if query.alerts:
        narrow.append(Narrow(_HELD.format(column="a.id"), (list(query.alerts),)))
    return Links(tuple(narrow), PATTERN)


def unknown_links(query: Query, member: Member) -> list[Problem]:
    """Rules that are gone, and alerts of stores that the member may not see."""
    rules = set(visible_rules(member).filter(pk__in=query.rules).values_list("pk", flat=True))
    alerts = set(
        member.only(Alert.objects.filter(pk__in=query.alerts)).values_list("pk", flat=True)
    )
    missing = [("rule", pk) for pk in query.rules if pk not in rules]
    missing += [("alert", pk) for pk in query.alerts if pk not in alerts]
    return [Problem("not_here", part, str(pk), hides_all=False) for part, pk in missing]
