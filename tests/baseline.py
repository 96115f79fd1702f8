"""``python -m tests.baseline``: writes accounts/baseline/*.sql from the migrations.

``--check`` writes nothing and fails where they differ. Both migrate a scratch database from
nothing, which takes a minute.
"""

from __future__ import annotations

import difflib
import os
import re
import sys
from typing import TYPE_CHECKING, Final

import tests.services  # noqa: F401 - starts the database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lossprevention.settings")
os.environ["LOSSPREVENTION_AS_OWNER"] = "1"

import django
import psycopg2
from django.db import connection

from tests.dump import address_of, dumped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.baseline import Baseline

_SCRATCH: Final = f"baseline_{os.getpid()}"
_SCHEMA: Final = "scratch"
_NOISE: Final = re.compile(
    r"^(--.*|SET .*;|\\(un)?restrict .*|SELECT pg_catalog\.set_config\(.*"
    r"|(CREATE|COMMENT ON) SCHEMA .*)\n",
    re.MULTILINE,
)
"""What is about the session, or about the schema itself: who migrates need not own that."""
_BLANK: Final = re.compile(r"\n{3,}")
_WORD: Final = re.compile(rf"\b{_SCHEMA}\.")


def migrated() -> dict[Baseline, str]:
    """The text of each file, from a database of its own that goes away again."""
    server = psycopg2.connect(os.environ["DATABASE_URL"])
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {_SCRATCH}")
    try:
        return _migrated()
    finally:
        connection.close()
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {_SCRATCH} WITH (FORCE)")
        server.close()


def _migrated() -> dict[Baseline, str]:
    os.environ["DATABASE_URL"] = os.environ["MIGRATE_DATABASE_URL"] = address_of(_SCRATCH)
    django.setup()
    from django.core.management import call_command
    from django_tenants.signals import schema_pre_migration

    from accounts.baseline import NAMED, Baseline, lay_before_migrating

    schema_pre_migration.disconnect(lay_before_migrating)
    call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {_SCHEMA}")
    call_command(
        "migrate_schemas", schema_name=_SCHEMA, tenant=True, interactive=False, verbosity=0
    )
    return {
        Baseline.PUBLIC: _text("public"),
        Baseline.CHAIN: _WORD.sub(f"{NAMED}.", _text(_SCHEMA)),
    }


def _text(schema: str) -> str:
    structure = dumped(address_of(_SCRATCH), schema, "--schema-only")
    body = _BLANK.sub("\n\n", _NOISE.sub("", structure)).strip("\n")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0]) // 10000
        cursor.execute(f"SELECT app, name FROM {schema}.django_migrations ORDER BY id")
        held = ",\n".join(_held(cursor.fetchall()))
    return (
        f"-- PostgreSQL {version}\n-- Written by python -m tests.baseline from the migrations.\n\n"
        f"{body}\n\n"
        f"INSERT INTO {schema}.django_migrations (app, name, applied) VALUES\n{held};\n"
    )


def _held(migrations: list[tuple[str, str]]) -> Iterator[str]:
    for app, name in migrations:
        yield f"    ('{app}', '{name}', now())"


def main(arguments: list[str]) -> int:
    checking, failed = arguments == ["--check"], 0
    for baseline, text in migrated().items():
        if not checking:
            baseline.path.write_text(text, encoding="utf-8")
            continue
        kept = baseline.path.read_text(encoding="utf-8")
        for line in difflib.unified_diff(
            kept.splitlines(), text.splitlines(), baseline.path.name, "migrations", lineterm=""
        ):
            print(line)
            failed = 1
    if failed:
        print("Run python -m tests.baseline and commit what it writes.", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
