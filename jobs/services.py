"""Writes on jobs: ask for, claim, finish, put off, fail, sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection, transaction
from django.utils import timezone

from jobs import doorbell
from jobs.models import Job, JobState, Lane
from jobs.registry import Claimed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

MAX_ATTEMPTS = 3


class StaleFenceError(Exception):
    """Another worker has taken this job over; whatever this one did must be rolled back."""


ENQUEUE = """
    INSERT INTO public.jobs_job
        (chain, kind, key, lane, pool, priority, state, attempts, fence, asked_again,
         run_after, progress, outcome, created_at)
    SELECT %(chain)s, %(kind)s, k, %(lane)s, %(pool)s, p, 'queued', 0, 0, false,
           COALESCE(%(run_after)s, statement_timestamp()), '{}', '{}', statement_timestamp()
    FROM unnest(%(keys)s::text[], %(priorities)s::int[]) AS wanted(k, p)
    ORDER BY k
    ON CONFLICT (chain, kind, key) DO UPDATE SET
        asked_again = jobs_job.state = 'running',
        state = CASE WHEN jobs_job.state = 'running' THEN 'running' ELSE 'queued' END,
        attempts = CASE WHEN jobs_job.state IN ('running', 'queued')
                        THEN jobs_job.attempts ELSE 0 END,
        lane = LEAST(jobs_job.lane, EXCLUDED.lane),
        priority = GREATEST(jobs_job.priority, EXCLUDED.priority),
        run_after = CASE WHEN jobs_job.state = 'queued'
                         THEN LEAST(jobs_job.run_after, EXCLUDED.run_after)
                         WHEN jobs_job.state = 'running' THEN jobs_job.run_after
                         ELSE EXCLUDED.run_after END
"""


def enqueue(
    *,
    chain: str,
    kind: str,
    keys: Sequence[str],
    pool: str = "quick",
    lane: Lane = Lane.LIVE,
    priority: int | Sequence[int] = 0,
    run_after: datetime | None = None,
) -> None:
    """Ask for work, in the caller's transaction, and ring when it commits.

    Asking for a queued job again changes nothing but may bring it forward; asking for a
    running one makes it run once more; asking for an ended one starts it afresh.
    """
    if not keys:
        return
    priorities = [priority] * len(keys) if isinstance(priority, int) else list(priority)
    with connection.cursor() as cursor:
        cursor.execute(
            ENQUEUE,
            {
                "chain": chain,
                "kind": kind,
                "keys": list(keys),
                "priorities": priorities,
                "lane": int(lane),
                "pool": pool,
                "run_after": run_after,
            },
        )
    if run_after is None or run_after <= timezone.now():
        transaction.on_commit(lambda: doorbell.ring(pool))


# Chains take turns: of those with equally few running jobs, the one that this worker served
# last goes last, and chance decides between the others. So what one chain has waiting costs
# another a batch at the most, however much it is.
CLAIM = """
    WITH RECURSIVE chains AS (
        (SELECT chain FROM public.jobs_job WHERE state = 'queued' AND pool = %(pool)s
         ORDER BY chain LIMIT 1)
        UNION ALL
        SELECT (SELECT j.chain FROM public.jobs_job j
                WHERE j.state = 'queued' AND j.pool = %(pool)s AND j.chain > chains.chain
                ORDER BY j.chain LIMIT 1)
        FROM chains WHERE chains.chain IS NOT NULL
    ), heads AS (
        SELECT chains.chain, head.lane, head.kind, head.attempts,
               (SELECT count(*) FROM public.jobs_job r
                WHERE r.state = 'running' AND r.chain = chains.chain
                  AND r.pool = %(pool)s) AS running
        FROM chains
        CROSS JOIN LATERAL (
            SELECT j.lane, j.kind, j.attempts FROM public.jobs_job j
            WHERE j.state = 'queued' AND j.pool = %(pool)s AND j.chain = chains.chain
              AND j.run_after <= statement_timestamp()
            ORDER BY j.lane, j.priority DESC, j.run_after, j.id LIMIT 1
        ) AS head
        WHERE chains.chain IS NOT NULL
    )
    SELECT chain, lane, kind, attempts FROM heads
    ORDER BY lane, running, chain = %(last)s, md5(chain || %(turn)s), chain
"""

TAKE = """
    WITH due AS (
        SELECT id FROM public.jobs_job
        WHERE state = 'queued' AND pool = %(pool)s AND chain = %(chain)s
          AND lane = %(lane)s AND kind = %(kind)s AND run_after <= statement_timestamp()
          AND (attempts = 0) = %(fresh)s
        ORDER BY lane, priority DESC, run_after, id
        LIMIT %(limit)s
        FOR UPDATE SKIP LOCKED
    )
    UPDATE public.jobs_job AS job
    SET state = 'running', attempts = job.attempts + 1, fence = job.fence + 1,
        started_at = statement_timestamp(), finished_at = NULL, asked_again = false,
        lease_until = statement_timestamp() + %(lease)s::interval, progress = '{}'
    FROM due WHERE job.id = due.id
    RETURNING job.id, job.chain, job.kind, job.key, job.lane, job.fence, job.attempts
