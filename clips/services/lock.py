"""Turns taken through PostgreSQL: naming within a store, playback slots of a recorder."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError, connection

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator

    from accounts.models import Chain

log = structlog.get_logger(__name__)


def lock_stores(chain: Chain, store_ids: Iterable[int]) -> None:
    """Until the caller's transaction ends nobody else plans or names clips of these
    stores. Taken in one order, so that two planners never wait for each other."""
    with connection.cursor() as cursor:
        for store_id in sorted(set(store_ids)):
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [_name("clips", chain.uuid, store_id)],
            )


MOST_SLOTS = 2
"""Whatever a recorder's settings say: no recorder is known to play back more at once."""


@contextmanager
def recorder_slot(chain: Chain, recorder_id: int, slots: int = 1) -> Iterator[bool]:
    """True while one of the recorder's slots is ours; False when others have them all.

    Belongs to the database connection: a worker that dies gives it back at once.
    """
    base = _name("recorder", chain.uuid, recorder_id)
    count = max(1, min(slots, MOST_SLOTS))
    names = [base, *(f"{base}:{number}" for number in range(2, count + 1))]
    taken = next((name for name in names if _take(name)), None)
    try:
        yield taken is not None
    finally:
        if taken is not None:
            _give_back(taken)


def _take(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])


def _give_back(name: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
    except (OperationalError, InterfaceError):
        log.warning("recorder_slot_lost", slot=name)  # it ended with its connection


def _name(what: str, chain: uuid.UUID, number: int) -> str:
    return f"clips:{what}:{chain}:{number}"
