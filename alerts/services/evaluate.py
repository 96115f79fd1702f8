"""Rules over what was touched since they last looked, in the caller's transaction."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from transactions.models import Touched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alerts.models import Rule


def evaluate_stores(store_ids: Sequence[int]) -> Mapping[int, int]:
    """Takes the touched spans of these stores. Answers how many of each store."""
    touched = Touched.objects.filter(store__in=store_ids)
    taken = Counter(touched.values_list("store_id", flat=True))
    touched.delete()
    return taken


def evaluate_rule(rule: Rule) -> int:
    """One rule over the last days. Answers how many alerts it wrote."""
    return rule.alerts.count()
