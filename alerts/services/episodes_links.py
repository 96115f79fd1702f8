"""Which transactions alerts are about, read and written for any number of rules at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.models import AlertTransaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alerts.services.episodes_writing import Finding


def links_of(findings: Sequence[Finding]) -> dict[int, set[int]]:
    """The transactions of the alerts that may go, and of all of a rule's that share one of its
    episodes'."""
    wanted = {pk for each in findings for pk in each.may_go} | _sharing(findings)
    held: dict[int, set[int]] = {pk: set() for pk in wanted}
    if wanted:
        rows = AlertTransaction.objects.filter(alert__in=wanted)
        for alert_id, transaction_id in rows.values_list("alert_id", "transaction_id"):
            held[alert_id].add(transaction_id)
    return held


def _sharing(findings: Sequence[Finding]) -> set[int]:
    of_rule = {each.rule.pk: each.transactions for each in findings if each.transactions}
    if not of_rule:
        return set()
    rows = AlertTransaction.objects.filter(
        alert__rule__in=of_rule, transaction__in=set().union(*of_rule.values())
    )
    return {
        alert
        for alert, rule, pk in rows.values_list("alert_id", "alert__rule_id", "transaction_id")
        if pk in of_rule[rule]
    }


def link(pairs: Iterable[tuple[int, int]]) -> None:
    """Alert and transaction."""
    AlertTransaction.objects.bulk_create(
        (AlertTransaction(alert_id=alert, transaction_id=each) for alert, each in pairs),
        batch_size=2000,
    )
