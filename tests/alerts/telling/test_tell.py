"""Who is told of an alert, and when; and why nobody is."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from accounts.models import Membership, User
from alerts.models import Alert, Delivery, Severity, Subscription, Webhook
from alerts.services.acknowledge import acknowledge
from jobs.models import Job
from jobs.worker import work
from stores.models import StoreAccess
from tests.alerts.telling.factories import (
    a_rule,
    an_alert,
    ask_to_tell,
    come_due,
    hand_over,
    messages,
    tell,
)

pytestmark = pytest.mark.django_db
HIGH, MEDIUM, LOW = Severity.HIGH, Severity.MEDIUM, Severity.LOW


def people(rows=None):
    rows = messages() if rows is None else rows
    return {User.objects.get(pk=row.user_id).email.partition("@")[0] for row in rows}


def wishes(user, channel="email", **fields):
    return Subscription.objects.create(user=user, channel=channel, **fields)


def at(monkeypatch, moment):
    """Whatever asks for the time in telling gets this one."""
    for module in ("alerts.services.tell", "alerts.messages.alerts"):
        monkeypatch.setattr(f"{module}.timezone.now", lambda: moment)


def test_managers_hear_of_medium_in_their_stores_without_any_set_up(cast, store):
    tell(an_alert(store))
    assert people() == {"manager", "limited"}


def test_who_is_limited_to_other_stores_is_told_nothing(cast, store, other_store):
    tell(an_alert(other_store))
    assert people() == {"manager"}


def test_owner_and_admin_hear_of_high_when_nobody_acknowledges(cast, store):
    alert = an_alert(store, severity=HIGH)
    tell(alert)
    assert people() == {"manager", "limited"}
    job = Job.objects.get(kind="escalate_alert", key=f"{alert.pk}:30")
    wait = job.run_after - Alert.objects.get().told_at
    assert wait == timedelta(minutes=30)
    come_due("escalate_alert")
    assert people(messages(kind="escalation")) == {"owner", "admin"}
    come_due("escalate_alert")
    assert len(messages(kind="escalation")) == 2


def test_an_acknowledged_alert_escalates_to_nobody(cast, store):
    alert = an_alert(store, severity=HIGH)
    tell(alert)
    acknowledge(alert=alert, by=cast.manager)
    come_due("escalate_alert")
    assert messages(kind="escalation") == []


def test_a_chain_of_one_person_hears_of_medium_at_once(cast, store):
    Membership.objects.exclude(user=cast.owner).update(is_active=False)
    tell(an_alert(store))
    assert people() == {"owner"}


def test_of_low_severity_nobody_is_told_and_the_alert_says_so(cast, store):
    tell(an_alert(store, severity=LOW))
    assert messages() == []
    assert Alert.objects.get().quiet_because == "nobody"
    assert Alert.objects.get().told_at is None


@pytest.mark.parametrize("gone", ["person", "membership", "store"])
def test_who_may_not_see_it_any_more_is_told_nothing(cast, store, gone):
    """Neither when it is found, nor when a message waits already."""
    alert = an_alert(store)

    def lose():
        if gone == "person":
            User.objects.filter(pk=cast.limited.pk).update(is_active=False)
        elif gone == "membership":
            Membership.objects.filter(user=cast.limited).update(is_active=False)
        else:
            StoreAccess.objects.filter(user=cast.limited).delete()

    tell(alert)
    lose()
    hand_over()
    (row,) = [each for each in messages() if each.recipient == f"user:{cast.limited.pk}"]
    assert row.state == "suppressed"
    tell(an_alert(store))
    assert people(messages(state="queued")) == {"manager"}


def test_what_is_found_in_one_go_is_one_message(cast, store, mailoutbox):
    tell(*[an_alert(store) for _each in range(15)])
    assert len(messages()) == 2
    hand_over(now=False)
    assert len(mailoutbox) == 2
    assert "15 alerts at Store 101" in mailoutbox[0].subject
    assert mailoutbox[0].body.count("Refund over $50: $64.20") == 12
    assert "3 more" in mailoutbox[0].body


def test_what_comes_shortly_after_waits_and_comes_as_one(cast, store, mailoutbox):
    tell(an_alert(store))
    hand_over(now=False)
    for _each in range(3):
        tell(an_alert(store))
    waiting = messages(state="queued")
    assert len(waiting) == 2
    assert all(row.links.count() == 3 for row in waiting)
    assert all(
        timedelta(0) < row.send_after - timezone.now() <= timedelta(minutes=1) for row in waiting
    )
    hand_over(now=False)
    assert len(mailoutbox) == 2
    hand_over()
    assert len(mailoutbox) == 4


def test_an_alert_that_grows_is_told_once(cast, store):
    alert = an_alert(store)
    tell(alert)
    tell(alert)
    Alert.objects.update(told_at=None)
    tell(alert)
    assert [row.links.count() for row in messages()] == [1, 1]


@pytest.mark.parametrize(
    ("rule", "alert", "code"),
    [
        ({"state": "silent"}, {}, "silent"),
        ({"snoozed_until": timezone.now() + timedelta(hours=1)}, {}, "snoozed"),
        ({"snoozed_until": timezone.now() - timedelta(hours=1)}, {}, ""),
        ({}, {"ago": timedelta(hours=25)}, "too_old"),
        ({}, {"quiet_because": "history"}, "history"),
        ({"schedule": {"days": [], "from": "03:00", "until": "03:01"}}, {}, "schedule"),
        ({"schedule": {"from": "nonsense"}}, {}, ""),
    ],
)
def test_why_nobody_is_told(cast, store, rule, alert, code):
    if rule.get("schedule", {}).get("until"):
        hour = (timezone.now().astimezone(store.zone) + timedelta(hours=6)).strftime("%H:%M")
        rule = {"schedule": {"from": hour, "until": hour[:3] + "59"}}
    made = an_alert(store, rule=a_rule(**rule), **alert)
    tell(made)
    made.refresh_from_db()
    assert made.quiet_because == code
    assert bool(messages()) is not bool(code)
    assert (made.told_at is None) is bool(code)


def test_a_rule_cools_down_for_the_same_register_only(cast, store):
    rule = a_rule(cooldown_minutes=30)
    tell(an_alert(store, rule=rule))
    same, other = an_alert(store, rule=rule), an_alert(store, rule=rule, register="2")
    tell(same, other)
    assert Alert.objects.get(pk=same.pk).quiet_because == "cooldown"
    assert Alert.objects.get(pk=other.pk).quiet_because == ""
    Alert.objects.exclude(pk=same.pk).update(told_at=timezone.now() - timedelta(minutes=31))
    tell(same)
    assert Alert.objects.get(pk=same.pk).quiet_because == ""


def minutes_later(minutes):
    """Of what was told, and of what waits."""
    back = timedelta(minutes=minutes)
    Alert.objects.exclude(told_at=None).update(told_at=F("told_at") - back)
    Job.objects.filter(kind="tell_alert", state="queued").update(run_after=F("run_after") - back)
    work("quick", seconds=20)


def waiting_to_tell():
    return list(Job.objects.filter(kind="tell_alert", state="queued"))


def test_what_grows_while_its_rule_is_quiet_is_told_once_when_that_is_over(cast, store):
    Membership.objects.exclude(user=cast.manager).update(is_active=False)
    rule = a_rule(cooldown_minutes=30)
    first = an_alert(store, rule=rule)
    tell(first)
    first.refresh_from_db()
    two = [an_alert(store, rule=rule), an_alert(store, rule=rule)]
    tell(*two)
    assert waiting_to_tell() == []  # what does not grow is told of by the first
    hand_over()
    for _growing in range(3):
        tell(*two)
    assert {job.run_after - first.told_at for job in waiting_to_tell()} == {timedelta(minutes=30)}
    minutes_later(29)
    assert len(messages()) == 1
    minutes_later(2)
    assert set(Alert.objects.values_list("quiet_because", flat=True)) == {""}
    _first, later = messages()
    assert set(later.links.values_list("alert", flat=True)) == {each.pk for each in two}
    tell(*two)
    assert len(messages()) == 2
    assert waiting_to_tell() == []


def test_what_waits_for_a_quiet_rule_waits_on_when_that_tells_of_something_else(cast, store):
    rule = a_rule(cooldown_minutes=30)
    first = an_alert(store, rule=rule)
    tell(first)
    Alert.objects.filter(pk=first.pk).update(told_at=timezone.now() - timedelta(minutes=20))
    grown = an_alert(store, rule=rule)
    tell(grown)
    tell(grown)
    meanwhile = timezone.now() - timedelta(seconds=20)
    Alert.objects.filter(pk=an_alert(store, rule=rule).pk).update(told_at=meanwhile)
    told = len(messages())
    come_due("tell_alert")
    assert len(messages()) == told
    assert [job.run_after for job in waiting_to_tell()] == [meanwhile + timedelta(minutes=30)]


@pytest.mark.parametrize("answer", ["seen", "withdrawn"])
def test_what_somebody_has_answered_meanwhile_is_not_told_after_all(cast, store, answer):
    rule = a_rule(cooldown_minutes=30)
    tell(an_alert(store, rule=rule))
    grown = an_alert(store, rule=rule)
    tell(grown)
    tell(grown)
    Alert.objects.filter(pk=grown.pk).update(state=answer)
    told = len(messages())
    minutes_later(31)
    assert len(messages()) == told
    assert waiting_to_tell() == []


def test_hours_are_the_stores_own_and_what_waits_is_one_message(
    cast, store, other_store, monkeypatch
):
    """9 in the evening in New York is 8 in Chicago: one store is quiet, the other is not."""
    wishes(cast.manager, since=time(8), until=time(20, 30), severity=LOW)
    Membership.objects.exclude(user=cast.manager).update(is_active=False)
    evening = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    at(monkeypatch, evening)
    early = {"started_at": evening, "ended_at": evening}
    east = [an_alert(store, **early) for _each in range(2)]
    tell(*east, an_alert(other_store, **early))
    now, later = sorted(messages(), key=lambda row: row.send_after)
    assert now.send_after == evening
    assert later.send_after == datetime(2026, 11, 21, 13, 0, tzinfo=UTC)
    assert later.links.count() == 2


def test_high_severity_may_ring_at_any_hour(cast, store):
    hour = (timezone.now().astimezone(store.zone) + timedelta(hours=6)).time()
    until = (timezone.now().astimezone(store.zone) + timedelta(hours=7)).time()
    wishes(cast.manager, since=hour, until=until, urgent_always=True)
    Membership.objects.exclude(user=cast.manager).update(is_active=False)
    tell(an_alert(store, severity=HIGH), an_alert(store, severity=MEDIUM))
    first, second = sorted(messages(), key=lambda row: row.send_after)
    assert first.send_after <= timezone.now() < second.send_after
    assert first.links.get().alert.severity == HIGH


@pytest.mark.parametrize(
    ("change", "state", "dropped"),
    [
        ({"state": "withdrawn"}, "suppressed", "withdrawn"),
        ({"state": "seen"}, "suppressed", "answered"),
        ({"ended_at": datetime(2020, 1, 1, tzinfo=UTC)}, "suppressed", "too_old"),
        ({}, "sent", ""),
    ],
)
def test_what_is_no_longer_so_is_not_sent(cast, store, mailoutbox, change, state, dropped):
    alert = an_alert(store)
    tell(alert)
    if change:
        Alert.objects.update(**change)
    hand_over()
    assert {row.state for row in messages()} == {state}
    assert set(alert.delivery_links.values_list("dropped", flat=True)) == {dropped}
    assert len(mailoutbox) == (2 if state == "sent" else 0)


def test_a_person_chooses_stores_rules_and_severity(cast, store, other_store):
    mine, other = a_rule(name="Mine"), a_rule(name="Other")
    wishes(cast.manager, stores=[store.pk], rules=[mine.pk], severity=HIGH)
    Membership.objects.exclude(user=cast.manager).update(is_active=False)
    wanted = an_alert(store, rule=mine, severity=HIGH)
    tell(
        wanted,
        an_alert(other_store, rule=mine, severity=HIGH),
        an_alert(store, rule=other, severity=HIGH),
        an_alert(store, rule=mine, severity=MEDIUM),
    )
    (row,) = messages()
    assert [link.alert_id for link in row.links.all()] == [wanted.pk]


def test_a_store_wished_for_but_not_allowed_stays_unseen(cast, store, other_store):
    wishes(cast.limited, stores=[other_store.pk])
    tell(an_alert(other_store))
    assert people() == {"manager"}


def test_a_role_has_its_own_setting_until_a_person_chooses(cast, store):
    Subscription.objects.create(role="manager", channel="email", severity=HIGH)
    Subscription.objects.create(role="viewer", channel="email", severity=LOW)
    wishes(cast.limited, severity=LOW)
    tell(an_alert(store, severity=MEDIUM))
    assert people() == {"viewer", "limited"}


def test_text_messages_need_a_number_of_ones_own(cast, store):
    Subscription.objects.create(role="manager", channel="sms")
    wishes(cast.manager, channel="sms")
    tell(an_alert(store))
    assert {row.channel for row in messages()} == {"email"}


def test_a_webhook_is_told_of_all_stores(cast, store, other_store):
    hook = Webhook.objects.create(name="Hook", url="https://example.com")
    Subscription.objects.create(webhook=hook, channel="webhook", severity=LOW)
    tell(an_alert(store, severity=LOW), an_alert(other_store, severity=LOW))
    (row,) = messages()
    assert (row.recipient, row.links.count()) == (f"webhook:{hook.pk}", 2)


def test_another_chain_hears_nothing(cast, store, south):
    from accounts.tenancy import in_chain

    ask_to_tell(an_alert(store))
    come_due("tell_alert")
    with in_chain(south):
        assert not Delivery.objects.exists()
    assert cast.southerner.pk not in {row.user_id for row in messages()}


def test_many_alerts_at_once_take_a_bounded_number_of_queries(
    cast, store, django_assert_max_num_queries
):
    from alerts.services.tell import tell_alerts

    rule = a_rule()
    ids = [an_alert(store, rule=rule).pk for _each in range(20)]
    with django_assert_max_num_queries(20 + 30):
        tell_alerts(ids)
