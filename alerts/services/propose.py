"""A threshold that this chain's own days speak for: worked out, shown, never taken by itself.

The rule is tried on past days with each number that its slider can stand at, from the most
talkative on; proposed is the first that would have raised no more alerts per store and week
than people can be expected to look at. Numbers tried are kept, so that the page can show
what each would have meant.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Min
from django.utils import timezone

from accounts.tenancy import current_chain
from alerts.models import Proposal
from alerts.pack.thresholds import is_quieter_when_greater, with_threshold
from alerts.selectors.rule_slider import slider_of
from alerts.services.backtest import backtest
from alerts.services.pack import PROPOSE
from alerts.services.rule_wishes import RuleError, understood
from alerts.services.rules import move_threshold
from jobs.services import enqueue
from stores.models import Store
from transactions.models import HourlyTotal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from accounts.models import User
    from alerts.models import Rule

log = structlog.get_logger(__name__)

MOST_PER_STORE_WEEK = 2.0
MOST_DAYS = 28
FEWEST_DAYS = 3
"""With fewer days a number would speak for nothing."""
MOST_TRIED = 8


def ask_proposal(rule: Rule) -> None:
    """Now instead of at the end of its silent days; in the caller's transaction."""
    enqueue(chain=current_chain().schema_name, kind=PROPOSE, keys=[str(rule.pk)])


def accept_proposal(*, rule: Rule, by: User | None) -> Rule:
    """The rule with the number that is proposed. Raises RuleError when there is none, or
    the rule was changed since."""
    proposal = Proposal.objects.filter(rule=rule, rule_version=rule.version).first()
    if proposal is None or proposal.value is None:
        raise RuleError("changed_meanwhile")
    return move_threshold(rule=rule, value=proposal.value, by=by, seen=rule.changed_at)


def propose(rule: Rule) -> Proposal | None:
    """Writes what the days speak for; None where there is no number or too few days."""
    slider = slider_of(rule)
    days = _days_there(rule)
    active = list(Store.objects.filter(is_active=True).values_list("pk", flat=True))
    stores = [each for each in active if each in rule.stores] if rule.stores else active
    if slider is None or days < FEWEST_DAYS or not stores:
        Proposal.objects.filter(rule=rule).delete()
        return None
    values = sorted({*_spread(slider.stops()), slider.value})
    try:
        hits = [_hits(rule, value, days, stores) for value in values]
    except DatabaseError as error:
        log.warning("proposal_refused", rule=rule.pk, error=type(error).__name__)
        return None
    weeks = len(stores) * days / 7
    tried = [
        {"value": str(value), "alerts": count, "per_store_week": round(count / weeks, 2)}
        for value, count in zip(values, hits, strict=True)
    ]
    chosen = _chosen(tried, is_quieter_when_greater(understood(rule.text)))
    proposal, _made = Proposal.objects.update_or_create(
        rule=rule,
        defaults={
            "rule_version": rule.version,
            "value": chosen,
            "days": days,
            "tried": tried,
            "made_at": timezone.now(),
        },
    )
    return proposal


def _hits(rule: Rule, value: Decimal, days: int, stores: list[int]) -> int:
    with transaction.atomic():
        found = backtest(
            rule=with_threshold(understood(rule.text), value),
            days=days,
            store_ids=stores,
            register_classes=tuple(rule.register_classes),
        )
    return len(found.episodes)


def _chosen(tried: Sequence[dict[str, Any]], quieter_when_greater: bool) -> str | None:
    """The most talkative that is still quiet enough."""
    from_loud = tried if quieter_when_greater else list(reversed(tried))
    quiet = (each for each in from_loud if each["per_store_week"] <= MOST_PER_STORE_WEEK)
    return next((each["value"] for each in quiet), None)


def _spread(stops: Sequence[Decimal]) -> list[Decimal]:
    """At most MOST_TRIED of them, the ends included."""
    if len(stops) <= MOST_TRIED:
        return list(stops)
    last = len(stops) - 1
    return [stops[round(place * last / (MOST_TRIED - 1))] for place in range(MOST_TRIED)]


def _days_there(rule: Rule) -> int:
    """How many past days there are to look at, in the stores of the rule."""
    rows = HourlyTotal.objects.filter(business_date__gte=timezone.now() - timedelta(MOST_DAYS))
    if rule.stores:
        rows = rows.filter(store__in=rule.stores)
    first = rows.aggregate(first=Min("business_date"))["first"]
    return 0 if first is None else (timezone.now().date() - first).days
