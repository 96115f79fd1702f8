"""Mails by a real server that greylists, refuses, breaks off, dawdles or is not there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alerts.models import ChannelTrouble, Delivery, DeliveryAttempt
from alerts.services.deliver import send
from jobs.models import Job
from jobs.services import claim
from tests.alerts.telling.factories import an_alert, hand_over, messages, tell

pytestmark = pytest.mark.django_db


def a_mail(user, key="k", **fields):
    values = {"kind": "summary", "channel": "email", "subject": "Hello", "text": "Words", **fields}
    return send(key=key, user=user, **values)


def outcomes(row):
    return [(each.outcome, each.code) for each in row.attempts.all()]


def test_an_alert_reaches_the_manager_by_mail_with_text_and_html(cast, store, smtp):
    alert = an_alert(store)
    tell(alert)
    hand_over()
    (_to, mail), *others = [each for each in smtp.taken if each[0] == [cast.manager.email]]
    assert not others
    assert mail["Subject"] == "Refund over $50: $64.20 · Store 101"
    html = mail.get_body(("html",)).get_content()
    text = mail.get_body(("plain",)).get_content()
    link = f"http://north.testserver/alerts/{alert.pk}/"
    for part in (html, text):
        assert link in part
        assert "Register 1" in part
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith("<http://north.testserver/unsubscribe/")


def test_a_summary_shows_a_picture_in_the_mail(cast, store, smtp):
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    key = default_storage.save("chart.png", ContentFile(b"\x89PNG chart"))
    picture = {"name": "chart.png", "type": "image/png", "cid": "chart", "key": key}
    a_mail(cast.owner, html='<img src="cid:chart">', attachments=[picture])
    hand_over()
    ((_to, mail),) = smtp.taken
    shown = [part for part in mail.walk() if part["Content-ID"] == "<chart>"]
    assert [part.get_content() for part in shown] == [b"\x89PNG chart"]


def test_greylisting_is_waited_out_and_the_second_try_is_the_same_message(cast, north, smtp):
    smtp.orders = ["rcpt 450 4.7.1 greylisted"]
    row = a_mail(cast.owner)
    hand_over()
    row.refresh_from_db()
    assert (row.state, row.reason) == ("queued", "recipient_refused")
    assert row.send_after > timezone.now()
    hand_over()
    row.refresh_from_db()
    assert row.state == "sent"
    assert [outcome for outcome, _code in outcomes(row)] == ["temporary", "sent"]
    assert not ChannelTrouble.objects.exists()  # one address is not the channel


@pytest.mark.parametrize("order", ["rcpt 550 5.1.1 no such user", "554 5.7.1 spam"])
def test_a_refusal_for_good_is_not_tried_again(cast, north, smtp, order):
    smtp.orders = [order]
    row = a_mail(cast.owner)
    hand_over()
    hand_over()
    row.refresh_from_db()
    assert row.state == "failed"
    assert [outcome for outcome, _code in outcomes(row)] == ["permanent"]
    assert smtp.taken == []


def test_a_line_that_breaks_after_the_text_sends_it_again_under_the_same_identity(
    cast, north, smtp
):
    smtp.orders = ["drop"]
    row = a_mail(cast.owner)
    hand_over()
    ChannelTrouble.objects.all().delete()
    hand_over()
    row.refresh_from_db()
    assert row.state == "sent"
    first, second = (mail["Message-ID"] for _to, mail in smtp.taken)
    assert first == second


def test_a_server_that_dawdles_is_given_up_on_in_time(cast, north, smtp, settings):
    settings.EMAIL_TIMEOUT = 1
    smtp.orders = ["slow"]
    row = a_mail(cast.owner)
    hand_over()
    row.refresh_from_db()
    assert (row.state, row.reason) == ("queued", "no_answer")


def test_a_wrong_password_is_said_and_nothing_leaves(cast, north, smtp, settings):
    settings.EMAIL_HOST_PASSWORD = "wrong"
    row = a_mail(cast.owner)
    hand_over()
    row.refresh_from_db()
    assert row.reason == "login_refused"
    assert "wrong" not in str(list(DeliveryAttempt.objects.values()))
    assert smtp.taken == []


def test_when_nobody_listens_the_others_wait_for_the_one_that_tries(cast, north, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for number in range(12):
        a_mail(cast.owner, key=f"k{number}")
    hand_over(now=False)
    assert DeliveryAttempt.objects.count() == 1
    trouble = ChannelTrouble.objects.get()
    assert (trouble.channel, trouble.code, trouble.failures) == ("email", "cannot_connect", 1)
    assert all(row.state == "queued" for row in messages())
    waiting = Job.objects.filter(kind="deliver", state="queued")
    assert waiting.count() == 12
    assert not waiting.filter(attempts__gt=0).exists()


def test_one_channel_that_fails_does_not_hold_up_another(cast, north, twilio, settings):
    from alerts.models import Phone

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    Phone.objects.create(user=cast.owner, number="+12125550123", verified_at=timezone.now())
    a_mail(cast.owner)
    send(kind="digest", key="s", channel="sms", user=cast.owner, text="Words")
    hand_over(now=False)
    assert [form["Body"] for form in twilio.taken] == ["Words"]


def test_a_message_is_given_up_after_a_day(cast, north, smtp):
    row = a_mail(cast.owner)
    Delivery.objects.update(
        created_at=timezone.now() - timedelta(hours=25),
    )
    smtp.orders = ["rcpt 450 later"]
    hand_over()
    row.refresh_from_db()
    assert row.state == "gave_up"


def test_asking_twice_for_one_key_is_asking_once(cast, north, smtp):
    assert a_mail(cast.owner).pk == a_mail(cast.owner, subject="Other").pk
    hand_over()
    hand_over()
    assert len(smtp.taken) == 1


NASTY = (
    "Bob\r\nBcc: everybody@example.com\r\n\r\n<script>alert(1)</script>{{ 7 }}{% now 'Y' %}\u202e"
)


def test_names_become_neither_headers_nor_markup_nor_templates(cast, store, smtp):
    from stores.models import Cashier, Store

    alert = an_alert(store)
    Cashier.objects.filter(store=store).update(name=NASTY[:80])
    Store.objects.filter(pk=store.pk).update(name=NASTY[:120])
    alert.rule.name = NASTY[:80]
    alert.rule.save()
    tell(alert)
    hand_over()
    assert smtp.taken
    for to, mail in smtp.taken:
        assert len(to) == 1
        assert mail["Bcc"] is None
        html = mail.get_body(("html",)).get_content()
        assert "<script" not in html
        assert "{{ 7 }}" in html
        assert "\n" not in str(mail["Subject"])
        assert "\u202e" not in str(mail["Subject"])


def test_after_a_crash_between_mark_and_call_it_is_sent_again_as_the_same(cast, north, smtp):
    row = a_mail(cast.owner)
    Delivery.objects.update(state="sending", tries=1, sending_at=timezone.now())
    hand_over()
    row.refresh_from_db()
    assert (row.state, row.tries) == ("sent", 2)


def test_who_is_switched_off_meanwhile_gets_nothing(cast, north, smtp):
    row = a_mail(cast.owner)
    type(cast.owner).objects.filter(pk=cast.owner.pk).update(is_active=False)
    hand_over()
    row.refresh_from_db()
    assert (row.state, row.reason) == ("suppressed", "deactivated")
    assert smtp.taken == []


def test_a_worker_that_comes_back_late_does_not_send_a_second_time(cast, north, smtp):
    """Its job was taken over and done meanwhile."""
    from alerts.services.deliver import hand_over as hand

    a_mail(cast.owner)
    Job.objects.filter(kind="deliver").update(run_after=timezone.now())
    (job,) = claim(pool="send", batch={"deliver": 1}, lease=timedelta(seconds=15), turn="x")
    hand(job)
    with pytest.raises(Exception, match="deliver"):
        hand(job)
    assert len(smtp.taken) == 1
