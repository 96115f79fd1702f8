"""The Celery side: hears the bell and works until there is nothing left to claim."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.db import connections

from jobs import doorbell, services
from jobs.worker import DATABASE_AWAY, work

log = structlog.get_logger(__name__)

WORK_SECONDS = 20.0


@shared_task(name="jobs.answer", ignore_result=True)
def answer(pool: str) -> None:
    """Work for a while; ring for another worker while there is more."""
    doorbell.heard(pool)
    try:
        more = work(pool, seconds=WORK_SECONDS)
    except DATABASE_AWAY as error:
        log.warning("database_away", error=str(error).split("\n")[0])
        connections.close_all()
        return
    if more:
        doorbell.ring(pool)


@shared_task(name="jobs.sweep", ignore_result=True)
def sweep() -> None:
    """Ring for what nobody rang for."""
    try:
        services.sweep()
        pools = services.due_pools()
    except DATABASE_AWAY as error:
        log.warning("database_away", error=str(error).split("\n")[0])
        connections.close_all()
        return
    for pool in pools:
        doorbell.ring(pool)
