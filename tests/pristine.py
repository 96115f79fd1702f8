"""A chain's schema as the release command leaves it, copied instead of migrated again.

Migrating a schema takes some fifteen seconds of Python working out what the models were at
each step; copying what came of it takes one. What is copied was migrated in the same run.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from lossprevention.embedded.account import service_account
from lossprevention.embedded.binaries import executable, postgres_binaries


@dataclass(frozen=True, slots=True)
class Pristine:
    """The SQL of one schema, rows included."""

    schema: str
    text: str

    def copy_to(self, database: str, schema: str) -> None:
        """Make ``schema`` in the database at this address, owned by who does it. What the
        application's role may do there is for the release command to say."""
        text = re.sub(rf"\b{self.schema}\.", f"{schema}.", self.text)
        text = re.sub(rf"\bSCHEMA {self.schema}\b", f"SCHEMA {schema}", text)
        _run("psql", database, "--quiet", "--set=ON_ERROR_STOP=1", said=text)


def taken(database: str, schema: str) -> Pristine:
    """The schema as it is now."""
    said = _run(
        "pg_dump",
        database,
        f"--schema={schema}",
        "--inserts",
        "--no-owner",
        "--no-privileges",
    )
    return Pristine(schema, re.sub(r"^CREATE SCHEMA public;$", "", said, flags=re.MULTILINE))


def address_of(name: str) -> str:
    """The address of the database ``name`` on the server of this run."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _run(program: str, database: str, *arguments: str, said: str | None = None) -> str:
    path = executable(postgres_binaries(service_account()), program)
    done = subprocess.run(
        [path, f"--dbname={database}", *arguments],
        input=said,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
