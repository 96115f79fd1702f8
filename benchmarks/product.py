"""The product's real services for one run: PostgreSQL started, chains made, all torn down.

Enter :func:`running` before anything that imports Django's settings.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lossprevention.embedded.postgres import start_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import Chain


@contextmanager
def running() -> Iterator[Path]:
    """Everything the product needs but the doorbell, in a data directory of its own."""
    data = Path(tempfile.mkdtemp(prefix="lossprevention-benchmarks-"))
    try:
        postgres = start_postgres(data)
        try:
            _configure(data, postgres.owner_url)
            yield data
        finally:
            _disconnect()
            postgres.destroy()
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _configure(data: Path, database_url: str) -> None:
    os.environ["DATABASE_URL"] = database_url
    os.environ["LOSSPREVENTION_DATA"] = str(data)
    os.environ["LOSSPREVENTION_AS_OWNER"] = "1"
    os.environ.setdefault("SECRET_KEY", "only-for-benchmarks-" + "x" * 40)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lossprevention.settings")
    os.environ.pop("REDIS_URL", None)
    os.environ.pop("DEBUG", None)  # it would keep every query in memory

    import django

    django.setup()
    from django.core.management import call_command

    call_command("release", verbosity=0, stdout=_nowhere())


def _nowhere() -> object:
    from io import StringIO

    return StringIO()


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()


def make_chain(schema: str) -> Chain:
    """A ready chain with its tables, reached on the host ``<schema>.testserver``."""
    from django.core.management import call_command
    from django.db import connection

    from accounts.models import Chain, ChainState, Domain

    connection.set_schema_to_public()  # type: ignore[attr-defined]
    chain = Chain.objects.create(name=schema.title(), schema_name=schema, state=ChainState.READY)
    Domain.objects.create(domain=f"{schema}.testserver", tenant=chain, is_primary=True)
    call_command("release", chain=schema, verbosity=0, stdout=_nowhere())
    return chain
