"""Scores of a chain, from hourly totals to rows, export and words."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import date, timedelta

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from alerts.models import Score, Scoring, Span, StoreNormal
from alerts.score_words import score_sentence
from alerts.services import scoring
from alerts.services.scores import scores_of
from jobs.models import Job
from stores.models import Cashier, CashierAssignment, Person, Register
from tests.alerts.scores.hours import LAST, cashiers, worked
from transactions.models import HourlyTotal

USUAL = {"flag:refund": 4.0, "flag:no_sale": 6.0, "flag:void": 3.0}


@pytest.fixture
def chain(store, other_store):
    """Five cashiers at each of two stores; the first of all refunds six times too often."""
    rng, rows = np.random.default_rng(7), []
    for place in (store, other_store):
        for cashier in cashiers(place, 5):
            is_planted = (place, cashier.code) == (store, "c1")
            events = {**USUAL, "flag:refund": 24.0} if is_planted else USUAL
            rows += worked(rng, cashier, events=events)
    HourlyTotal.objects.bulk_create(rows, batch_size=5000)
    return Cashier.objects.get(store=store, code="c1")


def told(**where):
    names = ("cashier__store__code", "cashier__code", "person", "metric", "span")
    figures = ("observed", "expected", "probability", "stands_out", "sales", "weeks", "doubt")
    return sorted(Score.objects.filter(**where).values_list(*names, *figures), key=str)


def test_the_one_who_refunds_too_often_stands_out_and_nobody_else(chain):
    scoring.score_chain()
    assert {row.cashier_id for row in Score.objects.filter(stands_out=True)} == {chain.pk}
    score = scores_of(None, Span.QUARTER).first()
    assert (score.cashier, score.metric) == (chain, "refund")
    assert score.probability > 0.99
    assert score.low < score.observed / score.expected < score.high * 1.2
    assert score.since == LAST - timedelta(days=90)
    assert len(score.weeks) == 13
    assert sum(week[0] for week in score.weeks) == score.observed
    said = f"{score.observed} refunds in {score.sales:,} sales; peers on the same shifts expect"
    assert score_sentence(score).startswith(said)
    assert score_sentence(score).endswith("above twice the peer rate over 99 %.")


def test_scores_do_not_depend_on_the_order_of_rows_nor_on_older_scores(chain):
    scoring.score_chain()
    first = told()
    rows = list(HourlyTotal.objects.order_by("-count", "pk"))
    HourlyTotal.objects.all().delete()
    for row in rows:
        row.pk = None
    HourlyTotal.objects.bulk_create(rows, batch_size=5000)
    scoring.score_chain()
    assert told() == first
    assert first


def test_pumps_machines_and_training_change_nothing(chain, store):
    scoring.score_chain()
    before = told()
    rng = np.random.default_rng(8)
    Register.objects.create(store=store, code="90", register_class="outside")
    pump = Cashier.objects.create(store=store, code="pump", is_person=False)
    worked_by_pump = worked(rng, pump, events={"flag:refund": 900.0})
    outside = worked(rng, chain, events={"flag:refund": 900.0}, register="90")
    training = worked(rng, chain, events={"flag:training_sale": 900.0})
    training = [row for row in training if row.measure == "flag:training_sale"]
    HourlyTotal.objects.bulk_create([*worked_by_pump, *outside, *training], batch_size=5000)
    scoring.score_chain()
    assert told() == before


def test_numbers_of_one_person_are_one_and_a_number_given_out_again_is_two(chain, store):
    ann, bob = Person.objects.create(name="Ann"), Person.objects.create(name="Bob")
    second, third = (Cashier.objects.get(store=store, code=code) for code in ("c2", "c3"))
    for number in (second, third):
        CashierAssignment.objects.create(cashier=number, person=ann)
    turn = LAST - timedelta(days=40)
    CashierAssignment.objects.create(cashier=chain, person=ann, until=turn)
    CashierAssignment.objects.create(cashier=chain, person=bob, since=turn + timedelta(days=1))
    scoring.score_chain()
    rows = Score.objects.filter(store=store, span="quarter", metric="refund")
    assert rows.get(person=ann).cashier == third
    assert rows.get(person=bob).cashier == chain
    assert rows.get(person=bob).sales == pytest.approx(40 * 40, rel=0.1)
    assert not rows.filter(person=None, cashier__in=[chain, second, third]).exists()


def test_too_few_sales_and_too_few_peers_are_said_and_never_stand_out(store):
    rng = np.random.default_rng(9)
    some = cashiers(store, 3)
    rows = [row for each in some for row in worked(rng, each, events=USUAL, days=30)]
    new = Cashier.objects.create(store=store, code="new")
    rows += worked(rng, new, events={"flag:refund": 300.0}, days=2)
    HourlyTotal.objects.bulk_create(rows)
    scoring.score_chain()
    words = {score.cashier.code: score_sentence(score) for score in scores_of([store.pk])}
    assert words["new"].endswith("sales: too few sales to say.")
    assert words["c1"].endswith("too few cashiers to compare with.")
    assert not Score.objects.filter(stands_out=True).exists()


def test_a_clock_that_runs_years_ahead_moves_nothing(chain, store):
    HourlyTotal.objects.create(
        store=store,
        cashier=chain,
        business_date=date(2093, 1, 1),
        hour=9,
        measure="type:sale",
        count=1,
        amount=1,
    )
    scoring.score_chain()
    assert set(Score.objects.values_list("until", flat=True)) == {LAST}


def test_a_chain_of_which_nothing_was_heard_has_no_scores(store):
    assert scoring.score_chain() == 0
    assert Scoring.objects.get().number == 1


def test_like_stores_sell_as_much_in_the_same_hours(chain, store, other_store):
    scoring.score_chain()
    assert StoreNormal.objects.get(store=store).like == [other_store.pk]
    HourlyTotal.objects.filter(store=other_store).update(hour=F("hour") - 8)
    scoring.score_chain()
    assert StoreNormal.objects.get(store=store).like == []


def test_reading_works_nothing_out(chain, django_assert_num_queries):
    scoring.score_chain()
    with django_assert_num_queries(1):
        for score in scores_of(None, Span.MONTH, metrics=["refund"]):
            score_sentence(score)
            assert str(score.cashier)
            assert str(score.store)


def test_export_names_what_design_says_and_is_never_older_than_the_rows(chain, north):
    scoring.score_chain()
    HourlyTotal.objects.filter(cashier=chain, measure="flag:refund").update(cashier=None)
    assert _exported(north)[0]["cashier"] != "c1"
    since = LAST - timedelta(days=20)
    row = _exported(north, "--since", str(since))[0]
    assert row.keys() >= {"store", "cashier", "metric", "observed", "expected", "interval"}
    assert (row["since"], row["until"]) == (str(since), str(LAST))
    assert 0 <= row["probability"] <= 1


def _exported(chain, *more):
    out = io.StringIO()
    call_command("export", "scores", "--chain", chain.schema_name, "--json", *more, stdout=out)
    connection.set_tenant(chain)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_scores_are_asked_for_once_at_night_and_soon_after_much_came_in(chain, north):
    scoring.ask_for_scores()
    job = Job.objects.get(kind="score_chain")
    assert job.run_after <= job.created_at + scoring.SOON
    Job.objects.all().delete()
    scoring.score_chain()
    scoring.ask_for_scores()
    scoring.ask_for_scores()
    job = Job.objects.get(kind="score_chain")
    assert job.run_after == scoring.next_night(job.created_at)


def test_the_worker_that_reads_journals_does_not_load_what_calculates():
    program = (
        "import django, sys; django.setup(); import lossprevention.pipeline;"
        "sys.exit(any(name.startswith(('alerts.scores.special', 'alerts.services.score_rows'))"
        " for name in sys.modules))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lossprevention.settings"}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
