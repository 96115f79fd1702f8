"""The weekly mail: who stands out among stores of like sales."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from alerts.summaries import weekly
from alerts.summaries.links import Links
from alerts.summaries.mail import letter_of, mail_of, picture_of
from stores.models import Register, Store
from tests.alerts.summaries.factories import counted
from tests.alerts.summaries.running import utc

SUNDAY = utc("2026-11-29T00:00").date()
MONDAY = utc("2026-11-30T12:00")


@pytest.fixture
def five(north):
    """Stores of like sales; the fourth refunds five times what the others do."""
    stores = []
    for number in range(5):
        store = Store.objects.create(code=f"2{number}", name=f"Number {number}")
        Register.objects.create(store=store, code="1")
        for back in range(30):
            refunds = (number + back) % 2 + (4 if number == 3 else 0)
            counted(store, SUNDAY - timedelta(days=back), sales=400 + number, refund=refunds)
        stores.append(store)
    return stores


def mail_about(stores, north):
    known = json.loads(json.dumps(weekly.gather(stores, SUNDAY, MONDAY)))
    return known, mail_of(letter_of("weekly", known, [], Links.of(north)))


def test_the_store_that_stands_out_is_named_with_what_similar_ones_had(five, north):
    known, mail = mail_about(five, north)
    assert [fact["store"]["code"] for fact in known["outliers"]] == ["23"]
    assert mail.subject.startswith("5 stores, the week: Number 3 had 3")
    assert "refunds, similar stores about 3.3" in mail.subject
    assert "! Number 3: 3" in mail.text
    assert "4 stores of like sales had 3 to 4" in mail.text
    link = "http://north.testserver/?store=23&flag=refund&since=2026-11-23&until=2026-11-29"
    assert link in mail.text
    assert "Number 3, refund each day, last 30 days" in mail.text
    assert "Similar stores: 0.4 to 0.6 a day." in mail.text
    assert picture_of(known).startswith(b"\x89PNG")
    assert len(known["picture"]["bars"]) == 30


def test_who_may_see_some_stores_learns_nothing_of_the_others(five, north):
    known, mail = mail_about(five[2:4], north)
    assert known["outliers"] == []
    assert "nothing stands out" in mail.subject
    assert "takes four of them" in mail.text
    for other in (five[0], five[1], five[4]):
        assert other.name not in mail.text + mail.html


def test_honest_stores_are_left_in_peace(five, north):
    _known, mail = mail_about([*five[:3], five[4]], north)
    assert mail.subject == "4 stores, the week: nothing stands out among similar stores"
    assert "4 stores compared:" in mail.text
