"""The weekly mail: who stands out among stores of like sales."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from alerts.models import Score, SummaryRun, SummarySchedule
from alerts.summaries import weekly
from alerts.summaries.links import Links
from alerts.summaries.mail import letter_of, mail_of, picture_of
from alerts.summaries.recipients import readers_of
from stores.models import Register, Store
from tests.alerts.summaries.factories import cashier, counted
from tests.alerts.summaries.running import utc
from transactions.search.reading import read_query

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
    words = "from=2026-11-23&to=2026-11-29&dates=business&store=23&flag=refund"
    assert f"http://north.testserver/search/?{words}\n" in mail.text
    read = read_query(parse_qs(words))
    assert (read.query.flags, read.query.stores, read.problems) == (("refund",), ("23",), ())
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


def a_score(store, cashier, **fields):
    values = {
        "span": "week",
        "metric": "refund",
        "since": SUNDAY - timedelta(days=6),
        "until": SUNDAY,
        "sales": 1140,
        "observed": 9,
        "expected": 2.1,
        "probability": 0.97,
        "stands_out": True,
    }
    return Score.objects.create(store=store, cashier=cashier, **{**values, **fields})


def test_cashiers_that_stand_out_are_named_with_how_sure_that_is(five, north):
    who = cashier(five[1], "7", "Ann")
    a_score(five[1], who)
    a_score(five[0], cashier(five[0], "8", "Bo"), stands_out=False)
    a_score(five[2], cashier(five[2], "9", "Old"), until=SUNDAY - timedelta(days=9))
    known, mail = mail_about([*five[:3], five[4]], north)
    assert [fact["name"] for fact in known["cashiers"]] == ["Ann"]
    assert mail.subject.endswith("the week: 1 cashier stands out among similar ones")
    assert "! Ann · Number 1\n  9 refunds in 1,140 sales; peers on the same shifts expect 2.1;" in (
        mail.text
    )
    assert f"http://north.testserver/trends/cashiers/{who.pk}/" in mail.text
    assert "Bo" not in mail.text
    assert mail_about([five[0]], north)[0]["cashiers"] == []


def test_who_may_not_compare_cashiers_neither_gets_nor_reads_the_week(five, north, cast):
    a_score(five[1], cashier(five[1], "7", "Ann"))
    SummarySchedule.objects.create(kind="weekly", roles=["viewer", "owner"])
    readers = readers_of(SummarySchedule.objects.get(), north)
    assert [user.name for users in readers.values() for user in users] == ["Owner"]
    run = SummaryRun.objects.create(
        kind="weekly",
        stores=[store.pk for store in five],
        stores_key="x",
        business_date=SUNDAY,
        due_at=MONDAY,
        facts=weekly.gather(five, SUNDAY, MONDAY),
    )
    viewer, manager = cast.client("viewer"), cast.client("manager")
    assert viewer.get(f"/summaries/{run.pk}/").status_code == 404
    assert viewer.get("/summaries/now/", {"kind": "weekly"}).status_code == 403
    assert "like for like" not in viewer.get("/summaries/").content.decode()
    assert "Ann" in manager.get(f"/summaries/{run.pk}/").content.decode()
    settings = cast.client("owner").get("/summaries/settings/weekly/").content.decode()
    assert 'value="viewer"' not in settings
    assert 'value="manager"' in settings
