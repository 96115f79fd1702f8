"""History, access log and notes can be added to and read: nothing else, for nobody.

The application's own database role lacks the rights; triggers refuse the owner as well.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import psycopg2
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from psycopg2 import errors, sql

from accounts.grants import append_only_tables, grant_to_application
from accounts.models import Chain, Membership
from accounts.tenancy import in_chain
from stores.models import AccessKind, AccessLog, Store
from tests.isolation.canaries import plant
from transactions.models import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANGES = {
    "update": "UPDATE {table} SET {column} = {column}",
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
}


@pytest.fixture(scope="module")
def application(django_db_setup, django_db_blocker) -> Iterator[psycopg2.extensions.connection]:
    """A connection as the application's role, with the rights that release gives it."""
    url = os.environ.get("TEST_APPLICATION_URL")
    if url is None:
        pytest.skip("needs the embedded database, whose application role is not the owner")
    role, password = urlsplit(url).username, unquote(urlsplit(url).password)
    with django_db_blocker.unblock():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.conf.settings.APPLICATION_ROLE", role)
            for schema in ("public", "north", "south"):
                grant_to_application(schema)
        parameters = connection.get_connection_params()
        assert parameters["user"] != role
        parameters.pop("cursor_factory", None)
        link = psycopg2.connect(**parameters | {"user": role, "password": password})
        yield link
        link.close()


@pytest.fixture
def rolled_back(application) -> Iterator[psycopg2.extensions.cursor]:
    with application.cursor() as cursor:
        yield cursor
    application.rollback()


def _kept_tables() -> list[tuple[str, str]]:
    """(schema, table) of all that is append-only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname IN ('public', 'north', 'south') AND tablename = ANY(%s)"
            " ORDER BY 1, 2",
            [append_only_tables()],
        )
        return list(cursor.fetchall())


def test_what_is_kept_is_known_by_name(db):
    kept = set(_kept_tables())
    for chain in ("north", "south"):
        for table in ("stores_accesslog", "transactions_note", "transactions_reviewevent"):
            assert (chain, table) in kept
        assert (chain, "stores_storeevent") in kept
    assert ("public", "accounts_membershipevent") in kept


@pytest.mark.parametrize("change", CHANGES)
def test_the_applications_role_may_not_change_what_is_kept(db, rolled_back, change):
    for schema, table in _kept_tables():
        statement = _statement(CHANGES[change], schema, table)
        rolled_back.execute("SAVEPOINT before")
        with pytest.raises(errors.InsufficientPrivilege):
            rolled_back.execute(statement)
        rolled_back.execute("ROLLBACK TO SAVEPOINT before")


def test_the_applications_role_may_add_and_read(db, rolled_back):
    rolled_back.execute(
        "INSERT INTO north.stores_accesslog (at, kind, who, object_type, params, request_id)"
        " VALUES (now(), 'exported', 'me', '', '{}', '') RETURNING id"
    )
    assert rolled_back.fetchone()
    rolled_back.execute("SELECT count(*) FROM north.transactions_note")
    rolled_back.execute("UPDATE north.stores_store SET name = name")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE north.stores_accesslog DISABLE TRIGGER ALL",
        "DROP TABLE north.stores_accesslog",
        "DROP TRIGGER IF EXISTS pgtrigger_append_only_0 ON north.stores_accesslog",
        "GRANT UPDATE ON north.stores_accesslog TO CURRENT_USER",
        "CREATE TABLE north.stores_accesslog_copy ()",
        "CREATE SCHEMA another",
        "SET session_replication_role = replica",
        "ALTER SCHEMA north RENAME TO elsewhere",
    ],
)
def test_the_applications_role_cannot_take_the_guard_away(rolled_back, statement):
    """Refused, or (a grant it has no right to give) without effect."""
    try:
        rolled_back.execute(statement)
    except psycopg2.Error:
        return
    with pytest.raises(errors.InsufficientPrivilege):
        rolled_back.execute("UPDATE north.stores_accesslog SET who = 'x'")


@pytest.mark.parametrize("change", ["update", "delete"])
def test_triggers_refuse_the_owner_of_the_tables_too(north, change):
    """The rows are there, so that a trigger per row has something to refuse."""
    plant(north, "101")
    Store.objects.filter(code="101").update(name="renamed")
    refused = 0
    for schema, table in _kept_tables():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM {schema}."{table}"')
            if not cursor.fetchone()[0]:
                continue
        with pytest.raises(DatabaseError, match=r"Cannot (update|delete)"), transaction.atomic():
            _run(_statement(CHANGES[change], schema, table))
        refused += 1
    assert refused >= 5


@pytest.mark.parametrize("model", [AccessLog, Note])
def test_the_orm_cannot_change_what_is_kept(north, model):
    plant(north, "101")
    row = model.objects.latest("pk")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
    assert model.objects.filter(pk=row.pk).exists()


def test_a_change_by_plain_sql_is_in_the_history_all_the_same(north):
    store = Store.objects.get(code="101")
    before = Store.pgh_event_model.objects.filter(pgh_obj_id=store.pk).count()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stores_store SET name = 'by hand' WHERE id = %s", [store.pk])
    events = Store.pgh_event_model.objects.filter(pgh_obj_id=store.pk)
    assert events.count() == before + 1
    assert events.latest("pgh_id").name == "by hand"


def test_the_history_of_a_chain_is_in_its_own_schema(north, south):
    Store.objects.filter(code="101").update(name="only north")
    assert Store.pgh_event_model.objects.filter(name="only north").exists()
    with in_chain(south):
        assert not Store.pgh_event_model.objects.filter(name="only north").exists()
        AccessLog.objects.create(kind=AccessKind.EXPORTED, who="only south")
    assert not AccessLog.objects.filter(who="only south").exists()


def test_a_changed_role_is_in_the_history_with_what_it_was(cast):
    membership = Membership.objects.get(user=cast.viewer)
    membership.role = "manager"
    membership.save()
    roles = Membership.pgh_event_model.objects.filter(pgh_obj_id=membership.pk)
    assert list(roles.order_by("pgh_id").values_list("role", flat=True)) == ["viewer", "manager"]
    assert Chain.objects.filter(pk=membership.chain_id).exists()


def _statement(template: str, schema: str, table: str) -> sql.Composed:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = %s AND table_name = %s AND is_identity = 'NO'"
            " ORDER BY ordinal_position LIMIT 1",
            [schema, table],
        )
        column = cursor.fetchone()[0]
    return sql.SQL(template).format(
        table=sql.Identifier(schema, table), column=sql.Identifier(column)
    )


def _run(statement: sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
