"""Tokens of both chains, and a client that speaks to the API as programs do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from accounts.models import Chain, User
from accounts.tenancy import in_chain
from stores.models import Store, TokenScope
from stores.services.tokens import make_token
from tests.cast import NORTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.plugin import DjangoDbBlocker

    from stores.services.tokens import MadeToken
    from tests.transactions.api.live import Live


class Program:
    """A program with a key (or none), on a chain's host. No cookies, no CSRF token."""

    def __init__(self, key: str = "", host: str = NORTH) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"host": host})
        self.headers = {"authorization": f"Bearer {key}"} if key else {}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path: str, body: bytes, kind: str, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(
            f"/api/v1/{path}", body, content_type=kind, headers={**self.headers, **named}
        )

    def send(self, body: bytes, name: str = "journal.xml", **headers: str) -> Any:
        return self.post("files", body, "application/xml", x_original_name=name, **headers)

    def push(self, body: Any, **headers: str) -> Any:
        said = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.post("events", said, "application/json", **headers)


def made(
    chain: Chain, scope: TokenScope, code: str | None = "101", name: str = "Till PC"
) -> MadeToken:
    with in_chain(chain):
        store = Store.objects.get(code=code) if code else None
        by = User.objects.get(email="owner@example.com")
        return make_token(name=name, scope=scope, store=store, by=by)


@pytest.fixture
def pushing(north: Chain, cast: object) -> MadeToken:
    return made(north, TokenScope.PUSH)


@pytest.fixture
def reading(north: Chain, cast: object) -> MadeToken:
    return made(north, TokenScope.READ)


@pytest.fixture
def pusher(pushing: MadeToken) -> Program:
    """May send for store 101 of north."""
    return Program(pushing.key)


@pytest.fixture
def reader(reading: MadeToken) -> Program:
    """May read store 101 of north."""
    return Program(reading.key)


@pytest.fixture
def reader_of_all(north: Chain, cast: object) -> Program:
    """May read the whole chain."""
    return Program(made(north, TokenScope.READ, None).key)


@pytest.fixture(scope="session")
def live_chain(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Live]:
    from tests.transactions.api import live  # which itself speaks of Program

    with django_db_blocker.unblock(), override_settings(AS_OWNER=True):
        found = live.build(lambda schema: call_command("release", chain=schema, verbosity=0))
        connection.set_schema_to_public()
        yield found
        connection.set_schema_to_public()
        found.clear()
        found.chain.delete(force_drop=True)


@pytest.fixture
def live(live_chain: Live, db: None, tmp_path_factory: pytest.TempPathFactory) -> Live:
    """Programs that really call at the same time, and see each other's rows."""
    live_chain.clear()
    return live_chain
