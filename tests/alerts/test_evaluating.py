"""Whatever comes in whatever pieces and order, late, twice or corrected: the alerts are the
episodes that one look at everything finds, and those are what the slow evaluator finds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.compiling import Span, at_hand, compiled, run
from alerts.models import Alert, AlertTransaction, Rule, RuleTrouble
from alerts.services import evaluate
from alerts.services.evaluate import evaluate_stores
from tests.alerts import reference
from tests.alerts.streams import NOON, Ground, rules, sketches
from transactions.models import Touched, Transaction

WEEK = timedelta(days=7)
EXAMPLES = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
arrivals = st.lists(
    st.tuples(
        sketches,
        st.integers(0, 4),
        st.none() | st.none() | st.tuples(sketches, st.integers(1, 3)),
    ),
    max_size=25,
)


@pytest.fixture
def ground(north):
    return Ground()


def in_batches(arrivals):
    """Batch by batch: which rows come, and which change to what."""
    batches = [[] for _ in range(9)]
    for number, (sketch, batch, change) in enumerate(arrivals):
        batches[batch].append((number, sketch))
        if change is not None:
            later, after = change
            changed = {**later, "store": sketch["store"], "days_off": sketch["days_off"]}
            batches[batch + after].append((number, changed))
    return [batch for batch in batches if batch]


def take_in(ground, batch, there, again):
    spans = []
    for number, sketch in batch:
        row = ground.row(sketch, number)
        times = [row.occurred_at]
        if number in there:
            row.pk = there[number].pk
            times.append(there[number].occurred_at)
        row.save()
        there[number] = row
        spans.append((row.store_id, min(times), max(times)))
    Touched.objects.bulk_create(
        Touched(store_id=store, since=since, until=until)
        for store, since, until in spans * (2 if again else 1)
    )
    evaluate_stores([store.pk for store in ground.stores.values()])


def alerts_of(rule):
    links = {}
    rows = AlertTransaction.objects.filter(alert__rule=rule).exclude(alert__state="withdrawn")
    for alert, pk in rows.values_list("alert", "transaction"):
        links.setdefault(alert, set()).add(pk)
    found = []
    for alert in Alert.objects.filter(rule=rule).exclude(state="withdrawn"):
        found.append(said(alert, links[alert.pk]))
        assert alert.count == len(links[alert.pk])
    return found


def said(what, transactions):
    return (
        what.store_id, what.key_kind, what.register_id, what.cashier_id, what.started_at,
        what.ended_at, what.amount, frozenset(transactions),
    )  # fmt: skip


def back_test(ground, query):
    days = (NOON.date() - 2 * WEEK, NOON.date() + 2 * WEEK) if query.is_whole else (None, None)
    spans = [Span(s.pk, NOON - WEEK, NOON + WEEK, *days) for s in ground.stores.values()]
    return run(query, spans)


@pytest.mark.parametrize("part", range(2))
def test_live_alerts_are_the_back_test_of_the_whole_are_the_reference(ground, monkeypatch, part):
    trees = {}
    monkeypatch.setattr(evaluate, "compiled_rule", lambda rule: compiled(trees[rule.pk]))

    @EXAMPLES
    @given(
        arrivals, st.lists(rules, min_size=1, max_size=3), st.booleans(), st.sampled_from([1, 2])
    )
    def check(stream, wanted, again, fewest):
        monkeypatch.setattr(at_hand, "FEWEST", fewest)
        with transaction.atomic():
            trees.clear()
            for tree in wanted:
                trees[Rule.objects.create(name="x", text="x", state="on").pk] = tree
            there = {}
            for batch in in_batches(stream):
                take_in(ground, batch, there, again)
            assert not RuleTrouble.objects.exists()
            assert not Touched.objects.exists()
            rows = list(Transaction.objects.select_related("store", "register", "cashier"))
            for pk, tree in trees.items():
                live = alerts_of(pk)
                whole = back_test(ground, compiled(tree))
                assert sorted(live, key=repr) == sorted(
                    (said(e, e.transaction_ids) for e in whole), key=repr
                )
                assert {(e[0], e[1], e[7]) for e in live} == {
                    (store, kind, pks) for store, kind, _, pks in reference.episodes(tree, rows)
                }
            transaction.set_rollback(True)

    check()
