"""Claims jobs and runs their handlers. The same code under Celery and under polling."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from psycopg2.errors import DeadlockDetected, SerializationFailure

from jobs import crashpoints, lease, services
from jobs.models import Lane
from jobs.registry import (
    ApartError,
    ChainNotReadyError,
    Claimed,
    FinalError,
    Pipeline,
    RetryLaterError,
    Stage,
    pipeline,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

log = structlog.get_logger(__name__)

BACK_OFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
NOT_READY = timedelta(minutes=1)
DATABASE_AWAY = (OperationalError, InterfaceError)
# The database is well; two transactions wanted the same rows, and one may try again.
MET_ANOTHER = (DeadlockDetected, SerializationFailure)


_served: dict[str, str] = {}
"""By pool, the chain that this process worked for last."""
_interrupted: list[Claimed] = []
"""What this process was doing when the database went away: given back when it is there
again, and not counted as a try, since it was not the job that failed."""


def work(pool: str, *, seconds: float, stopping: Callable[[], bool] = lambda: False) -> bool:
    """Work on ``pool`` until it is empty or ``seconds`` have passed.

    Answers True when there may be more. Raises the database's own error when it is away.
    """
    _give_back_interrupted()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if stopping():
            return False
        if not work_once(pool):
            return False
    return True


def work_once(pool: str) -> bool:
    """Claim one batch and run it; False when nothing was due."""
    line = pipeline()
    mine = {kind: stage for kind, stage in line.stages.items() if stage.pool == pool}
    holding = timedelta(seconds=settings.JOB_LEASE_SECONDS)
    jobs = services.claim(
        pool=pool,
        batch={kind: stage.batch for kind, stage in mine.items()},
        lease=holding,
        turn=uuid.uuid4().hex,
        last=_served.get(pool, ""),
    )
    if not jobs:
        return False
    _served[pool] = jobs[0].chain
    crashpoints.reach(f"{jobs[0].kind}.claimed")
    stage = mine[jobs[0].kind]
    with (
        structlog.contextvars.bound_contextvars(chain=jobs[0].chain, job=jobs[0].kind),
        lease.kept(jobs, lease=holding, at_most=stage.at_most),
    ):
        _run(line, stage, jobs)
    return True


def _give_back_interrupted() -> None:
    while _interrupted:
        job = _interrupted[-1]
        try:
            services.put_off(job, until=timezone.now(), reason="database_away", counted=False)
        except services.StaleFenceError:
            log.info("job_taken_over", kind=job.kind, key=job.key)
        _interrupted.pop()


def _run(line: Pipeline, stage: Stage, jobs: Sequence[Claimed]) -> None:
    """Run a batch; when it fails, halve it until the one that fails is alone."""
    try:
        with line.enter_chain(jobs[0].chain):
            if jobs[0].attempts > services.MAX_ATTEMPTS:
                _give_up(stage, jobs[0], {"error": "worker_lost"})
            elif stage.atomic:
                _run_in_one_commit(line, stage, jobs)
            else:
                stage.handler(jobs)
    except services.StaleFenceError as stale:
        log.warning("job_taken_over", jobs=str(stale))
    except ChainNotReadyError:
        for job in jobs:
            services.put_off(
                job, until=timezone.now() + NOT_READY, reason="chain_not_ready", counted=False
            )
    except DATABASE_AWAY as error:
        if not isinstance(error.__cause__, MET_ANOTHER):
            _interrupted.extend(jobs)
            raise
        log.warning("met_another_transaction", kind=jobs[0].kind, error=str(error).split("\n")[0])
        for job in jobs:
            services.put_off(job, until=timezone.now(), reason="met_another", counted=False)
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is settled here
        if len(jobs) > 1:
            for some in _parted(jobs, error):
                _run(line, stage, some)
        else:
            _settle_failure(line, stage, jobs[0], error)


def _parted(jobs: Sequence[Claimed], error: Exception) -> list[Sequence[Claimed]]:
    """What a batch that failed is run as instead: without the jobs that are to wait or to be
    done by themselves, if the handler named some, else in halves."""
    named = error.keys if isinstance(error, RetryLaterError | ApartError) else frozenset()
    theirs = [job for job in jobs if job.key in named]
    others = [job for job in jobs if job.key not in named]
    if not theirs:
        return [jobs[: len(jobs) // 2], jobs[len(jobs) // 2 :]]
    if isinstance(error, RetryLaterError):
        for job in theirs:
            services.put_off(job, until=error.at, reason=error.reason, counted=False)
        return [others] if others else []
    return [*([others] if others else []), *([job] for job in theirs)]


def _run_in_one_commit(line: Pipeline, stage: Stage, jobs: Sequence[Claimed]) -> None:
    with transaction.atomic():
        outcomes = stage.handler(jobs)
        services.finish_all(jobs, outcomes)
        follow(line, stage, jobs)
        crashpoints.reach(f"{jobs[0].kind}.before_commit")
    crashpoints.reach(f"{jobs[0].kind}.after_commit")


def follow(line: Pipeline, stage: Stage, jobs: Sequence[Claimed]) -> None:
    """Ask for the stages that come after, in the caller's transaction."""
    for kind in stage.then:
        services.enqueue(
            chain=jobs[0].chain,
            kind=kind,
            keys=sorted(job.key for job in jobs),
            pool=line.stages[kind].pool,
            lane=Lane(jobs[0].lane),
        )


def _settle_failure(line: Pipeline, stage: Stage, job: Claimed, error: Exception) -> None:
    if isinstance(error, RetryLaterError):
        services.put_off(job, until=error.at, reason=error.reason, counted=False)
        return
    outcome = {"error": type(error).__name__, "detail": _safe(error)}
    if isinstance(error, FinalError) or job.attempts >= services.MAX_ATTEMPTS:
        with line.enter_chain(job.chain):
            _give_up(stage, job, outcome)
        return
    log.warning("job_will_be_tried_again", kind=job.kind, key=job.key, exc_info=error)
    wait = BACK_OFF[min(job.attempts, len(BACK_OFF)) - 1]
    services.put_off(job, until=timezone.now() + wait, reason=outcome["detail"], counted=True)


def _give_up(stage: Stage, job: Claimed, outcome: Mapping[str, Any]) -> None:
    """End the job for good, and tell what it was about, in one commit."""
    log.error("job_failed", kind=job.kind, key=job.key, **outcome)
    with transaction.atomic():
        services.fail(job, outcome)
        if stage.buried is not None:
            stage.buried(job.key, outcome)


def _safe(error: Exception) -> str:
    """A database error may quote the row it refused; the row stays out of outcomes."""
    if isinstance(error, DatabaseError):
        return type(error).__name__
    return str(error)[:500]
