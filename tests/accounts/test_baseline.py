"""A new schema is laid from a file. That the file is what migrations make of one is for
``python -m tests.baseline --check`` to say, which migrates from nothing."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from accounts import baseline
from accounts.baseline import NAMED, Baseline, lay
from tests.clips.conftest import lasting_chain  # noqa: F401 - a fixture

ODD = "order"
"""A word of SQL's own."""


@pytest.fixture
def schema(db):
    name = f"new_{uuid.uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {name}")
    return name


def tables(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [name])
        return cursor.fetchone()[0]


def test_nothing_is_left_to_migrate_in_a_schema_that_was_laid(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM north.django_migrations")
        (held,) = cursor.fetchone()
    chain = Baseline.CHAIN.path.read_text(encoding="utf-8")
    assert held == chain.count(", now())") > 50


@pytest.mark.parametrize("file", Baseline)
def test_who_migrates_need_not_own_the_schema_itself(file):
    """A hosted database's public schema often is somebody else's, who lets us create in it."""
    wording = r"\b(?:COMMENT ON|ALTER|CREATE|DROP) SCHEMA\b|\bOWNER TO\b|^(?:GRANT|REVOKE) "
    assert not re.search(wording, file.path.read_text(encoding="utf-8"), re.MULTILINE)


def test_it_is_laid_once(schema):
    assert lay(Baseline.CHAIN, schema)
    there = tables(schema)
    assert there > 60
    assert not lay(Baseline.CHAIN, schema)
    assert tables(schema) == there


def test_what_was_begun_is_left_to_migrations(schema):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {schema}.django_migrations (id int)")
    assert not lay(Baseline.CHAIN, schema)
    assert tables(schema) == 1


@pytest.mark.parametrize("head", ["-- PostgreSQL 99\n", "-- somebody's own dump\n"])
def test_a_server_too_old_for_the_file_is_left_to_migrations(schema, monkeypatch, tmp_path, head):
    monkeypatch.setattr(baseline, "_HERE", tmp_path)
    Baseline.CHAIN.path.write_text(f"{head}CREATE TABLE {NAMED}.anything (id int);\n")
    assert not lay(Baseline.CHAIN, schema)
    assert tables(schema) == 0


def test_a_file_that_fails_half_way_leaves_nothing(schema, monkeypatch, tmp_path):
    monkeypatch.setattr(baseline, "_HERE", tmp_path)
    text = f"-- PostgreSQL 12\nCREATE TABLE {NAMED}.one (id int);\nCREATE TABLE {NAMED}.one ();\n"
    Baseline.CHAIN.path.write_text(text)
    with pytest.raises(Exception, match="already exists"):
        lay(Baseline.CHAIN, schema)
    assert tables(schema) == 0


def test_a_schema_may_have_any_name(db):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {connection.ops.quote_name(ODD)}")
    assert lay(Baseline.CHAIN, ODD)
    assert tables(ODD) > 60


def test_migrations_go_on_from_what_was_laid(lasting_chain):  # noqa: F811
    name = lasting_chain.schema_name

    def migrated_to(target):
        with override_settings(AS_OWNER=True):
            call_command(
                *("migrate_schemas", "transactions", target),
                schema_name=name,
                tenant=True,
                verbosity=0,
            )
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = %s", [name])
            return {index for (index,) in cursor.fetchall()}

    assert "txn_flags" not in migrated_to("0014")
    assert "txn_flags" in migrated_to("0015")
