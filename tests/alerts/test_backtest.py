"""Past days: the same as live found, other numbers in one look, and both as JSON lines."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.models import Rule
from alerts.rules import parse, tree
from alerts.services import backtest as module
from alerts.services.backtest import BadRangeError, backtest
from alerts.services.backtest_thresholds import (
    NoThresholdError,
    alerts_by_threshold,
    with_number,
)
from tests.alerts.streams import NOON, RULES, Ground, sketches
from tests.alerts.test_alert_life import MINUTE, a_rule, no_sales, since, touched
from transactions.models import Transaction

__all__ = ["since"]
EXAMPLES = settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def test_past_days_hold_what_live_found(store, other_store, since):
    Rule.objects.update(state="off")
    a_rule(">2 no sales in 5 minutes")
    touched(*no_sales(store, since, 0, 1, 2), *no_sales(other_store, since, 0, 1))
    found = backtest(rule=parse(">2 no sales in 5 minutes").rule, days=2, store_ids=None)
    (episode,) = found.episodes
    assert (episode.store_id, len(episode.transaction_ids)) == (store.pk, 3)
    assert (found.transactions, found.reviewer_minutes) == (3, 1.0)
    assert (
        backtest(rule=parse("no sale").rule, days=2, store_ids=[other_store.pk]).transactions == 2
    )
    with pytest.raises(BadRangeError):
        backtest(rule=parse("no sale").rule, days=4000, store_ids=None)


counting = RULES[tree.Count] | RULES[tree.Total]


def test_every_threshold_in_one_look_is_as_each_by_itself(north, monkeypatch):
    ground = Ground()
    monkeypatch.setattr(module.timezone, "now", lambda: NOON + timedelta(days=2))

    @EXAMPLES
    @given(st.lists(sketches, max_size=25), counting, st.sampled_from([2, 1, 3]))
    def check(stream, rule, least):
        with transaction.atomic():
            Transaction.objects.bulk_create(ground.row(s, n) for n, s in enumerate(stream))
            numbers = [Decimal(least + step) for step in range(4)]
            got = alerts_by_threshold(rule=rule, thresholds=numbers, days=9, store_ids=None)
            for number in numbers:
                one = backtest(rule=with_number(rule, number), days=9, store_ids=None)
                assert got[number] == len(one.episodes)
            transaction.set_rollback(True)

    check()


def test_single_amounts_have_thresholds_and_pairs_have_none(store, since):
    for cents in ("60.00", "70.00", "80.00"):
        touched(*no_sales(store, since, 0, flags=["refund"], amount=Decimal(cents)))
    wanted = {"thresholds": [Decimal(50), Decimal(70)], "days": 2, "store_ids": None}
    got = alerts_by_threshold(rule=parse("refund > $50").rule, **wanted)
    assert got == {Decimal(50): 3, Decimal(70): 1}
    with pytest.raises(NoThresholdError):
        alerts_by_threshold(rule=parse("void then no sale within 1 minute").rule, **wanted)


def lines(*command):
    out = io.StringIO()
    call_command(*command, stdout=out)
    return [orjson.loads(line) for line in out.getvalue().splitlines()]


def test_alerts_and_what_would_be_alerts_are_printed_alike(store, since):
    Rule.objects.update(state="off")
    a_rule(">2 no sales in 5 minutes")
    rows = no_sales(store, since, 0, 1, 2)
    for number, row in enumerate(rows):
        Transaction.objects.filter(pk=row.pk).update(transaction_no=str(number))
    touched(*rows)
    (alert,) = lines("export", "alerts", "--chain", "north", "--json")
    tried, last = lines("backtest", ">2 no sales in 5 minutes", "--chain", "north", "--days", "2")
    assert alert["rule_text"] == ">2 no sales in 5 minutes"
    assert alert["transaction_nos"] == ["0", "1", "2"]
    assert {name: alert[name] for name in tried} == tried
    assert tried["ended_at"] == (since + 2 * MINUTE).isoformat()
    assert last["summary"]["alerts"] == 1
    with pytest.raises(CommandError):
        lines("backtest", "sell the moon", "--chain", "north")
    assert not lines("export", "alerts", "--chain", "north", "--since", "2999-01-01")
