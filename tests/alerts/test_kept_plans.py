"""A rule's plan is kept with the connection, not for ever, and not behind a pooler."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from alerts.compiling import Span, compiled, prepared, run
from alerts.rules import parse
from tests.alerts.streams import NOON, Ground


@pytest.fixture
def ground(north):
    return Ground()


def rule(number):
    return compiled(parse(f"> {number} no sales in 5 minutes").rule)


def spans(ground):
    return [Span(store.pk, NOON - timedelta(days=1), NOON) for store in ground.stores.values()]


def kept():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'rule_%'")
        return cursor.fetchone()[0]


def test_the_same_rule_is_planned_once_and_only_so_many_are_kept(ground, monkeypatch):
    before = kept()
    monkeypatch.setattr(prepared, "MOST", before + 2)
    for number in (41, 42, 41, 41, 43, 44):
        assert run(rule(number), spans(ground), often=True) == []
    assert kept() == before + 2
    assert (connection.schema_name, rule(44), False) in prepared._known[connection.connection]


def test_what_is_rolled_back_leaves_a_plan_that_still_works(ground):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        run(rule(51), spans(ground), often=True)
        raise ZeroDivisionError
    assert run(rule(51), spans(ground), often=True) == []


def test_behind_a_pooler_nothing_is_kept(ground, monkeypatch):
    # through the proxy it would not be put back
    monkeypatch.setattr(connections["default"], "_is_direct", False)
    before = kept()
    assert run(rule(61), spans(ground), often=True) == []
    assert kept() == before
