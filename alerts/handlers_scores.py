"""Jobs of scores, ranks and daily totals. Keys: a store's id; of ``score_chain`` "daily"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.services import rank, rollup, scoring

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobs.registry import Claimed, Outcome


def rank_reviews(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """What changed in these stores may change scores too: they are asked for in passing."""
    ranked = rank.rank_reviews([int(job.key) for job in jobs])
    scoring.ask_for_scores()
    return {job.id: {"ranked_together": ranked} for job in jobs}


def roll_up_days(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    days = rollup.roll_up([int(job.key) for job in jobs])
    return {job.id: {"days": days.get(int(job.key), 0)} for job in jobs}


def score_chain(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    scored = scoring.score_chain()
    return {job.id: {"scored": scored} for job in jobs}
