"""The pages of alerts and of who is told: what they show, to whom, and what they do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.tenancy import in_chain
from alerts.models import (
    Alert,
    ChannelTrouble,
    Delivery,
    OptOut,
    Phone,
    Subscription,
)
from alerts.unsubscribing import unsubscribe_path
from tests.alerts.telling.factories import a_rule, an_alert, hand_over, messages, tell
from tests.cast import NORTH, SOUTH

pytestmark = pytest.mark.django_db


def page(cast, path, who="manager", status=200):
    response = cast.client(who).get(path)
    assert response.status_code == status
    return response.content.decode()


def ids(html):
    return [int(found) for found in re.findall(r'class="alert-link" href="/alerts/(\d+)/"', html)]


def test_the_list_has_what_is_open_the_gravest_first(cast, store):
    low = an_alert(store, severity=10)
    high = an_alert(store, severity=30, ago=timedelta(hours=2))
    middle = an_alert(store, severity=20)
    an_alert(store, state="seen")
    an_alert(store, state="withdrawn")
    an_alert(store, quiet_because="silent")
    html = page(cast, "/alerts/")
    assert ids(html) == [high.pk, middle.pk, low.pk]
    assert "Refund over $50: $64.20" in html


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("?state=seen", {"seen"}),
        ("?state=withdrawn", {"withdrawn"}),
        ("?state=all&quiet=1", {"open", "seen", "withdrawn", "silent", "far"}),
        ("?quiet=1", {"open", "silent", "far"}),
        ("?store=102", {"far"}),
        ("?severity=30", {"far"}),
        ("?severity=x&state=y&rule=zz", {"open", "far"}),
    ],
)
def test_filters_are_in_the_address(cast, store, other_store, query, wanted):
    made = {
        "open": an_alert(store),
        "seen": an_alert(store, state="seen", seen_by=cast.owner, seen_at=timezone.now()),
        "withdrawn": an_alert(store, state="withdrawn"),
        "silent": an_alert(store, quiet_because="silent"),
        "far": an_alert(other_store, severity=30),
    }
    assert set(ids(page(cast, f"/alerts/{query}"))) == {made[name].pk for name in wanted}


def test_a_rule_is_a_filter_too_and_a_foreign_store_is_not_found(cast, store):
    mine = an_alert(store, rule=a_rule(name="Mine"))
    an_alert(store)
    assert ids(page(cast, f"/alerts/?rule={mine.rule_id}")) == [mine.pk]
    page(cast, "/alerts/?store=102", who="limited", status=404)
    page(cast, "/alerts/?after=nonsense", status=404)


def test_pages_follow_each_other_without_losing_one(cast, store):
    rule = a_rule()
    made = {an_alert(store, rule=rule, severity=10 * (n % 3 + 1)).pk for n in range(53)}
    first = page(cast, "/alerts/")
    (after,) = re.findall(r"after=([\w-]+)", first)
    found = ids(first) + ids(page(cast, f"/alerts/?after={after}"))
    assert len(found) == 53
    assert set(found) == made


def test_the_number_of_queries_does_not_grow_with_the_alerts(
    cast, store, django_assert_max_num_queries
):
    client, rule = cast.client("manager"), a_rule()
    an_alert(store, rule=rule)
    client.get("/alerts/")
    with django_assert_max_num_queries(40) as few:
        client.get("/alerts/")
    for _each in range(20):
        an_alert(store, rule=rule)
    with django_assert_max_num_queries(len(few)):
        client.get("/alerts/")


def test_one_alert_shows_its_transactions_and_who_was_told(cast, store):
    alert = an_alert(store)
    tell(alert)
    hand_over()
    html = page(cast, f"/alerts/{alert.pk}/")
    assert f"/transactions/{alert.links.get().transaction_id}/" in html
    assert "Limited" in html
    assert "Sent" in html
    assert "Rule: Refund &gt; $50 (version 1)" in html


@pytest.mark.parametrize("code", ["silent", "snoozed", "schedule", "cooldown", "history", "nobody"])
def test_one_alert_says_why_nobody_was_told(cast, store, code):
    from alerts.channels.reasons import NOBODY_TOLD

    alert = an_alert(store, quiet_because=code)
    assert str(NOBODY_TOLD[code]) in page(cast, f"/alerts/{alert.pk}/")


def test_acknowledging_is_for_managers_and_the_first_one_stays(cast, store):
    alert = an_alert(store)
    path = f"/alerts/{alert.pk}/acknowledge/"
    assert cast.client("viewer").post(path).status_code == 403
    assert cast.client("manager").post(path, {"next": "https://evil.example/"}).url == (
        f"/alerts/{alert.pk}/"
    )
    said = cast.client("owner").post(path, follow=True).content.decode()
    assert "Manager had acknowledged it before you." in said
    alert.refresh_from_db()
    assert (alert.state, alert.seen_by) == ("seen", cast.manager)
    cast.client("owner").post(f"/alerts/{alert.pk}/reopen/")
    alert.refresh_from_db()
    assert (alert.state, alert.seen_by) == ("open", None)


def test_an_alert_of_another_store_is_not_found(cast, store, other_store):
    alert = an_alert(other_store)
    page(cast, f"/alerts/{alert.pk}/", who="limited", status=404)
    path = f"/alerts/{alert.pk}/acknowledge/"
    assert cast.client("limited").post(path).status_code == 404
    assert Alert.objects.get().state == "open"


def test_the_pulse_brings_new_alerts_and_is_empty_when_nothing_changed(cast, store):
    client = cast.client("manager")
    first = client.get("/pulse/").content.decode()
    (version,) = re.findall(r'name="v"\s+value="(\w+)"', first)
    assert client.get(f"/pulse/?v={version}").status_code == 204
    alert = an_alert(store)
    told = client.get(f"/pulse/?v={version}")
    assert told.status_code == 200
    html = told.content.decode()
    assert '<span id="alerts-count" class="count" hx-swap-oob="true">1</span>' in html
    assert f'data-newest="{alert.pk}"' in html
    other = cast.client("limited")
    assert f'data-alert="{alert.pk}"' in other.get("/pulse/").content.decode()


def test_the_pulse_of_a_limited_member_knows_nothing_of_other_stores(cast, other_store):
    an_alert(other_store)
    html = cast.client("limited").get("/pulse/").content.decode()
    assert '<span id="alerts-count" class="count" hx-swap-oob="true">0</span>' in html
    assert "data-alert=" not in html


def test_a_person_says_what_they_want_to_be_told(cast, store):
    client = cast.client("manager")
    form = {
        "email-is_active": "on",
        "email-severity": "30",
        "email-after_minutes": "15",
        "email-stores": [str(store.pk)],
        "email-days": ["1", "7"],
        "email-since": "22:00",
        "email-until": "06:00",
        "email-urgent_always": "on",
    }
    assert client.post("/tell-me/email/", form).status_code == 302
    row = Subscription.objects.get()
    assert (row.user, row.severity, row.after_minutes) == (cast.manager, 30, 15)
    assert (row.stores, row.days, f"{row.since:%H:%M}") == ([store.pk], [1, 7], "22:00")
    html = client.get("/tell-me/").content.decode()
    assert 'value="22:00"' in html
    client.post("/tell-me/email/", {"email-severity": "20"})
    assert not Subscription.objects.get().is_active


@pytest.mark.parametrize(
    "wrong",
    [
        {"email-severity": "99"},
        {"email-severity": "20", "email-stores": "999999"},
        {"email-severity": "20", "email-since": "22:00"},
        {"email-severity": "20", "email-after_minutes": "-1"},
        {"email-severity": "20", "email-days": "8"},
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(cast, north, wrong):
    response = cast.client("manager").post("/tell-me/email/", wrong)
    assert response.status_code == 422
    assert 'class="errors"' in response.content.decode()
    assert not Subscription.objects.exists()


def test_a_limited_member_cannot_wish_for_a_store_they_may_not_see(cast, other_store):
    form = {"email-severity": "20", "email-stores": [str(other_store.pk)]}
    assert cast.client("limited").post("/tell-me/email/", form).status_code == 422


def test_a_test_mail_comes_once_a_minute_at_the_most(cast, north, mailoutbox):
    client = cast.client("manager")
    before = Delivery.objects.count()
    for _each in range(3):
        client.post("/tell-me/email/test/")
    assert 1 <= Delivery.objects.count() - before <= 2
    hand_over()
    assert mailoutbox[0].to == [cast.manager.email]
    assert client.post("/tell-me/webhook/test/").status_code == 404


def test_a_number_is_given_and_confirmed_on_the_page(cast, north, twilio):
    client = cast.client("manager")
    assert client.post("/tell-me/phone/", {"number": "1"}).status_code == 422
    client.post("/tell-me/phone/", {"number": "212 555 0123", "agrees": "1"})
    hand_over()
    assert client.post("/tell-me/phone/code/", {"code": "nope"}).status_code == 422
    client.post("/tell-me/phone/code/", {"code": twilio.taken[0]["Body"][:6]})
    html = client.get("/tell-me/").content.decode()
    assert "Confirmed" in html
    assert "5550123" not in html
    client.post("/tell-me/phone/remove/")
    assert not Phone.objects.exists()


def a_message(user):
    return Delivery.objects.create(
        key="k", kind="alert", channel="email", recipient=f"user:{user.pk}", user=user
    )


def test_one_click_unsubscribes_without_logging_in(cast, store):
    row = a_message(cast.manager)
    path = unsubscribe_path(row)
    row.delete()
    stranger = Client(headers={"host": NORTH}, enforce_csrf_checks=True)
    assert "No more of these?" in stranger.get(path).content.decode()
    assert not OptOut.objects.exists()
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    tell(an_alert(store))
    hand_over()
    ended = {row.user_id: (row.state, row.reason) for row in messages(kind="alert")}
    assert ended == {
        cast.manager.pk: ("suppressed", "opted_out"),
        cast.limited.pk: ("sent", ""),
    }
    client = cast.client("manager")
    assert "You took yourself off" in client.get("/tell-me/").content.decode()
    client.post("/tell-me/back/", {"kind": "alert", "channel": "email"})
    assert not OptOut.objects.exists()


def test_the_link_of_another_chain_or_a_changed_one_opens_nothing(cast, north, south):
    path = unsubscribe_path(a_message(cast.manager))
    assert Client(headers={"host": SOUTH}).post(path).status_code == 404
    assert Client(headers={"host": NORTH}).post(path[:-3] + "xx/").status_code == 404
    with in_chain(south):
        assert not OptOut.objects.exists()


def test_the_chains_page_is_for_those_who_may_change_its_settings(cast, north):
    page(cast, "/told/", who="manager", status=403)
    assert "Works." in page(cast, "/told/", who="owner")


def test_a_failing_channel_is_shown_there_and_in_health(cast, north):
    now = timezone.now()
    ChannelTrouble.objects.create(
        channel="email", failures=3, since=now, retry_at=now, code="cannot_connect"
    )
    said = "Nobody answered there."
    assert said in page(cast, "/told/", who="owner")
    assert said in page(cast, "/health/", who="manager")
    ChannelTrouble.objects.update(failures=1)
    assert said not in page(cast, "/health/", who="manager")


def test_a_role_gets_another_default(cast, store):
    client = cast.client("owner")
    form = {"role-viewer-is_active": "on", "role-viewer-severity": "10"}
    client.post("/told/roles/viewer/", form)
    tell(an_alert(store, severity=10))
    assert {row.user_id for row in messages()} == {cast.viewer.pk}
    assert client.post("/told/roles/janitor/").status_code == 404


NASTY = "<script>alert(1)</script>{{ member.chain }}{% now 'Y' %}\"'><img src=x>"


@pytest.mark.parametrize("path", ["/alerts/", "/alerts/{}/", "/pulse/", "/tell-me/"])
def test_names_are_inert_on_every_page(cast, store, path):
    from stores.models import Cashier, Store

    alert = an_alert(store, rule=a_rule(name=NASTY))
    Cashier.objects.filter(store=store).update(name=NASTY)
    Store.objects.filter(pk=store.pk).update(name=NASTY)
    html = page(cast, path.format(alert.pk))
    assert "<script>alert(1)" not in html
    assert "<img src=x>" not in html
    assert "{{ member.chain }}" in html


def test_a_rule_that_was_changed_since_is_shown_as_it_was(cast, store):
    alert = an_alert(store)
    alert.rule.text, alert.rule.version = "Refund > $80", 2
    alert.rule.save()
    html = page(cast, f"/alerts/{alert.pk}/")
    assert "Rule: Refund &gt; $50 (version 1)" in html
    assert "$80" not in html
    assert "$50" in html.partition("Rule:")[0].partition("<h1>")[2]
