"""Text messages: one segment, no cashier, verified numbers, STOP, receipts, every refusal."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.tenancy import in_chain
from alerts.channels.sms.segments import BASIC, EXTENDED, in_gsm, one_segment, places
from alerts.channels.sms.signature import sign
from alerts.models import ChannelTrouble, Delivery, DeliveryAttempt, OptOut, Phone, Subscription
from alerts.services.deliver import send
from alerts.services.phones import PhoneError, plain_number, set_phone, verify_phone
from tests.alerts.telling.factories import an_alert, hand_over, messages, tell
from tests.alerts.telling.twilio_server import FROM, TOKEN
from tests.cast import NORTH

pytestmark = pytest.mark.django_db
NUMBER = "+12125550123"


def a_phone(user, **fields):
    values = {"number": NUMBER, "verified_at": timezone.now(), **fields}
    return Phone.objects.create(user=user, **values)


def a_text(user, key="k"):
    return send(kind="digest", key=key, channel="sms", user=user, text="Words")


def twilio_says(path, form, *, token=TOKEN, host=NORTH):
    signature = sign(f"http://{host}{path}", form.items(), token)
    headers = {"host": host, "x-twilio-signature": signature}
    return Client(headers=headers, enforce_csrf_checks=True).post(path, form)


def test_an_alert_is_one_segment_with_a_link_and_without_the_cashier(cast, store, twilio):
    a_phone(cast.manager)
    Subscription.objects.create(user=cast.manager, channel="sms")
    alert = an_alert(store)
    tell(alert)
    hand_over()
    (form,) = twilio.taken
    assert (form["To"], form["From"]) == (NUMBER, FROM)
    assert "Secret" not in form["Body"]
    assert "Cashier" not in form["Body"]
    assert form["Body"].startswith("Refund over $50: $64.20, Store 101, Register 1, ")
    assert form["Body"].endswith(f"http://north.testserver/alerts/{alert.pk}/")
    assert places(form["Body"]) <= 160
    (row,) = messages(channel="sms")
    assert form["StatusCallback"] == f"http://north.testserver/twilio/status/{row.pk}/"


@given(text=st.text(max_size=400), ending=st.text(st.sampled_from("abc/:."), max_size=60))
def test_whatever_is_said_takes_one_segment_and_keeps_its_link(text, ending):
    said = one_segment(text, ending)
    assert places(said) <= 160
    assert set(said) <= BASIC | EXTENDED
    assert said.endswith(ending)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("“Zoë’s” – €5", '"Zoe\'s" - €5'),  # noqa: RUF001
        ("Łódź", "?odz"),
        ("😀", "?"),
        ("[a]", "[a]"),
    ],
)
def test_letters_that_would_cost_three_segments_are_said_in_plain_ones(text, said):
    assert in_gsm(text) == said


@pytest.mark.parametrize(
    ("order", "state", "reason", "of_channel"),
    [
        ((400, 21610), "failed", "stopped", False),
        ((400, 21211), "failed", "number_invalid", False),
        ((400, 21614), "failed", "no_mobile", False),
        ((400, 30003), "failed", "phone_off", False),
        ((400, 30007), "failed", "filtered", False),
        ((400, 99999), "failed", "message_refused", False),
        ((429, 20429, "120"), "queued", "busy", True),
        ((503, None), "queued", "server_refused", True),
        ((500, 20500), "queued", "server_refused", True),
        ((401, 20003), "queued", "login_refused", True),
        ((403, None), "queued", "login_refused", True),
        ((400, 21606), "queued", "sender_refused", True),
        ((302, None), "queued", "server_refused", True),
        ("lost", "unsure", "answer_lost", True),
    ],
)
def test_each_refusal_is_understood(cast, north, twilio, order, state, reason, of_channel):
    a_phone(cast.owner)
    row = a_text(cast.owner)
    twilio.orders = [order]
    hand_over()
    row.refresh_from_db()
    assert (row.state, row.reason) == (state, reason)
    assert ChannelTrouble.objects.exists() is of_channel
    assert TOKEN not in str(list(DeliveryAttempt.objects.values()))


def test_the_wait_that_is_asked_for_is_kept(cast, north, twilio):
    a_phone(cast.owner)
    row = a_text(cast.owner)
    twilio.orders = [(429, 20429, "120")]
    hand_over()
    row.refresh_from_db()
    assert 110 < (row.send_after - timezone.now()).total_seconds() <= 121


def test_an_answer_that_was_lost_sends_nothing_twice_and_a_receipt_settles_it(cast, north, twilio):
    a_phone(cast.owner)
    row = a_text(cast.owner)
    twilio.orders = ["lost"]
    hand_over()
    ChannelTrouble.objects.all().delete()
    hand_over()
    assert len(twilio.taken) == 1
    form = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    assert twilio_says(f"/twilio/status/{row.pk}/", form).status_code == 204
    row.refresh_from_db()
    assert row.state == "delivered"


def test_after_a_crash_between_mark_and_answer_a_text_is_not_sent_again(cast, north, twilio):
    a_phone(cast.owner)
    row = a_text(cast.owner)
    Delivery.objects.update(state="sending", tries=1)
    hand_over()
    row.refresh_from_db()
    assert (row.state, row.reason) == ("unsure", "worker_lost")
    assert twilio.taken == []


@pytest.mark.parametrize(
    ("status", "error", "state"),
    [("delivered", "", "delivered"), ("undelivered", "30003", "failed"), ("sent", "", "sent")],
)
def test_receipts_say_how_it_ended_and_only_the_first_counts(
    cast, north, twilio, status, error, state
):
    a_phone(cast.owner)
    row = a_text(cast.owner)
    hand_over()
    form = {"MessageSid": f"SM{1:032}", "MessageStatus": status, "ErrorCode": error}
    twilio_says(f"/twilio/status/{row.pk}/", form)
    row.refresh_from_db()
    assert row.state == state
    if state != "sent":
        twilio_says(f"/twilio/status/{row.pk}/", {**form, "MessageStatus": "undelivered"})
        row.refresh_from_db()
        assert row.state == state


def test_a_receipt_that_is_not_twilios_changes_nothing(cast, north, twilio):
    a_phone(cast.owner)
    row = a_text(cast.owner)
    hand_over()
    path, form = f"/twilio/status/{row.pk}/", {"MessageSid": "x", "MessageStatus": "delivered"}
    assert twilio_says(path, form, token="guess").status_code == 403
    assert Client(headers={"host": NORTH}).post(path, form).status_code == 403
    assert twilio_says(path, {**form, "MessageSid": "SMother"}).status_code == 204
    row.refresh_from_db()
    assert row.state == "sent"


def test_without_an_account_no_signature_is_right(cast, north, settings):
    settings.TWILIO_AUTH_TOKEN = ""
    form = {"From": NUMBER, "Body": "STOP"}
    assert twilio_says("/twilio/inbound/", form, token="").status_code == 403


@pytest.mark.parametrize("word", ["STOP", " stop. ", "Unsubscribe", "QUIT"])
def test_stop_ends_messages_in_every_chain_and_start_brings_them_back(
    cast, north, south, twilio, word
):
    a_phone(cast.owner)
    with in_chain(south):
        a_phone(cast.southerner)
    said = twilio_says("/twilio/inbound/", {"From": NUMBER, "Body": word})
    assert said.content == b"<Response></Response>"
    assert not Phone.objects.get().is_usable
    with in_chain(south):
        assert not Phone.objects.get().is_usable
    row = a_text(cast.owner)
    hand_over()
    row.refresh_from_db()
    assert (row.state, row.reason) == ("suppressed", "stopped")
    twilio_says("/twilio/inbound/", {"From": NUMBER, "Body": "START"})
    assert Phone.objects.get().is_usable


def test_help_is_answered_unless_twilio_did(cast, north, twilio):
    form = {"From": NUMBER, "Body": "help"}
    assert b"STOP" in twilio_says("/twilio/inbound/", form).content
    told = twilio_says("/twilio/inbound/", {**form, "OptOutType": "HELP"})
    assert told.content == b"<Response></Response>"


def test_twilio_saying_stopped_is_remembered(cast, north, twilio):
    a_phone(cast.owner)
    a_text(cast.owner)
    twilio.orders = [(400, 21610)]
    hand_over()
    assert not Phone.objects.get().is_usable


def test_a_number_is_proven_by_a_code_and_the_consent_is_kept(cast, north, twilio):
    set_phone(user=cast.manager, number="(212) 555-0123", agrees=True)
    hand_over()
    code = twilio.taken[0]["Body"][:6]
    phone = Phone.objects.get()
    assert (phone.number, phone.is_usable) == (NUMBER, False)
    assert "Reply STOP" in phone.consent
    assert code not in str(Phone.objects.values())
    with pytest.raises(PhoneError):
        verify_phone(user=cast.manager, code="wrong")
    assert verify_phone(user=cast.manager, code=f" {code} ").is_usable
    with pytest.raises(PhoneError, match="Ask for a code first"):
        verify_phone(user=cast.manager, code=code)


def test_guessing_codes_ends_after_five(cast, north, twilio):
    set_phone(user=cast.manager, number=NUMBER, agrees=True)
    hand_over()
    for _try in range(5):
        with pytest.raises(PhoneError):
            verify_phone(user=cast.manager, code="000000x")
    with pytest.raises(PhoneError, match="too old"):
        verify_phone(user=cast.manager, code=twilio.taken[0]["Body"][:6])


def test_codes_are_not_sent_in_a_row_nor_without_consent_nor_to_who_said_stop(cast, north, twilio):
    with pytest.raises(PhoneError, match="consent"):
        set_phone(user=cast.manager, number=NUMBER, agrees=False)
    set_phone(user=cast.manager, number=NUMBER, agrees=True)
    with pytest.raises(PhoneError, match="minute"):
        set_phone(user=cast.manager, number=NUMBER, agrees=True)
    Phone.objects.update(stopped_at=timezone.now(), code_sent_at=None)
    with pytest.raises(PhoneError, match="STOP"):
        set_phone(user=cast.owner, number=NUMBER, agrees=True)


@pytest.mark.parametrize("text", ["", "911", "+1", "+0123456789", "12\n125550123x", "+1212555012a"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(PhoneError):
        plain_number(text)


def test_who_opted_out_of_a_digest_gets_none(cast, north, twilio):
    a_phone(cast.owner)
    OptOut.objects.create(user=cast.owner, kind="digest", channel="sms")
    row = a_text(cast.owner)
    hand_over()
    row.refresh_from_db()
    assert (row.state, row.reason) == ("suppressed", "opted_out")


def test_a_receipt_that_is_faster_than_the_answer_stays(cast, north, twilio):
    from alerts.channels import Receipt
    from alerts.services.deliver_outcome import settle_success

    a_phone(cast.owner)
    row = a_text(cast.owner)
    Delivery.objects.update(state="sending", tries=1)
    row.refresh_from_db()
    form = {"MessageSid": "SM7", "MessageStatus": "delivered"}
    twilio_says(f"/twilio/status/{row.pk}/", form)
    settle_success(row, Receipt("SM7"), seconds=0.1)
    row.refresh_from_db()
    assert row.state == "delivered"
