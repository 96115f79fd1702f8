"""Rules tried on past days: figures of the reader's own stores, now or as a job."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import OperationalError
from django.utils import timezone

from alerts.models import Alert, AlertTransaction, Proposal, Rule, Trial, TrialState
from alerts.services import propose as proposing
from alerts.services import trials
from alerts.services.pack import plant_pack
from alerts.services.propose import accept_proposal, propose
from alerts.services.rule_wishes import RuleError
from alerts.services.rules import RuleWish, add_rule, move_threshold
from alerts.services.trials import ask_trial
from jobs.models import Job
from jobs.worker import work
from stores.models import Cashier
from tests.review.factories import flagged
from transactions.models import HourlyTotal

TEXT = "Refund > $50"


def refund(store, *, days, amount, **fields):
    return flagged(
        store, at=timezone.now() - timedelta(days=days), event_type="refund",
        amount=Decimal(-amount), **fields,
    )  # fmt: skip


@pytest.fixture
def refunds(store, other_store):
    """Three at 101 that are large enough, one too small, one too old; one at 102."""
    cashier = Cashier.objects.create(store=store, code="7", name="Alex")
    rows = [
        refund(store, days=1, amount=60, cashier=cashier, status="escalate"),
        refund(store, days=2, amount=80, cashier=cashier, status="approved"),
        refund(store, days=2.001, amount=100),
    ]
    refund(store, days=3, amount=20)
    refund(store, days=40, amount=90)
    rows.append(refund(other_store, days=1, amount=70))
    return rows


def test_the_figures_add_up(cast, refunds, store):
    rule = add_rule(wish=RuleWish(name="Other", text="Refund > $90"), by=None)
    alert = Alert.objects.create(
        rule=rule, rule_version=1, store=store, key_kind="transaction", severity=20,
        started_at=refunds[2].occurred_at, ended_at=refunds[2].occurred_at,
    )  # fmt: skip
    AlertTransaction.objects.create(alert=alert, transaction=refunds[2])
    found = ask_trial(member=cast.member("owner"), text=TEXT, days=28).result
    assert (found["hits"], found["transactions"], found["dollars"]) == (4, 4, "310.00")
    assert found["per_store_week"] == 0.5
    assert (found["right"], found["decided"]) == (1, 2)
    assert [(each["hits"], each["dollars"]) for each in found["stores"]] == [
        (3, "240.00"),
        (1, "70.00"),
    ]
    assert [each["hits"] for each in found["cashiers"]] == [2]
    assert found["overlap"] == [{"rule": rule.pk, "shared": 1}]
    assert sum(sum(day["stores"].values()) for day in found["days"]) == 4
    assert len(found["days"]) == 29
    assert {each["transaction"] for each in found["examples"]} == {row.pk for row in refunds}


def test_who_sees_some_stores_has_figures_of_those(cast, refunds, other_store):
    limited = cast.member("limited")
    assert ask_trial(member=limited, text=TEXT, days=28).result["hits"] == 3
    with pytest.raises(RuleError, match="unknown_store"):
        ask_trial(member=limited, text=TEXT, days=28, store_ids=[other_store.pk])


def test_a_trial_is_read_by_who_asked_only(cast, refunds):
    trial = ask_trial(member=cast.member("limited"), text=TEXT, days=28)
    page = cast.client("limited").get(f"/rules/try/{trial.pk}/").content.decode()
    assert "Store 101" in page
    assert "Store 102" not in page
    assert cast.client("owner").get(f"/rules/try/{trial.pk}/").status_code == 404


def test_a_trial_of_a_store_that_one_may_no_longer_see_is_gone(cast, refunds, other_store):
    trial = ask_trial(member=cast.member("limited"), text=TEXT, days=28)
    Trial.objects.filter(pk=trial.pk).update(stores=[*trial.stores, other_store.pk])
    assert cast.client("limited").get(f"/rules/try/{trial.pk}/").status_code == 404


def test_many_transactions_are_a_job_with_progress(cast, refunds, monkeypatch):
    monkeypatch.setattr(trials, "AT_ONCE", 0)
    monkeypatch.setattr(trials, "_count", lambda trial: 1)
    trial = ask_trial(member=cast.member("owner"), text=TEXT, days=28)
    assert trial.state == TrialState.WAITING
    client = cast.client("owner")
    page = client.get(f"/rules/try/{trial.pk}/")
    assert "Going through the past days" in page.content.decode()
    version = page.context["page"].version
    assert client.get(f"/rules/try/{trial.pk}/state/?v={version}").status_code == 204
    work("quick", seconds=60)
    assert client.get(f"/rules/try/{trial.pk}/state/?v={version}").status_code == 200
    assert Job.objects.get(kind="run_trial").state == "done"
    assert Trial.objects.get(pk=trial.pk).result["hits"] == 4


def test_a_rule_that_takes_too_long_says_so(cast, refunds, monkeypatch):
    def slow(**_asked):
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(trials, "backtest", slow)
    trial = ask_trial(member=cast.member("owner"), text=TEXT, days=28)
    assert (trial.state, trial.reason) == (TrialState.FAILED, "too_slow")
    page = cast.client("owner").get(f"/rules/try/{trial.pk}/").content.decode()
    assert "This takes too long" in page


@pytest.mark.parametrize("days", [0, 401])
def test_too_many_days_are_refused(cast, north, days):
    with pytest.raises(RuleError, match="bad_days"):
        ask_trial(member=cast.member("owner"), text=TEXT, days=days)


def test_a_rule_that_is_not_understood_is_explained_on_the_form(cast, north):
    answer = cast.client("manager").post("/rules/try/", {"text": "refnd > $5", "days": "7"})
    assert answer.status_code == 422
    assert "Perhaps" in answer.content.decode()
    assert cast.client("viewer").get("/rules/try/").status_code == 403


def test_old_trials_go_with_the_next_one(cast, refunds):
    member = cast.member("owner")
    old = ask_trial(member=member, text=TEXT, days=7)
    Trial.objects.filter(pk=old.pk).update(asked_at=timezone.now() - timedelta(days=3))
    ask_trial(member=member, text=TEXT, days=7)
    assert Trial.objects.count() == 1


def large_refunds():
    plant_pack()
    return Rule.objects.get(code="refund_over_50")


@pytest.fixture
def known_days(store, other_store):
    """Both stores were heard for four weeks."""
    first = timezone.now().date() - timedelta(days=28)
    for place in (store, other_store):
        HourlyTotal.objects.create(
            store=place, business_date=first, hour=9, measure="type:sale", count=1, amount=1
        )


def test_a_rule_proposes_the_most_talkative_number_that_is_quiet_enough(
    cast, store, known_days, monkeypatch
):
    monkeypatch.setattr(proposing, "MOST_PER_STORE_WEEK", 0.5)  # four alerts in all
    for place in range(10):
        refund(store, days=1 + place, amount=30 + 10 * place)  # 30, 40 ... 120
    rule = large_refunds()
    proposal = propose(rule)
    hits = {Decimal(each["value"]): each["alerts"] for each in proposal.tried}
    assert hits[Decimal(50)] == 7
    assert Decimal(proposal.value) == min(value for value, count in hits.items() if count <= 4)
    moved = accept_proposal(rule=rule, by=cast.owner)
    assert moved.text == f"Refund > ${Decimal(proposal.value):.0f}"


def test_too_few_days_propose_nothing(north, store):
    rule = large_refunds()
    assert propose(rule) is None
    assert not Proposal.objects.exists()


def test_a_proposal_for_an_older_text_is_not_taken(cast, store, known_days):
    rule = large_refunds()
    propose(rule)
    moved = move_threshold(rule=rule, value=Decimal(75), by=cast.owner)
    with pytest.raises(RuleError, match="changed_meanwhile"):
        accept_proposal(rule=moved, by=cast.owner)
