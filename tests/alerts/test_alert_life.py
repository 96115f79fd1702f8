"""What becomes of an alert: raised, grown, merged, withdrawn, taken up again; told or not; and
the reviews that follow it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from alerts.compiling import compiled
from alerts.models import Alert, AlertState, Rule, RuleTrouble
from alerts.services import episodes, evaluate, evaluate_rules_in
from alerts.services.evaluate import evaluate_rule, evaluate_stores
from jobs.models import Job
from tests.review.factories import plain
from tests.transactions.journals import Ring, journal
from tests.transactions.settling import take_in
from transactions.models import Note, Review, Touched, Transaction

BURST = ">2 no sales in 5 minutes"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def since():
    """A while ago, so that nothing is in the future and all of it is of today."""
    return timezone.now().replace(microsecond=0) - timedelta(hours=2)


@pytest.fixture(autouse=True)
def _only_ours(north):
    Rule.objects.update(state="off")


def a_rule(text=BURST, **fields):
    return Rule.objects.create(**{"name": text, "text": text, "state": "on", **fields})


def no_sales(store, since, *minutes, **fields):
    odd = {"event_type": "no_sale", "flags": ["no_sale"], "amount": None, **fields}
    return [plain(store, at=since + minute * MINUTE, **odd) for minute in minutes]


def touched(*rows):
    for row in rows:
        Touched.objects.create(store=row.store, since=row.occurred_at, until=row.occurred_at)
    return evaluate_stores(sorted({row.store_id for row in rows}))


def told():
    return set(map(int, Job.objects.filter(kind="tell_alert").values_list("key", flat=True)))


def standing():
    return Alert.objects.exclude(state="withdrawn").order_by("started_at")


def withdraw(*rows):
    Transaction.objects.filter(pk__in=[row.pk for row in rows]).update(standing="withdrawn")
    touched(*rows)


def test_a_burst_is_one_alert_that_grows_and_is_told(store, since):
    a_rule()
    touched(*no_sales(store, since, 0, 1, 2))
    (alert,) = standing()
    assert (alert.count, alert.key_kind, alert.register.code) == (3, "register", "1")
    assert told() == {alert.pk}
    touched(*no_sales(store, since, 4, 5))
    (grown,) = standing()
    assert (grown.pk, grown.count, grown.ended_at) == (alert.pk, 5, since + 5 * MINUTE)


def test_a_late_row_makes_two_alerts_one_and_the_older_stays(store, since):
    a_rule()
    touched(*no_sales(store, since, 10, 11, 12))
    older = standing().get()
    touched(*no_sales(store, since, 0, 1, 2))
    Alert.objects.exclude(pk=older.pk).update(told_at=since)
    assert standing().count() == 2
    touched(*no_sales(store, since, 6, 7))
    left = standing().get()
    assert (left.pk, left.count, left.told_at) == (older.pk, 8, since)
    gone = Alert.objects.get(state="withdrawn")
    assert gone.merged_into_id == older.pk


def test_what_is_withdrawn_and_comes_back_is_the_same_alert_and_still_seen(store, since):
    a_rule()
    rows = no_sales(store, since, 0, 1, 2)
    touched(*rows)
    alert = standing().get()
    standing().update(state=AlertState.SEEN, seen_at=since, told_at=since)
    withdraw(rows[1])
    assert not standing().exists()
    Transaction.objects.update(standing="")
    touched(rows[1])
    again = Alert.objects.get()
    assert (again.pk, again.state, again.told_at) == (alert.pk, AlertState.SEEN, since)


def test_a_seen_alert_is_open_again_only_when_it_has_grown_by_much(store, since):
    a_rule()
    touched(*no_sales(store, since, 0, 1, 2))
    standing().update(state=AlertState.SEEN, seen_at=since)
    for minute in (3, 4):
        touched(*no_sales(store, since, minute))
        assert standing().get().state == AlertState.SEEN
    touched(*no_sales(store, since, 5))
    assert standing().get().state == AlertState.OPEN


def test_plain_sales_that_an_alert_is_about_are_to_be_reviewed_while_it_stands(store, since):
    a_rule(">2 sales in 5 minutes")
    rows = [plain(store, at=since + minute * MINUTE) for minute in range(3)]
    touched(*rows)
    assert set(Review.objects.values_list("primary_flag", "risk")) == {("pattern", 38)}
    files = {str(row.source_file_id) for row in rows}
    assert files == set(Job.objects.filter(kind="plan_clips").values_list("key", flat=True))
    Review.objects.filter(pk=rows[0].pk).update(status="approved", version=1)
    Note.objects.create(transaction=rows[1], author_name="N", text="Seen that.")
    withdraw(rows[2])
    assert set(Review.objects.values_list("pk", flat=True)) == {rows[0].pk, rows[1].pk}


def test_a_review_that_a_replay_has_dropped_is_there_again(store, since):
    a_rule(">2 sales in 5 minutes")
    rows = [plain(store, at=since + minute * MINUTE) for minute in range(3)]
    touched(*rows)
    Review.objects.all().delete()
    touched(rows[0])
    assert Review.objects.count() == 3


@pytest.mark.parametrize(
    ("rule", "row", "why"),
    [
        ({"state": "silent"}, {}, "silent"),
        ({}, {"is_baseline": True}, "history"),
    ],
)
def test_who_is_quiet_is_recorded_and_tells_nobody(store, since, rule, row, why):
    a_rule(">2 sales in 5 minutes", **rule)
    touched(*(plain(store, at=since + minute * MINUTE, **row) for minute in range(3)))
    assert standing().get().quiet_because == why
    assert not told()
    assert not Review.objects.exists()


def test_what_came_more_than_a_day_late_tells_nobody_until_something_new_is_in_it(store, since):
    a_rule(">2 no sales in 24 hours")
    touched(*no_sales(store, since - timedelta(hours=22, minutes=3), 0, 1, 2))
    alert = standing().get()
    assert (alert.quiet_because, told()) == ("too_old", set())
    touched(*no_sales(store, since - timedelta(minutes=5), 0))
    grown = standing().get()
    assert (grown.pk, grown.count, grown.quiet_because) == (alert.pk, 4, "")
    assert told() == {alert.pk}


@pytest.mark.parametrize(
    ("why", "asks"), [("cooldown", True), ("nobody", True), ("snoozed", True), ("history", False)]
)
def test_what_was_quiet_for_a_while_is_asked_about_again_when_it_grows(store, since, why, asks):
    a_rule()
    touched(*no_sales(store, since, 0, 1, 2))
    Alert.objects.update(quiet_because=why)
    Job.objects.filter(kind="tell_alert").delete()
    is_history = why == "history"
    Transaction.objects.update(is_baseline=is_history)
    touched(*no_sales(store, since, 3, is_baseline=is_history))
    assert standing().get().count == 4
    assert bool(told()) is asks


def test_a_changed_rule_takes_over_what_it_still_finds_and_withdraws_the_rest(store, since):
    rule = a_rule()
    touched(*no_sales(store, since, 0, 1, 2, 3))
    touched(*no_sales(store, since, 30, 31, 32))
    four, _three = standing()
    rule.text, rule.version = ">3 no sales in 5 minutes", 2
    rule.save()
    assert evaluate_rule(rule) == 0
    left = standing().get()
    assert (left.pk, left.rule_version) == (four.pk, 2)


def test_a_new_rule_takes_nothing_from_those_that_wait(store, since):
    a_rule("suspended not resumed within 30 minutes")
    odd = {"event_type": "suspend", "flags": ["suspended"]}
    touched(plain(store, at=since, **odd))
    late = plain(store, at=since + 40 * MINUTE)
    evaluate_rule(a_rule("refund"))
    assert not standing().exists()
    touched(late)
    assert standing().get().started_at == since


def test_a_rule_that_takes_too_long_is_said_and_harms_no_other(store, since, monkeypatch):
    slow, well = a_rule("no sale"), a_rule()
    monkeypatch.setattr(evaluate, "MOST_SECONDS", 0.2)

    def sleepy(rule):
        meant = evaluate_rules_in.compiled_rule(rule)
        return replace(meant, sql="SELECT pg_sleep(5)") if rule == slow else meant

    monkeypatch.setattr(evaluate, "compiled_rule", sleepy)
    (outcome,) = touched(*no_sales(store, since, 0, 1, 2)).values()
    assert outcome == {"spans": 3, "failed_rules": {str(slow.pk): "too_slow"}}
    assert standing().get().rule == well
    assert Job.objects.get(kind="evaluate_rule").key == str(slow.pk)
    touched(*no_sales(store, since - timedelta(hours=30), 0))
    assert RuleTrouble.objects.get().behind_since == since - timedelta(hours=30)
    monkeypatch.undo()
    evaluate_rule(slow)
    assert Alert.objects.filter(rule=slow).count() == 4
    assert not RuleTrouble.objects.exists()


def test_a_rule_that_breaks_the_query_is_said_and_harms_no_other(store, since, monkeypatch):
    bad, well = a_rule("no sale"), a_rule()

    def broken(rule):
        meant = evaluate_rules_in.compiled_rule(rule)
        return replace(meant, sql="SELECT 1 / 0") if rule == bad else meant

    monkeypatch.setattr(evaluate, "compiled_rule", broken)
    touched(*no_sales(store, since, 0, 1, 2))
    assert standing().get().rule == well
    assert RuleTrouble.objects.get().code == "failed"


def test_an_alert_that_cannot_be_written_is_said_and_those_of_the_others_are(
    store, since, monkeypatch
):
    bad, well = a_rule("no sale"), a_rule()

    def broken(rule):
        meant = evaluate_rules_in.compiled_rule(rule)
        if rule != bad:
            return meant
        too_much = meant.sql.replace("least(round(amount, 2), 999999999999.99)", "1e30::numeric")
        assert too_much != meant.sql
        return replace(meant, sql=too_much)

    monkeypatch.setattr(evaluate, "compiled_rule", broken)
    touched(*no_sales(store, since, 0, 1, 2))
    assert standing().get().rule == well
    assert RuleTrouble.objects.get().code == "failed"
    assert RuleTrouble.objects.get().rule == bad


def test_a_text_that_nobody_understands_any_more_is_said(store, since):
    bad, well = a_rule("sell the moon"), a_rule()
    touched(*no_sales(store, since, 0, 1, 2))
    assert standing().get().rule == well
    assert RuleTrouble.objects.get(rule=bad).code == "not_understood"


def test_what_has_no_end_is_refused(store, since, monkeypatch):
    endless = a_rule(">1 no sales in 1 hour")
    monkeypatch.setattr(episodes, "LONGEST", timedelta(hours=6))
    rows = no_sales(store, since, *range(-900, 0, 30))
    touched(rows[-1])
    assert RuleTrouble.objects.get(rule=endless).code == "endless"


def test_the_text_of_a_person_never_becomes_part_of_the_query(store, since):
    for text in ('refund with item "x\') OR true; --"', "no sale by cashier 1; at register '7'"):
        meant = evaluate_rules_in.compiled_rule(Rule(text=text))
        assert meant is None or ("OR true" not in meant.sql and "'7'" not in meant.sql)
    a_rule('sale with item "x\') OR true; --"')
    touched(plain(store, at=since), plain(store, at=since, receipt={"lines": [{}]}))
    assert not standing().exists()
    line = {"description": "A X') or TRUE; -- B"}
    touched(plain(store, at=since, receipt={"lines": [line]}))
    assert standing().count() == 1


def test_a_store_with_another_number_or_zone_is_read_as_it_is_now(store, since):
    at = datetime(2026, 3, 4, 4, 30, tzinfo=UTC)  # 23:30 in New York, 20:30 in Los Angeles
    a_rule("no sale after 10pm", stores=[store.pk])
    touched(*no_sales(store, at, 0))
    assert standing().count() == 1
    store.code, store.timezone = "990", "America/Los_Angeles"
    store.save()
    row = Transaction.objects.get()
    touched(row)
    assert not standing().exists()


def test_files_in_either_order_end_in_the_same_alert(store):
    a_rule(">2 no sales in 5 minutes")
    rings = [Ring(n, "no_sale", time=f"14:0{n}:00") for n in range(1, 5)]
    take_in(store, journal(*rings[2:]))
    assert not standing().exists()
    take_in(store, journal(*rings[:2]), journal(*rings))
    alert = standing().get()
    numbers = alert.links.values_list("transaction__transaction_no", flat=True)
    assert sorted(numbers) == ["1", "2", "3", "4"]
    assert compiled(evaluate_rules_in.parse(">2 no sales in 5 minutes").rule).reach == 5 * MINUTE
