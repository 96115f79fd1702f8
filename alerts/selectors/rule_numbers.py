"""How often rules find something, how often they are right, and which find the same.

Right is what people said: an alert of which a transaction was tagged Investigate or Escalate.
Wrong: all of it that was decided was approved. Undecided ones count for neither.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from alerts.models import Alert, AlertState, AlertTransaction
from transactions.models import Review, ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from alerts.models import Rule
    from stores.access import Member

WEEK = timedelta(days=7)
TAGGED_WITHIN = timedelta(days=90)
COMPARED_WITHIN = timedelta(days=28)
WORTH_A_LOOK = (ReviewStatus.INVESTIGATE, ReviewStatus.ESCALATE)
FEWEST_DECIDED = 10
"""Fewer say nothing about a rule."""
SELDOM_RIGHT = 0.25
OFTEN = 2.0
"""Alerts per store and week from which on a rule that is seldom right is noise."""
FEWEST_SHARED, SAME_SHARE = 5, 0.8
Z = 1.96


@dataclass(frozen=True, slots=True)
class RuleNumbers:
    hits: int = 0
    """In the last seven days."""
    right: int = 0
    decided: int = 0
    """Of those, in the last ninety days."""

    @property
    def share(self) -> float | None:
        return self.right / self.decided if self.decided else None

    def is_noise(self, stores: int) -> bool:
        """Often, and surely seldom right: even the upper end of what it may be is low."""
        if self.decided < FEWEST_DECIDED or self.hits < OFTEN * max(stores, 1):
            return False
        return highest_share(self.right, self.decided) < SELDOM_RIGHT


@dataclass(frozen=True, slots=True)
class SaysTheSame:
    """Two rules whose transactions are nearly the same."""

    one: int
    other: int
    shared: int
    together: int

    @property
    def share(self) -> float:
        return self.shared / self.together


def numbers_of(member: Member, rule_ids: Collection[int]) -> dict[int, RuleNumbers]:
    """By rule; of the member's stores only."""
    now = timezone.now()
    alerts = member.only(Alert.objects.exclude(state=AlertState.WITHDRAWN)).filter(
        rule__in=rule_ids, started_at__gte=now - TAGGED_WITHIN
    )
    rows = (
        alerts.annotate(is_right=_tagged(WORTH_A_LOOK), is_wrong=_tagged([ReviewStatus.APPROVED]))
        .order_by()
        .values("rule")
        .annotate(
            hits=Count("pk", filter=Q(started_at__gte=now - WEEK)),
            right=Count("pk", filter=Q(is_right=True)),
            decided=Count("pk", filter=Q(is_right=True) | Q(is_wrong=True)),
        )
    )
    return {row["rule"]: RuleNumbers(row["hits"], row["right"], row["decided"]) for row in rows}


def same_sayers(member: Member, rule_ids: Collection[int]) -> list[SaysTheSame]:
    """Pairs of rules that found nearly the same transactions in the last four weeks."""
    links = AlertTransaction.objects.filter(
        alert__rule__in=rule_ids,
        alert__started_at__gte=timezone.now() - COMPARED_WITHIN,
    ).exclude(alert__state=AlertState.WITHDRAWN)
    found: dict[int, set[int]] = {}
    pairs = member.only(links, "alert__store").values_list("alert__rule", "transaction")
    for rule_id, transaction_id in pairs.iterator(chunk_size=5000):
        found.setdefault(rule_id, set()).add(transaction_id)
    return same_sets(found)


def same_sets(found: Mapping[int, set[int]]) -> list[SaysTheSame]:
    """Which of these sets are nearly equal; the more alike first."""
    shared: Counter[tuple[int, int]] = Counter()
    holders: dict[int, list[int]] = {}
    for rule_id in sorted(found):
        for transaction_id in found[rule_id]:
            holders.setdefault(transaction_id, []).append(rule_id)
    for rules in holders.values():
        shared.update(combinations(rules, 2))
    pairs = [
        SaysTheSame(one, other, count, len(found[one]) + len(found[other]) - count)
        for (one, other), count in shared.items()
        if count >= FEWEST_SHARED
    ]
    return sorted(
        (each for each in pairs if each.share >= SAME_SHARE), key=lambda each: -each.share
    )


def highest_share(right: int, decided: int) -> float:
    """The upper end of the 95 % interval of a share (Wilson)."""
    share = right / decided
    spread = Z * sqrt(share * (1 - share) / decided + Z * Z / (4 * decided * decided))
    return (share + Z * Z / (2 * decided) + spread) / (1 + Z * Z / decided)


def stores_of(rule: Rule, active: Collection[int]) -> int:
    """How many of the stores that are in use the rule is about."""
    return len(set(rule.stores) & set(active)) if rule.stores else len(active)


def _tagged(statuses: Collection[ReviewStatus]) -> Exists:
    links = AlertTransaction.objects.filter(alert=OuterRef("pk"))
    reviews = Review.objects.filter(status__in=statuses).values("transaction")
    return Exists(links.filter(transaction__in=reviews))
