"""An evaluation timed, in which every rule ran."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alerts.services.evaluate import evaluate_stores
from benchmarks.bench import timed
from benchmarks.ingest.ground import WrongResultError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def look_at(stores: Sequence[int]) -> float:
    """Seconds. Raises WrongResultError where a rule failed: the rest would be too fast."""
    answers: list[Mapping[int, Mapping[str, Any]]] = []
    took = timed(lambda: answers.append(evaluate_stores(stores)))
    failed = [each["failed_rules"] for each in answers[0].values() if each["failed_rules"]]
    if failed:
        raise WrongResultError(f"rules failed: {failed[0]}")
    return took
