"""One writer of rows per store at a time, so that two loads never wait for each other in
a circle, and totals and second accounts are settled on what is really there."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from jobs.registry import RetryLaterError

PATIENCE = 3.0
LOOK_AGAIN = 0.05
PUT_OFF = timedelta(seconds=2)
_KEY = "hashtext(current_schema() || ':rows'), %s"


def lock_store(store_id: int) -> None:
    """Wait for the store's rows and hold them until the transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({_KEY})", [store_id])


def lock_store_soon(store_id: int) -> None:
    """The same for jobs: raises RetryLaterError when a long load of the store goes on, so
    that the files of other stores need not wait for it."""
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while True:
            cursor.execute(f"SELECT pg_try_advisory_xact_lock({_KEY})", [store_id])
            if cursor.fetchone()[0]:
                return
            if time.monotonic() > until:
                raise RetryLaterError(timezone.now() + PUT_OFF, "store_busy")
            time.sleep(LOOK_AGAIN)
