"""The compiled query finds what the slow and obvious evaluator finds, whatever the rule."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.compiling import compiled
from alerts.compiling.running import run
from alerts.compiling.spans import Span
from tests.alerts import reference
from tests.alerts.streams import NOON, RULES, Ground, sketches
from transactions.models import Transaction

WEEK = timedelta(days=7)
EXAMPLES = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@pytest.fixture
def ground(north):
    return Ground()


def rows():
    return list(Transaction.objects.select_related("store", "register", "cashier"))


def whole(ground, rule):
    days = (NOON.date() - WEEK, NOON.date() + WEEK) if rule.is_whole else (None, None)
    return [Span(store.pk, NOON - WEEK, NOON + WEEK, *days) for store in ground.stores.values()]


def found(ground, rule, classes=()):
    query = compiled(rule, classes)
    episodes = run(query, whole(ground, query))
    return [(e.store_id, e.key_kind, e.key, frozenset(e.transaction_ids)) for e in episodes]


@pytest.mark.parametrize("kind", list(RULES), ids=lambda kind: kind.__name__)
def test_the_query_finds_what_the_words_say(ground, kind):
    @EXAMPLES
    @given(st.lists(sketches, max_size=30), RULES[kind], st.sampled_from([(), (), ("inside",)]))
    def check(stream, rule, classes):
        with transaction.atomic():
            Transaction.objects.bulk_create(ground.row(s, n) for n, s in enumerate(stream))
            got = found(ground, rule, classes)
            assert len(got) == len(set(got))
            assert set(got) == reference.episodes(rule, rows(), classes)
            transaction.set_rollback(True)

    check()
