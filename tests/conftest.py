"""Two chains, built once per run; each test works in a transaction that is rolled back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from accounts.models import Chain, ChainState, Domain
from accounts.tenancy import ensure_public_chain, in_chain
from jobs.models import Job
from stores.models import Camera, Recorder, Register, RegisterCamera, Store
from tests.cast import Cast, build_cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_looked_up = WhiteNoiseMiddleware.add_files_from_finders
_static: dict[str, object] = {}


def _looked_up_once(self: WhiteNoiseMiddleware) -> None:
    """Every test client is a start of the product, which looks at each static file: half of
    what a test took."""
    if not _static:
        _looked_up(self)
        _static.update(self.files)
    self.files.update(_static)


WhiteNoiseMiddleware.add_files_from_finders = _looked_up_once

hypothesis.settings.register_profile("house", deadline=None)  # speed is not tested here
hypothesis.settings.load_profile("house")

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop sits in the thread


@pytest.hookimpl(trylast=True)  # when they have been shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits longest for other processes begins first, not when there is nothing left to do
    beside it."""
    items.sort(key=lambda item: item.get_closest_marker("faults") is None)


def _build_chain(schema: str, name: str) -> Chain:
    chain = Chain.objects.create(name=name, schema_name=schema, state=ChainState.READY)
    Domain.objects.create(domain=f"{schema}.testserver", tenant=chain, is_primary=True)
    call_command("release", chain=schema, verbosity=0)
    return chain


def _build_stores() -> None:
    for code, zone in (("101", "America/New_York"), ("102", "America/Chicago")):
        store = Store.objects.create(code=code, name=f"Store {code}", timezone=zone)
        recorder = Recorder.objects.create(store=store, name="DVR", driver="folder", options={})
        for number in ("1", "2"):
            register = Register.objects.create(store=store, code=number, register_class="inside")
            camera = Camera.objects.create(
                recorder=recorder, channel=f"cam{number}", name=f"Register {number}"
            )
            RegisterCamera.objects.create(register=register, camera=camera, position=1)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """The public schema's rows and two chains: ``north`` and ``south``."""
    with django_db_blocker.unblock(), override_settings(AS_OWNER=True):
        public = ensure_public_chain()
        Domain.objects.create(domain="testserver", tenant=public, is_primary=True)
        north, south = _build_chain("north", "North Chain"), _build_chain("south", "South Chain")
        for chain in (north, south):
            with in_chain(chain):
                _build_stores()
        build_cast(north, south)
        connection.set_schema_to_public()


@pytest.fixture(autouse=True)
def _fresh(request: pytest.FixtureRequest) -> Iterator[None]:
    cache.clear()
    yield
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        connection.set_schema_to_public()


@pytest.fixture
def alone(db: None) -> None:
    """Other tests commit what they do in chains of their own: for this one there are no
    such chains, and no jobs of theirs."""
    Job.objects.all().delete()
    others = Chain.objects.exclude(schema_name__in=("public", "north", "south"))
    others.update(state=ChainState.SUSPENDED)


@pytest.fixture
def cast(alone: None) -> Cast:
    """The people every test speaks of; see tests/cast.py."""
    return Cast()


@pytest.fixture
def north(alone: None) -> Iterator[Chain]:
    """The test runs inside the chain ``north``."""
    chain = Chain.objects.get(schema_name="north")
    with in_chain(chain):
        yield chain


@pytest.fixture
def south(db: None) -> Chain:
    """The other chain, which must see nothing of ``north``. Not entered."""
    return Chain.objects.get(schema_name="south")


@pytest.fixture
def store(north: Chain) -> Store:
    return Store.objects.get(code="101")


@pytest.fixture
def other_store(north: Chain) -> Store:
    return Store.objects.get(code="102")


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> Path:
    """Stored files go to a folder of the test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files"), "base_url": None},
        },
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return tmp_path / "files"
