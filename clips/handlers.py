"""Jobs of this app. Keys: a source file's id for planning, a register's for its clock, a
transaction's for what follows a decision, a clip's for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.tenancy import current_chain
from clips.services import (
    expiry,
    fetch,
    plan,
    quality,
    recut,
    retire,
    settle_upload,
    stills,
    suspect,
)
from clips.services import finish_upload as uploads
from clips.services import serve_export as exports
from clips.services.attempt import Attempt
from clips.services.estimate_clock import estimate_clock as estimate
from jobs.services import finish
from stores.models import Recorder, Register

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobs.registry import Claimed, Outcome


def plan_clips(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Follows parsing, in the runner's transaction."""
    counts = plan.plan_for_files(current_chain(), [int(job.key) for job in jobs])
    return {job.id: counts for job in jobs}


def follow_decision(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Investigate and Escalate want full pictures; in the runner's transaction."""
    raised = quality.raise_quality(current_chain(), [int(job.key) for job in jobs])
    return {job.id: {"raised": raised} for job in jobs}


def fetch_clip(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works outside the database; each job is ended or put off by itself."""
    for job in jobs:
        fetch.fetch_clip(current_chain(), job)
    return {}


def camera_stills(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Keys: a recorder's id. Works outside the database; each job is ended by itself."""
    for job in jobs:
        stills.take_stills(current_chain(), job)
    return {}


def finish_upload(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works outside the database; each job is ended or put off by itself."""
    for job in jobs:
        uploads.finish_upload(current_chain(), job)
    return {}


def recut_clips(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """After a register's clock was put right; the key is the register's id."""
    outcomes: dict[int, Outcome] = {}
    for job in jobs:
        register = Register.objects.filter(pk=int(job.key)).first()
        if register is not None:
            outcomes[job.id] = recut.recut_register(current_chain(), register)
    return outcomes


def estimate_clock(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Decodes clips for minutes outside any transaction; the key is the register's id."""
    for job in jobs:
        register = Register.objects.filter(pk=int(job.key)).first()
        outcome: Outcome = {}
        if register is not None:
            outcome = estimate(current_chain(), register, cancelled=Attempt(job).cancelled)
        finish(job, outcome)
    return {}


def refresh_expiries(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Follows a check of a recorder; the key is the recorder's id."""
    recorders = Recorder.objects.in_bulk([int(job.key) for job in jobs])
    return {
        job.id: {"clips": expiry.refresh_expiries(recorders[int(job.key)])}
        for job in jobs
        if int(job.key) in recorders
    }


def mark_suspects(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """A recorder's clock jumped; the key is the recorder's id."""
    recorders = Recorder.objects.in_bulk([int(job.key) for job in jobs])
    return {
        job.id: {"clips": suspect.mark_suspects(recorders[int(job.key)])}
        for job in jobs
        if int(job.key) in recorders
    }


def serve_export(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works outside the database; each job is ended or put off by itself."""
    for job in jobs:
        exports.serve_export(current_chain(), job)
    return {}


def retire_clips(jobs: Sequence[Claimed]) -> Mapping[int, Outcome]:
    """Works beside the database; the job is put off to the next batch or night by itself."""
    for job in jobs:
        retire.retire_clips(current_chain(), job)
    return {}


def retire_buried(_key: str, _outcome: Outcome) -> None:
    """It failed for good tonight, which the log tells; it is tried again tomorrow."""
    retire.ask_for_nights(current_chain())


def clip_buried(key: str, _outcome: Outcome) -> None:
    fetch.bury(int(key))


def upload_buried(key: str, _outcome: Outcome) -> None:
    settle_upload.bury(int(key))
