"""Jobs of this app. Keys: a source file's id for planning, a clip's id for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.tenancy import current_chain
from clips.services import fetch, plan, settle_upload
from clips.services import finish_upload as uploads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobs.registry import Claimed, Outcome


def plan_clips(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Follows parsing, in the runner's transaction."""
    counts = plan.plan_for_files(current_chain(), [int(job.key) for job in jobs])
    return {job.id: counts for job in jobs}


def fetch_clip(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works outside the database; each job is ended or put off by itself."""
    for job in jobs:
        fetch.fetch_clip(current_chain(), job)
    return {}


def finish_upload(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works outside the database; each job is ended or put off by itself."""
    for job in jobs:
        uploads.finish_upload(current_chain(), job)
    return {}


def clip_buried(key: str, _outcome: Outcome) -> None:
    fetch.bury(int(key))


def upload_buried(key: str, _outcome: Outcome) -> None:
    settle_upload.bury(int(key))
