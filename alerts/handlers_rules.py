"""Jobs about rules. Keys: a rule's id, a trial's, "pack"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.models import Rule
from alerts.services.evaluate import evaluate_rule as evaluate_one
from alerts.services.pack import plant_pack
from alerts.services.propose import propose
from alerts.services.trials import bury_trial
from alerts.services.trials import run_trial as run_one

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobs.registry import Claimed, Outcome


def evaluate_rule(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """A new or changed rule over what is there already."""
    for job in jobs:
        evaluate_one(Rule.objects.get(pk=int(job.key)))
    return {}


def plant_rules(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    return {job.id: {"planted": len(plant_pack())} for job in jobs}


def propose_threshold(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """What a rule's own days speak for; the key is the rule's id."""
    for job in jobs:
        propose(Rule.objects.get(pk=int(job.key)))
    return {}


def run_trial(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works in transactions of its own; each job is ended by itself."""
    for job in jobs:
        run_one(job)
    return {}


def trial_buried(key: str, _outcome: Outcome) -> None:
    bury_trial(int(key))
