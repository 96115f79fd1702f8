"""The risk of an item: explained, stable, from what is stored."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from alerts.models import (
    Alert,
    AlertState,
    AlertTransaction,
    ItemRisk,
    Rule,
    RuleState,
    Score,
    Scoring,
    StoreNormal,
)
from alerts.risk.parts import Item, parts_of, total
from alerts.services.rank import rank_reviews
from clips.models import Clip
from clips.services.plan import plan_for_files
from jobs.models import Job
from review.selectors.risk import risk_of
from stores.models import Cashier, CashierAssignment, Person
from tests.review.factories import NOON, flagged
from transactions.models import Review, Transaction
from transactions.services.reviews import decide

CASH = {"tenders": [{"tender_class": "cash", "amount": "-64.20"}]}
DAY = {"since": NOON.date(), "until": NOON.date()}


@pytest.fixture
def cashier(store):
    return Cashier.objects.create(store=store, code="7")


@pytest.fixture
def refund(store, cashier):
    return flagged(store, cashier=cashier, amount=Decimal("-64.20"), risk=77, receipt=CASH)


def surroundings(refund, **score):
    """A high count of refunds, an hour with hardly a sale, and two of three like it tagged."""
    hours = [100] * 24
    hours[12] = 1
    StoreNormal.objects.create(store=refund.store, sales_by_hour=hours, sales_a_day=20.0, like=[])
    values = {"cashier": refund.cashier, "span": "month", "metric": "refund", "sales": 1140}
    figures = {"observed": 9, "expected": 2.1, "probability": 0.97}
    Score.objects.create(store=refund.store, **DAY, **{**values, **figures, **score})
    tags = {"refund|2": [20, 30], "void|0": [0, 70]}
    Scoring.objects.create(done_at=NOON, number=3, tags=tags)


def found_by(refund, severity=30, **fields):
    rule = Rule.objects.create(
        name=f"Rule {severity}", text="Refund > $50", state=RuleState.ON, severity=severity
    )
    alert = Alert.objects.create(
        rule=rule,
        rule_version=1,
        store=refund.store,
        key_kind="transaction",
        started_at=refund.occurred_at,
        ended_at=refund.occurred_at,
        severity=severity,
        **fields,
    )
    AlertTransaction.objects.create(alert=alert, transaction=refund)
    return alert


def parts(refund):
    return {part["code"]: part["points"] for part in ItemRisk.objects.get(pk=refund.pk).parts}


def risk(refund):
    return Review.objects.get(pk=refund.pk).risk


def test_without_surroundings_the_parts_are_those_that_ingest_added_up(refund):
    rank_reviews([refund.store_id])
    assert parts(refund) == {"refund": 45, "amount": 14, "no_sale_linked": 8, "cash": 10}
    assert risk(refund) == 77


def test_each_surrounding_adds_its_part_and_its_words(refund, cast):
    surroundings(refund)
    found_by(refund, 20)
    rank_reviews([refund.store_id])
    added = {code: points for code, points in parts(refund).items() if code not in ("refund",)}
    assert added == {
        "amount": 14,
        "no_sale_linked": 8,
        "cash": 10,
        "rules": 12,
        "standing": 19,
        "hour": 12,
        "tagged": 11,
    }
    assert risk(refund) == 100
    shown = risk_of(refund, Review.objects.get(pk=refund.pk), cast.member("manager"))
    words = " ".join(part.words for part in shown.parts)
    assert "9 refunds in 4 weeks where peers have 2.1" in words
    assert "found by Rule 20" in words
    assert "of 30 like it, 20 were tagged to be looked into" in words
    assert "(12:00)" in words
    assert shown.sentence.startswith("Risk 100: Refund; 9 refunds in 4 weeks")


def test_who_may_not_see_scores_reads_no_figures_of_the_cashier(refund, cast):
    surroundings(refund)
    rank_reviews([refund.store_id])
    shown = risk_of(refund, Review.objects.get(pk=refund.pk), cast.member("viewer"))
    words = " ".join(part.words for part in shown.parts) + shown.sentence
    assert "9 refunds" not in words
    assert "the cashier's count beside that of peers" in words


def test_asking_again_changes_nothing_and_writes_nothing(refund):
    surroundings(refund)
    assert rank_reviews([refund.store_id]) == 1
    before = ItemRisk.objects.values().get()
    assert rank_reviews([refund.store_id]) == 0
    assert ItemRisk.objects.values().get() == before


def test_a_withdrawn_or_silent_alert_takes_its_part_away(refund):
    alert = found_by(refund)
    rank_reviews([refund.store_id])
    assert parts(refund)["rules"] == 20
    Alert.objects.filter(pk=alert.pk).update(state=AlertState.WITHDRAWN)
    rank_reviews([refund.store_id])
    assert "rules" not in parts(refund)
    Alert.objects.filter(pk=alert.pk).update(state=AlertState.OPEN, quiet_because="silent")
    rank_reviews([refund.store_id])
    assert risk(refund) == 77


def test_what_ingest_revised_is_worked_out_anew(refund):
    surroundings(refund)
    rank_reviews([refund.store_id])
    Transaction.objects.filter(pk=refund.pk).update(risk=63, amount=Decimal("-9.00"))
    Review.objects.filter(pk=refund.pk).update(risk=63)
    rank_reviews([refund.store_id])
    assert "amount" not in parts(refund)
    assert ItemRisk.objects.get(pk=refund.pk).base == 63


def test_newer_scores_are_heeded(refund):
    surroundings(refund)
    rank_reviews([refund.store_id])
    Score.objects.update(probability=0.2)
    assert rank_reviews([refund.store_id]) == 0  # scores change with their number only
    Scoring.objects.update(number=4)
    rank_reviews([refund.store_id])
    assert "standing" not in parts(refund)


def test_whose_the_number_was_on_that_day_counts(refund, cashier):
    ann, bob = (Person.objects.create(name=name) for name in ("Ann", "Bob"))
    turn = NOON.date()
    CashierAssignment.objects.create(cashier=cashier, person=ann, until=turn - timedelta(days=1))
    CashierAssignment.objects.create(cashier=cashier, person=bob, since=turn)
    surroundings(refund, person=ann)
    rank_reviews([refund.store_id])
    assert "standing" not in parts(refund)
    Score.objects.update(person=bob)
    Scoring.objects.update(number=4)
    rank_reviews([refund.store_id])
    assert parts(refund)["standing"] == 19


def test_decided_reviews_keep_the_risk_they_were_decided_with(refund, cast):
    decide(member=cast.member("manager"), transaction_id=refund.pk, status="approved", version=0)
    surroundings(refund)
    assert rank_reviews([refund.store_id]) == 0
    assert risk(refund) == 77


def test_a_clip_that_waits_to_be_fetched_moves_up(refund, north):
    plan_for_files(north, [refund.source_file_id])
    before = Job.objects.get(kind="fetch_clip").priority
    surroundings(refund)
    rank_reviews([refund.store_id])
    assert Clip.objects.filter(transaction=refund).exists()
    assert Job.objects.get(kind="fetch_clip").priority > before


def test_a_kind_that_is_always_approved_sinks():
    item = Item("no_sale", None, DETAILS, False, 0, (), None, ())
    tags = {"no_sale|0": [0, 90], "refund|2": [50, 60]}
    assert ("tagged", -9) in [part[:2] for part in parts_of(item, tags)]
    assert total(parts_of(item, tags)) == 26


DETAILS = [{"flag": "no_sale", "confidence": "certain", "code": "no_sale", "params": {}}]
