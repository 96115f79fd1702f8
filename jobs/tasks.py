"""The Celery side: hears the bell and works until there is nothing left to claim."""

from __future__ import annotations

from celery import shared_task

from jobs import doorbell, services
from jobs.worker import work

WORK_SECONDS = 20.0


@shared_task(name="jobs.answer", ignore_result=True)
def answer(pool: str) -> None:
    """Work for a while; ring for another worker while there is more."""
    doorbell.heard(pool)
    if work(pool, seconds=WORK_SECONDS):
        doorbell.ring(pool)


@shared_task(name="jobs.sweep", ignore_result=True)
def sweep() -> None:
    """Ring for what nobody rang for."""
    services.sweep()
    for pool in services.due_pools():
        doorbell.ring(pool)
