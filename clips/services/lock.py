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


@contextmanager
def recorder_slot(chain: Chain, recorder_id: int) -> Iterator[bool]:
    """True while the recorder is ours alone; False when another worker has it.

    Belongs to the database connection: a worker that dies gives it back at once.
    """
    name = [_name("recorder", chain.uuid, recorder_id)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", name)
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            _give_back(name)


def _give_back(name: list[str]) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", name)
    except (OperationalError, InterfaceError):
        log.warning("recorder_slot_lost", slot=name[0])  # it ended with its connection


def _name(what: str, chain: uuid.UUID, number: int) -> str:
    return f"clips:{what}:{chain}:{number}"
