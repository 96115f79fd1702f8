"""Several rules about shifts take them from one table, and find what each finds alone."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from alerts.compiling import at_hand, compiled
from alerts.models import AlertTransaction, Rule, RuleTrouble
from alerts.rules import parse
from alerts.services import evaluate
from alerts.services.evaluate import evaluate_stores
from tests.alerts.streams import NOON, STEP, Ground
from transactions.models import Touched, Transaction

TEXTS = (
    ">= 2 no sales per shift by register",
    ">= 2 voids per shift by cashier",
    "refunds total > $20 per shift by store",
    ">= 3 sales per shift by register",
    ">= 2 no sales per day by register",
)


@pytest.fixture
def stream(north):
    """Rows of three days, some with a shift's number, some of a till, some of neither."""
    Rule.objects.update(state="off")
    ground, draw = Ground(), random.Random(7)
    for number in range(120):
        sketch = {
            "kind": draw.choice(["no_sale", "void", "refund", "sale", "sale"]),
            "step": draw.randrange(400),
            "seconds": 0,
            "store": draw.choice(["101", "102"]),
            "register": draw.choice(["1", "2", None]),
            "cashier": draw.choice(["7", "8"]),
            "amount": 20,
            "taken": None,
            "is_up": False,
            "shift_no": draw.choice(["", "1"]),
            "till": draw.choice(["", "4"]),
            "days_off": draw.choice([0, 0, 0, 9]),
            "no": "",
            "names": "",
            "tender": "cash",
            "item": "coffee",
            "standing": draw.choice(["", "", "second"]),
            "quality": "exact",
            "is_baseline": False,
        }
        ground.row(sketch, number).save()
    for text in TEXTS:
        Rule.objects.create(name=text, text=text, state="on")
    return ground


def look(ground, since=NOON, until=NOON + 400 * STEP):
    stores = [store.pk for store in ground.stores.values()]
    for pk in stores:
        Touched.objects.create(store_id=pk, since=since, until=until)
    evaluate_stores(stores)
    assert not RuleTrouble.objects.exists()


def found():
    links = AlertTransaction.objects.exclude(alert__state="withdrawn")
    by_alert = {}
    for alert, rule, pk in links.values_list("alert", "alert__rule__text", "transaction"):
        by_alert.setdefault((alert, rule), set()).add(pk)
    return sorted((rule, sorted(pks)) for (_alert, rule), pks in by_alert.items())


@pytest.fixture
def each_alone(stream, monkeypatch):
    """What each rule finds with shifts of its own."""
    with monkeypatch.context() as patched, transaction.atomic():
        patched.setattr(at_hand, "FEWEST", 99)
        look(stream)
        each = found()
        transaction.set_rollback(True)
    assert {rule for rule, _ in each} == set(TEXTS)
    return each


@pytest.fixture
def laid_out(monkeypatch):
    calls, lay_out = [], at_hand.lay_out

    def counted(rules, spans):
        calls.append(len(rules))
        lay_out(rules, spans)

    monkeypatch.setattr(at_hand, "lay_out", counted)
    return calls


def test_the_same_is_found_with_shifts_worked_out_once(stream, each_alone, laid_out):
    look(stream)
    assert laid_out == [4]
    assert found() == each_alone


def test_a_second_look_in_the_same_transaction_has_its_own_shifts(stream, each_alone, laid_out):
    look(stream)
    last = Transaction.objects.filter(standing="", event_type="no_sale").first()
    Transaction.objects.filter(pk=last.pk).update(standing="withdrawn")
    look(stream, last.occurred_at, last.occurred_at)
    assert len(laid_out) == 2
    kept = found()
    assert kept != each_alone
    look(stream)
    assert found() == kept


def test_behind_a_pooler_too(stream, each_alone, laid_out, monkeypatch):
    # through the proxy it would not be put back
    monkeypatch.setattr(connections["default"], "_is_direct", False)
    look(stream)
    assert laid_out == [4]
    assert found() == each_alone


def test_where_laying_out_takes_too_long_each_rule_tries_by_itself(stream, each_alone, monkeypatch):
    monkeypatch.setattr(evaluate, "MOST_SECONDS", 3)
    tried = []

    def slow(_rules, _spans):
        tried.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(20)")

    monkeypatch.setattr(at_hand, "lay_out", slow)
    look(stream)
    assert tried == [1]
    assert found() == each_alone


def test_a_rule_about_part_of_a_shift_works_out_its_own():
    assert compiled(parse("no sale in first hour of shift").rule).at_hand_sql == ""
    assert compiled(parse(">= 2 no sales per day").rule).at_hand_sql == ""


def test_only_rules_about_plain_sales_lay_them_out(stream):
    rules = [compiled(parse(text).rule) for text in TEXTS[:3]]
    days = timedelta(days=10)
    spans = [
        evaluate.Span(
            store.pk,
            NOON - days,
            NOON + days,
            (NOON - days).date(),
            (NOON + days).date(),
        )
        for store in stream.stores.values()
    ]

    def kinds():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT t.event_type FROM pg_temp.shifts_at_hand"
                " JOIN transactions_transaction t USING (id)"
            )
            return {kind for (kind,) in cursor.fetchall()}

    at_hand.lay_out(rules, spans)
    assert kinds() == {"no_sale", "void", "refund"}
    at_hand.lay_out([*rules, compiled(parse(TEXTS[3]).rule)], spans)
    assert kinds() == {"no_sale", "void", "refund", "sale"}
