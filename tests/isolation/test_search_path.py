"""The path is said once where the server's own word can be believed, and never wrongly left."""

from __future__ import annotations

import random
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from accounts.postgresql.base import DatabaseWrapper, names
from accounts.tenancy import in_chain, in_public
from stores.models import Store
from tests.isolation.pooler import pooler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import Chain

REPORTS_ITS_PATH = 180_000


def _path_of(wrapper: DatabaseWrapper) -> str:
    with wrapper.cursor() as cursor:
        cursor.execute("SHOW search_path")
        return str(cursor.fetchone()[0]).split(",")[0].strip(' "')


def _times_said(wrapper: DatabaseWrapper, chains: list[Chain]) -> int:
    with CaptureQueriesContext(wrapper) as caught:
        for chain in chains:
            wrapper.set_tenant(chain)
            assert _path_of(wrapper) == chain.schema_name
    return sum("SET search_path" in query["sql"] for query in caught)


@contextmanager
def _connected(**settings: object) -> Iterator[DatabaseWrapper]:
    wrapper = connections.create_connection("default")
    wrapper.settings_dict = {**connection.settings_dict, **settings}
    try:
        wrapper.ensure_connection()
        yield wrapper
    finally:
        wrapper.close()


def test_the_path_is_said_once_a_chain_not_once_a_statement(db, north, south):
    with _connected() as wrapper:
        if wrapper.pg_version < REPORTS_ITS_PATH:
            pytest.skip("the server does not report its path")
        assert _times_said(wrapper, [north] * 5) == 1
        assert _times_said(wrapper, [north, south, south, north, north]) == 2


def test_behind_a_pooler_every_statement_says_its_path(db, north, south):
    """The next statement may run in another process, whatever the last one reported."""
    settings = connection.settings_dict
    host, port = str(settings["HOST"]), int(settings["PORT"] or 5432)
    server = f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host or "127.0.0.1", port)
    with pooler(server) as (at, door), _connected(HOST=at, PORT=str(door)) as wrapper:
        assert wrapper.connection.info.backend_pid == 7
        assert _times_said(wrapper, [north, north, south, south]) == 4


def test_a_new_connection_believes_nothing_of_the_old_one(db, north):
    with _connected() as wrapper:
        _times_said(wrapper, [north])
        wrapper.close()
        assert wrapper.connection is None
        assert _times_said(wrapper, [north]) == 1


@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_between_a_statement_meets_its_own_chain(north, south, seed):
    """Rollbacks, savepoints, errors, and paths set by others, in any order and nested."""
    made = random.Random(seed)
    steps = [_within, _rolled_back, _failing, _set_by_another, _in_nobodys]

    def go(depth: int, chain: Chain) -> None:
        for _ in range(3):
            if depth:
                step = made.choice(steps)
                step(made.choice((north, south)), chain, lambda inner: go(depth - 1, inner))
            assert _path_of(connection) == chain.schema_name

    go(4, north)


def _within(other, _chain, go) -> None:
    with in_chain(other):
        go(other)


def _rolled_back(other, _chain, go) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), in_chain(other):
        go(other)
        raise ZeroDivisionError


def _failing(other, chain, go) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), ExitStack() as inside:
        inside.enter_context(in_chain(other))
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM nothing_of_this_name")
    go(chain)


def _set_by_another(other, chain, go) -> None:
    with connection.connection.cursor() as raw:
        raw.execute(f"SELECT set_config('search_path', '{other.schema_name}, public', false)")
    go(chain)


def _in_nobodys(_other, chain, go) -> None:
    with in_public():
        with pytest.raises(ProgrammingError), transaction.atomic():
            Store.objects.exists()
        assert _path_of(connection) == "public"
    go(chain)


@pytest.mark.parametrize(
    ("reported", "schemas", "is_it"),
    [
        ("north, public", ["north", "public"], True),
        ('"north", public', ["north", "public"], True),
        ('"North", public', ["North", "public"], True),
        ("North, public", ["North", "public"], False),
        ("public", ["north", "public"], False),
        ("north, public", ["public"], False),
        ("north,public", ["north", "public"], False),
        ("public, north", ["north", "public"], False),
        ("north, public, pg_temp", ["north", "public"], False),
        ('"north, public"', ["north", "public"], False),
        ('"$user", public', ["north", "public"], False),
        ("", ["public"], False),
        ('""', ["public"], False),
        ('"a""b", public', ['a"b', "public"], True),
    ],
)
def test_a_path_is_what_the_server_spells_and_nothing_near_it(reported, schemas, is_it):
    assert names(reported, schemas) is is_it
