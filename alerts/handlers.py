"""Jobs of this app. Key: a store's id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.services.evaluate import evaluate_stores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobs.registry import Claimed, Outcome


def evaluate_rules(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Whatever was touched in these stores, in the runner's transaction."""
    by_store = evaluate_stores([int(job.key) for job in jobs])
    return {job.id: {"spans": by_store.get(int(job.key), 0)} for job in jobs}
