"""A small pipeline whose handlers write down what they saw."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.tenancy import entered
from jobs.registry import ApartError, FinalError, Pipeline, RetryLaterError, Stage

SEEN: list[list[str]] = []
BURIED: list[tuple[str, str]] = []


def note(jobs):
    SEEN.append([job.key for job in jobs])
    if any(job.key == "poison" for job in jobs):
        raise ValueError("this one cannot be swallowed")
    if any(job.key == "never" for job in jobs):
        raise FinalError("no use")
    if any(job.key == "later" for job in jobs):
        raise RetryLaterError(timezone.now() + timedelta(hours=1), "footage")
    if any(job.key == "busy" for job in jobs):
        at = timezone.now() + timedelta(hours=1)
        raise RetryLaterError(at, "store_busy", frozenset({"busy"}))
    if len(jobs) > 1 and any(job.key.startswith("large") for job in jobs):
        raise ApartError(frozenset(job.key for job in jobs if job.key.startswith("large")))
    return {job.id: {"ok": True} for job in jobs}


def bury(key, outcome):
    BURIED.append((key, outcome["error"]))


PIPELINE = Pipeline(
    stages={
        "note": Stage(note, batch=8, then=("after",), buried=bury),
        "after": Stage(note),
    },
    enter_chain=entered,
)
