"""Renews the leases of the jobs this process works on, from a thread of its own.

The thread has its own bare connection (no ORM, no chain): a handler may sit in one long
transaction, where a renewal would stay unseen until it ends. A stopped or killed process
renews nothing, so its jobs come free after one lease.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg2
import structlog
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from jobs.registry import Claimed

log = structlog.get_logger(__name__)

RENEW = """
    WITH held AS (
        SELECT id FROM public.jobs_job
        WHERE state = 'running' AND (id, fence) IN (SELECT * FROM unnest(%(ids)s, %(fences)s))
        FOR UPDATE SKIP LOCKED
    )
    UPDATE public.jobs_job AS job SET lease_until = now() + %(lease)s
    FROM held WHERE job.id = held.id
"""
# A row that is locked is being ended by our own handler: waiting for it could deadlock.


@contextmanager
def kept(jobs: Sequence[Claimed], *, lease: timedelta, at_most: timedelta) -> Iterator[None]:
    """Hold the jobs' leases while the body runs, for ``at_most`` in all."""
    done = threading.Event()
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    keeper = threading.Thread(
        target=_renew_until, args=(done, parameters, jobs, lease, at_most), daemon=True
    )
    keeper.start()
    try:
        yield
    finally:
        done.set()


def _renew_until(
    done: threading.Event,
    parameters: dict[str, Any],
    jobs: Sequence[Claimed],
    lease: timedelta,
    at_most: timedelta,
) -> None:
    every = lease.total_seconds() / 3
    ends = time.monotonic() + at_most.total_seconds()
    wanted = {"lease": lease, "ids": [j.id for j in jobs], "fences": [j.fence for j in jobs]}
    while not done.wait(every) and time.monotonic() < ends:
        try:
            renewing = psycopg2.connect(**parameters)
            try:
                with renewing, renewing.cursor() as cursor:
                    cursor.execute(RENEW, wanted)
            finally:
                renewing.close()
        except psycopg2.Error as error:
            log.warning("lease_not_renewed", error=str(error).strip())
