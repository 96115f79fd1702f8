"""Webhooks: signed, to public addresses only, secrets sealed and changed without a gap."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from alerts.channels.webhook import transport
from alerts.models import ChannelTrouble, Delivery, Webhook
from alerts.services.deliver import ask, send
from alerts.services.subscriptions import WishedFor
from alerts.services.webhooks import (
    WebhookError,
    add_webhook,
    change_webhook,
    rotate_secret,
    try_webhook,
)
from tests.alerts.telling.factories import an_alert, hand_over, messages, tell
from tests.alerts.telling.receiver import Receiver, is_ours

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings, authority):
    server = Receiver(authority.context("127.0.0.1"))
    settings.SOURCE_AUTHORITY_FILE = str(authority.pem)
    settings.ALLOWED_SOURCE_NETWORKS = ["north=127.0.0.0/8"]
    yield server
    server.close()


@pytest.fixture
def hook(cast, north, receiver):
    made, receiver.secret = add_webhook(
        name="Security desk", url=receiver.url, wish=WishedFor(severity=10), by=cast.owner
    )
    return made


def test_an_alert_arrives_signed_and_says_what_it_is_about(hook, store, receiver):
    alert = an_alert(store)
    tell(alert)
    hand_over()
    (told,) = receiver.taken
    (found,) = told["alerts"]
    assert (told["type"], found["id"], found["store"]) == ("alerts", alert.pk, "101")
    assert found["amount"] == "64.20"
    assert found["transactions"][0]["url"].startswith("http://north.testserver/transactions/")
    assert [row.state for row in messages(channel="webhook")] == ["sent"]


def test_what_is_sent_again_is_known_by_its_name_and_old_or_changed_ones_are_refused(
    hook, receiver
):
    row = try_webhook(webhook=hook)
    hand_over()
    Delivery.objects.update(state="sending")
    ask(row)
    hand_over()
    (first, body), (second, _again) = receiver.asked
    assert first["webhook-id"] == second["webhook-id"]
    assert len(receiver.taken) == 1
    assert is_ours(receiver.secret, first, body)
    assert not is_ours(receiver.secret, first, body + b" ")
    assert not is_ours(receiver.secret, {**first, "webhook-id": "msg_other"}, body)
    assert not is_ours(receiver.secret, first, body, now=time.time() + 301)


def test_while_the_secret_changes_both_are_good_and_afterwards_only_the_new_one(
    cast, hook, receiver
):
    old = receiver.secret
    new = rotate_secret(webhook=hook, by=cast.owner)
    assert signed_by(hook, receiver, "first", old, new) == [True, True]
    Webhook.objects.update(previous_until=timezone.now() - timedelta(seconds=1))
    assert signed_by(hook, receiver, "later", old, new) == [False, True]


def signed_by(hook, receiver, key, *secrets):
    send(kind="test", key=key, channel="webhook", webhook=hook, payload={"type": "test"})
    hand_over()
    headers, body = receiver.asked[-1]
    return [is_ours(secret, headers, body) for secret in secrets]


def test_the_secret_is_shown_once_and_kept_sealed(cast, north, receiver):
    client = cast.client("owner")
    form = {"name": "Hook", "url": receiver.url, "webhook-severity": "20"}
    page = client.post("/told/webhooks/", form).content.decode()
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/]{43}=", page)
    assert secret not in client.get("/told/").content.decode()
    assert secret.encode() not in bytes(Webhook.objects.get().sealed)
    assert "sealed" not in str(Webhook.pgh_event_models)
    changed = client.post(f"/told/webhooks/{Webhook.objects.get().pk}/secret/").content.decode()
    assert re.findall(r"whsec_[A-Za-z0-9+/]{43}=", changed) not in ([], [secret])


@pytest.mark.parametrize(
    ("order", "state", "reason"),
    [
        (204, "sent", ""),
        (500, "queued", "bad_status"),
        ((302, {"Location": "https://127.0.0.1:1/"}), "queued", "redirected"),
        (410, "failed", "bad_status"),
        ((429, {"Retry-After": "90"}), "queued", "bad_status"),
    ],
)
def test_each_answer_is_understood(hook, receiver, order, state, reason):
    receiver.orders = [order]
    row = try_webhook(webhook=hook)
    hand_over()
    row.refresh_from_db()
    assert (row.state, row.reason) == (state, reason)
    assert len(receiver.asked) == 1


def test_a_receiver_that_answers_letter_by_letter_is_cut_off(hook, receiver, monkeypatch):
    monkeypatch.setattr(transport, "ALL_SECONDS", 0.5)
    receiver.orders = ["slow"]
    row = try_webhook(webhook=hook)
    began = time.monotonic()
    hand_over()
    assert time.monotonic() - began < 8
    row.refresh_from_db()
    assert row.state == "queued"


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.5/",
        "https://[::ffff:10.0.0.5]/",
        "https://0x7f000001/",
        "https://localhost/",
        "https://[fd00:ec2::254]/",
    ],
)
def test_only_public_addresses_are_called(cast, north, url, monkeypatch):
    dialled = []
    monkeypatch.setattr("socket.socket.connect", lambda *words: dialled.append(words[1:]))
    hook, _secret = add_webhook(name="Hook", url=url, wish=WishedFor(), by=cast.owner)
    from alerts.channels.base import ChannelError, Message
    from alerts.channels.webhook import SignedWebhook

    with pytest.raises(ChannelError) as refused:
        SignedWebhook().send(Message(key="k", address=hook.url, secrets=("whsec_YQ==",)))
    assert refused.value.code == "address_refused"
    assert dialled == []


@pytest.mark.parametrize("url", ["http://example.com/", "https://u:p@example.com/", "ftp://x/", ""])
def test_addresses_that_cannot_be_are_refused_when_typed(cast, north, url):
    with pytest.raises(WebhookError):
        add_webhook(name="Hook", url=url, wish=WishedFor(), by=cast.owner)


def test_one_webhook_that_is_down_does_not_hold_up_another(cast, hook, receiver, store):
    other, _secret = add_webhook(
        name="Down", url="https://127.0.0.1:1/", wish=WishedFor(severity=10), by=cast.owner
    )
    tell(an_alert(store))
    hand_over(now=False)
    assert len(receiver.taken) == 1
    assert [row.channel for row in ChannelTrouble.objects.all()] == [f"webhook:{other.pk}"]
    change_webhook(webhook=other, name="Down", url=receiver.url, wish=WishedFor(), by=cast.owner)
    assert not ChannelTrouble.objects.exists()


def test_a_webhook_that_is_off_is_told_nothing(cast, hook, receiver, store):
    tell(an_alert(store))
    change_webhook(
        webhook=hook, name="Off", url=receiver.url, wish=WishedFor(is_active=False), by=cast.owner
    )
    hand_over()
    (row,) = messages(channel="webhook")
    assert (row.state, row.reason) == ("suppressed", "webhook_off")
