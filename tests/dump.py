"""What pg_dump says of a schema."""

from __future__ import annotations

import os
import subprocess
from urllib.parse import urlsplit, urlunsplit

from lossprevention.embedded.account import service_account
from lossprevention.embedded.binaries import executable, postgres_binaries


def address_of(name: str) -> str:
    """The address of the database ``name`` on the server of this run."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def dumped(database: str, schema: str, *options: str) -> str:
    """One schema of the database at this address, without owners and rights."""
    program = executable(postgres_binaries(service_account()), "pg_dump")
    done = subprocess.run(
        [
            *(program, f"--dbname={database}", f"--schema={schema}"),
            *("--no-owner", "--no-privileges", *options),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
