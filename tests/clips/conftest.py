"""A store whose recorder is a folder with five minutes of real footage around noon."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from accounts.baseline import Baseline, lay
from accounts.models import Chain, ChainState
from jobs.models import Job
from tests.clips import factories

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stores.models import Store


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rendered once per run and process; tests copy from it."""
    return tmp_path_factory.mktemp("footage")


@pytest.fixture
def root(tmp_path: Path, settings: object) -> Path:
    """The one folder that the operator released."""
    folder = tmp_path / "released"
    folder.mkdir()
    settings.FOOTAGE_ROOTS = [folder]
    return folder


@pytest.fixture
def segments(store: Store, root: Path, rendered: Path) -> list[Path]:
    """One-minute files of register 1's camera, 11:58 to 12:03 in New York."""
    factories.use_folder(store, root / "dvr")
    return factories.footage(rendered, root / "dvr")


@pytest.fixture
def lasting_chain(django_db_setup: None, django_db_blocker: object) -> Iterator[Chain]:
    """A chain of its own whose rows are committed, for tests with several connections.
    Dropped afterwards; nothing else is touched."""
    schema = f"lasting_{uuid.uuid4().hex[:8]}"
    with django_db_blocker.unblock():
        connection.set_schema_to_public()
        chain = Chain.objects.create(name=schema, schema_name=schema, state=ChainState.READY)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {schema}")
        lay(Baseline.CHAIN, schema)
        try:
            yield chain
        finally:
            connection.set_schema_to_public()
            with connection.cursor() as cursor:
                cursor.execute(f'DROP SCHEMA "{schema}" CASCADE')
            Job.objects.filter(chain=schema).delete()
            Chain.objects.filter(pk=chain.pk).delete()
