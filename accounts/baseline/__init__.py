"""A new schema laid in one go, as migrations leave it, where migrating takes half a minute.

``public.sql`` and ``chain.sql`` beside this file are written by ``python -m tests.baseline``
from the migrations, and ``--check`` of it, before each change lands, migrates anew and compares.
They also say which migrations they hold: whatever migrates goes on from there, and finds nothing
left to do or the newer ones.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from accounts.tenancy import PUBLIC

_HERE: Final = Path(__file__).parent
NAMED: Final = "schema_of_the_chain"
"""Stands in ``chain.sql`` where the name of the schema belongs."""
_WRITTEN_FOR: Final = re.compile(r"-- PostgreSQL (\d+)\n")
_IS_FOR: Final = """
    SELECT current_setting('server_version_num')::int / 10000 >= %s AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_tables
        WHERE schemaname = %s AND tablename = 'django_migrations')
"""


class Baseline(StrEnum):
    PUBLIC = "public"
    CHAIN = "chain"

    @property
    def path(self) -> Path:
        return _HERE / f"{self.value}.sql"


def lay_before_migrating(*, schema_name: str, **_signal: Any) -> None:
    """A receiver of ``schema_pre_migration``: :func:`lay` for the schema about to be migrated."""
    lay(Baseline.PUBLIC if schema_name == PUBLIC else Baseline.CHAIN, schema_name)


def lay(baseline: Baseline, schema: str) -> bool:
    """Fill ``schema``, which exists, and say whether that was done.

    Nothing is done where migrating was begun already, or where the server is older than
    the one that the file was written for. Runs as the owner of the tables, in one transaction:
    a process that dies leaves the schema empty.
    """
    text = baseline.path.read_text(encoding="utf-8")
    written_for = _WRITTEN_FOR.match(text)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_IS_FOR, [written_for[1] if written_for else None, schema])
        if not cursor.fetchone()[0]:
            return False
        # Bodies name tables that only the path of a chain's connection leads to.
        cursor.execute("SET LOCAL check_function_bodies = off")
        cursor.execute(text.replace(NAMED, connection.ops.quote_name(schema)))
    return True
