"""Ringing: tells a worker that there is work, without saying which.

A lost ring loses nothing (the sweep finds the work), so ringing never raises and never
waits long: with the broker gone, one short attempt is made every few seconds.
"""

from __future__ import annotations

import time
from functools import cache

import redis
import structlog
from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)

COALESCE_MS = 2_000
BROKEN_FOR_SECONDS = 5.0

_silent_until = 0.0


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_CLIENT_URL, socket_timeout=0.5, socket_connect_timeout=0.5
    )


def _key(pool: str) -> str:
    return f"lossprevention:bell:{pool}"


def ring(pool: str) -> None:
    """Wake a worker of ``pool``, unless one has been woken and has not yet looked."""
    global _silent_until
    if not settings.REDIS_URL or time.monotonic() < _silent_until:
        return
    try:
        if _client().set(_key(pool), "1", nx=True, px=COALESCE_MS):
            current_app.send_task(
                "jobs.answer", args=[pool], queue=pool, retry=False, ignore_result=True
            )
    except (redis.RedisError, OSError, OperationalError) as error:
        _silent_until = time.monotonic() + BROKEN_FOR_SECONDS
        log.warning("doorbell_broken", pool=pool, error=type(error).__name__)


def heard(pool: str) -> None:
    """From here on a new ring wakes a worker again. Call before looking for work."""
    try:
        _client().delete(_key(pool))
    except (redis.RedisError, OSError) as error:
        log.warning("doorbell_broken", pool=pool, error=type(error).__name__)


def works() -> bool:
    """True when the broker answers; otherwise workers look by themselves more often."""
    if not settings.REDIS_URL:
        return False
    try:
        return bool(_client().ping())
    except (redis.RedisError, OSError):
        return False
