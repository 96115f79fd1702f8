"""Jobs of this app. Keys: a store's id, an alert's, "alert:when" (milliseconds),
"alert:minutes", a delivery's, a summary's kind, store, day and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.tenancy import current_chain
from alerts.services.deliver import hand_over
from alerts.services.deliver_outcome import bury
from alerts.services.evaluate import evaluate_stores
from alerts.services.rollup import note_stale_days
from alerts.services.tell import escalate_alerts, tell_alerts
from alerts.summaries import make, plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobs.registry import Claimed, Outcome


def evaluate_rules(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Whatever was touched in these stores, in the runner's transaction."""
    store_ids = [int(job.key) for job in jobs]
    note_stale_days(store_ids)
    by_store = evaluate_stores(store_ids)
    return {job.id: by_store[int(job.key)] for job in jobs}


def tell_alert(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Writes messages into the outbox, in the runner's transaction."""
    alerts = {job.id: _step(job.key)[0] for job in jobs}
    said = tell_alerts(set(alerts.values()))
    return {job.id: {"said": said.get(alerts[job.id], "settled")} for job in jobs}


def escalate_alert(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    steps = {job.id: _step(job.key) for job in jobs}
    said = escalate_alerts(set(steps.values()))
    return {job.id: {"said": said[steps[job.id]]} for job in jobs}


def _step(key: str) -> tuple[int, int]:
    alert_id, _colon, minutes = key.partition(":")
    return int(alert_id), int(minutes or 0)


def deliver(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works outside the database; each job is ended by itself."""
    for job in jobs:
        hand_over(job)
    return {}


def delivery_buried(key: str, outcome: Outcome) -> None:
    bury(int(key), str(outcome.get("error", "")))


def plan_summaries(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """One per chain, which never ends; it puts itself off to what is due next."""
    for job in jobs:
        plan.plan_summaries(current_chain(), job)
    return {}


def plan_buried(_key: str, _outcome: Outcome) -> None:
    """It failed for good, which the log tells; it is tried again in an hour."""
    plan.ask_for_plan(current_chain(), after=plan.LONGEST)


def make_summary(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Facts and messages in the runner's transaction."""
    return {
        job.id: {
            "sent_to": make.make_summary(current_chain(), plan.Wanted.read(job.key), timezone.now())
        }
        for job in jobs
    }