"""


def claim(
    *, pool: str, batch: Mapping[str, int], lease: timedelta, turn: str, last: str = ""
) -> list[Claimed]:
    """Take the next jobs of one kind of one chain, or none.

    Live lane before back-fill, chains in turn (``last`` was served last, ``turn`` shuffles
    equals), in batches. A
    job that was tried before is taken alone, so that one that kills its process harms no
    neighbour. Commits at once: the claim must survive the death of this process.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM, {"pool": pool, "turn": turn, "last": last})
        for chain, lane, kind, attempts in cursor.fetchall():
            if kind not in batch:
                continue
            fresh = attempts == 0
            cursor.execute(
                TAKE,
                {
                    "pool": pool,
                    "chain": chain,
                    "lane": lane,
                    "kind": kind,
                    "fresh": fresh,
                    "limit": batch[kind] if fresh else 1,
                    "lease": f"{lease.total_seconds()} seconds",
                },
            )
            rows = cursor.fetchall()
            if rows:
                return sorted((Claimed(*row) for row in rows), key=lambda job: job.id)
    return []


END = """
    WITH ended AS (
        SELECT * FROM unnest(%(ids)s::bigint[], %(fences)s::bigint[], %(outcomes)s::jsonb[])
            AS ended(id, fence, outcome)
    ), locked AS (
        SELECT job.id FROM public.jobs_job job JOIN ended USING (id, fence)
        WHERE job.state = 'running' ORDER BY job.id FOR UPDATE OF job
    )
    UPDATE public.jobs_job AS job SET
        state = CASE WHEN asked_again THEN 'queued' ELSE %(state)s END,
        attempts = CASE WHEN asked_again THEN 0 ELSE attempts END,
        run_after = CASE WHEN asked_again THEN statement_timestamp() ELSE run_after END,
        asked_again = false, lease_until = NULL, finished_at = statement_timestamp(),
        outcome = ended.outcome
    FROM ended JOIN locked USING (id) WHERE job.id = ended.id
"""


def finish(job: Claimed, outcome: Mapping[str, Any]) -> None:
    """The job is done. Call inside the transaction that holds what it did.

    Raises StaleFenceError when another worker has taken it over.
    """
    finish_all([job], {job.id: outcome})


def finish_all(jobs: Sequence[Claimed], outcomes: Mapping[int, Mapping[str, Any]]) -> None:
    """A batch is done, all of it or (StaleFenceError) none. ``outcomes`` is by job id."""
    _end(jobs, JobState.DONE, outcomes)


def fail(job: Claimed, outcome: Mapping[str, Any]) -> None:
    """The job has failed for good; support staff see it with its outcome."""
    _end([job], JobState.FAILED, {job.id: outcome})


def _end(
    jobs: Sequence[Claimed], state: JobState, outcomes: Mapping[int, Mapping[str, Any]]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            END,
            {
                "ids": [job.id for job in jobs],
                "fences": [job.fence for job in jobs],
                "outcomes": [
                    orjson.dumps(dict(outcomes.get(job.id, {})), default=str).decode()
                    for job in jobs
                ],
                "state": state.value,
            },
        )
        if cursor.rowcount != len(jobs):
            raise StaleFenceError(f"{jobs[0].kind} of {jobs[0].chain}: {len(jobs)} jobs")


def put_off(job: Claimed, *, until: datetime, reason: str, counted: bool) -> None:
    """Try again at ``until``; a try that only waited is not ``counted``."""
    updated = Job.objects.filter(id=job.id, fence=job.fence, state=JobState.RUNNING).update(
        state=JobState.QUEUED,
        attempts=job.attempts if counted else job.attempts - 1,
        run_after=until,
        lease_until=None,
        asked_again=False,
        outcome={"waiting_for": reason},
    )
    if updated != 1:
        raise StaleFenceError(str(job))


SWEEP = """
    WITH expired AS (
        SELECT id FROM public.jobs_job
        WHERE state = 'running' AND lease_until < statement_timestamp()
        ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED
    )
    UPDATE public.jobs_job AS job
    SET state = 'queued', fence = fence + 1, lease_until = NULL, run_after = statement_timestamp()
    FROM expired WHERE job.id = expired.id
"""


def sweep() -> int:
    """Give back what dead workers held; needs only PostgreSQL. Answers how many.

    A job that has used up its attempts is given back too: whoever claims it next sees
    so, and ends it together with what it was about.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SWEEP)
        return int(cursor.rowcount)


def due_pools() -> list[str]:
    """The pools that have work waiting which nobody may have rung for."""
    due = Job.objects.filter(state=JobState.QUEUED, run_after__lte=timezone.now())
    return list(due.values_list("pool", flat=True).distinct())


def retry(job_ids: Sequence[int]) -> int:
    """Support's "Try again": failed or cancelled jobs start afresh."""
    ended = Job.objects.filter(
        id__in=job_ids, state__in=[JobState.FAILED, JobState.CANCELLED, JobState.DONE]
    )
    pools = set(ended.values_list("pool", flat=True))
    count = ended.update(state=JobState.QUEUED, attempts=0, run_after=timezone.now())
    for pool in pools:
        transaction.on_commit(lambda pool=pool: doorbell.ring(pool))  # type: ignore[misc]
    return count


def cancel(job_ids: Sequence[int]) -> int:
    """Support's "Cancel": waiting jobs only; a running one ends by itself."""
    return Job.objects.filter(id__in=job_ids, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, finished_at=timezone.now()
    )
