"""The search page: every filter in one address, rows, what cannot be read, who sees what."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts.models import Alert, AlertTransaction, Rule
from review.models import RecentSearch
from stores.models import Cashier, Store
from tests.review.factories import NOON, flagged, many, plain
from transactions.models import Transaction
from transactions.search.items.fill import ask_for_all, index_store
from transactions.search.narrow import Narrow

SEARCH = "/search/"


@pytest.fixture
def page(cast, north):
    return cast.client("manager")


def hrefs(response):
    text = response.content.decode()
    return [int(part.split("/")[0]) for part in text.split('href="/transactions/')[1:]]


def index(store):
    ask_for_all([store.pk])
    while index_store(store.pk):
        pass


def test_without_filters_the_newest_transactions_are_listed(page, store):
    first, second = plain(store), plain(store, at=NOON + timedelta(minutes=1))
    assert hrefs(page.get(SEARCH)) == [second.pk, first.pk]


def test_one_line_of_words_becomes_filters_in_the_address(page, store):
    response = page.get(SEARCH, {"typed": 'refund > 50 store 101 cashier 7 "lotto"'})
    assert response.status_code == 302
    expected = "/search/?store=101&cashier=7&type=refund&min=50&item=lotto"
    assert response["Location"] == expected


def test_words_are_added_to_the_filters_that_are_set(page, store):
    response = page.get(SEARCH, {"typed": "void", "store": "101", "type": "sale"})
    assert response["Location"] == "/search/?store=101&type=void"


def test_a_form_leads_to_the_one_address_of_its_query(page, store):
    response = page.get(SEARCH, {"min": "50.00", "max": "", "store": "101", "from": ""})
    assert response["Location"] == "/search/?store=101&min=50"
    assert page.get(response["Location"]).status_code == 200


def test_a_refund_is_found_by_its_size_whatever_its_sign(page, store):
    large = plain(store, event_type="refund", amount=Decimal("-64.20"))
    plain(store, event_type="refund", amount=Decimal("-4.20"))
    assert hrefs(page.get(SEARCH, {"type": "refund", "min": "50"})) == [large.pk]


def test_an_item_is_found_by_the_beginnings_of_its_words(page, store):
    lines = {"lines": [{"sku": "0012", "description": "Lottery Scratch-Off"}]}
    sold = plain(store, receipt=lines)
    plain(store, receipt={"lines": [{"sku": "7", "description": "Scratch pad"}]})
    index(store)
    for words in ("lott scratch", "LOTTERY", "12 off"):
        assert hrefs(page.get(SEARCH, {"item": words})) == [sold.pk]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"from": "soon"}, "“soon” is not a day"),
        ({"from": "2026-02-30"}, "is not a day"),
        ({"min": "1e9"}, "is not an amount"),
        ({"min": "99999999999999999999"}, "is not an amount"),
        ({"min": "60", "max": "50"}, "below the smallest"),
        ({"time": "25:00-26:00"}, "no time of day"),
        ({"type": "nonsense"}, "not something to choose"),
        ({"item": "!!!"}, "no letter or digit"),
        ({"note": "x" * 10_000}, "too long"),
        ({"cashier": "'; DROP TABLE x --"}, "not here, or not yours"),
        ({"store": "999"}, "not here, or not yours"),
        ({"rule": "12345"}, "not here, or not yours"),
    ],
)
def test_what_makes_no_sense_is_said_and_finds_nothing(page, store, words, says):
    plain(store)
    response = page.get(SEARCH, words)
    assert response.status_code == 200
    assert says in response.content.decode()
    assert hrefs(response) == []


@pytest.mark.parametrize("name", ["from", "cashier", "item", "note", "number", "store", "typed"])
@pytest.mark.parametrize("value", ["\x00", "💥" * 90, "%_\\'\"--;", "٣", "\ud800x", "-99999d"])
def test_no_text_breaks_the_page(page, store, name, value):
    response = page.get(SEARCH, {name: value.encode(errors="surrogatepass")}, follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("word", ["x", "%00", "W10", "WyJhIiwxXQ", "A" * 5000])
def test_a_place_that_is_not_ours_is_not_found(page, store, word):
    assert page.get(f"{SEARCH}?after={word}").status_code == 404
    assert page.get(f"{SEARCH}?before={word}").status_code == 404


def test_a_limited_member_finds_only_their_stores_whatever_they_ask(
    cast, north, store, other_store
):
    mine, theirs = plain(store), plain(other_store, transaction_no="77")
    cashier = Cashier.objects.create(store=other_store, code="55", name="Only There")
    Transaction.objects.filter(pk=theirs.pk).update(cashier=cashier)
    page = cast.client("limited")
    assert "Store 102" not in page.get(SEARCH).content.decode()
    assert hrefs(page.get(SEARCH)) == [mine.pk]
    for words in ({"store": "102"}, {"number": "77"}, {"cashier": "only"}, {"cashier": "55"}):
        response = page.get(SEARCH, words)
        assert hrefs(response) == []
    assert "1 found" in page.get(f"{SEARCH}count/").content.decode()


def test_what_a_rule_or_an_alert_holds_is_found(page, store, other_store):
    inside, outside = plain(store), plain(store)
    rule = Rule.objects.create(name="Many no sales", text="x")
    facts = {"rule_version": 1, "started_at": NOON, "ended_at": NOON, "severity": 20}
    alert = Alert.objects.create(rule=rule, store=store, key_kind="register", **facts)
    AlertTransaction.objects.create(alert=alert, transaction=inside)
    assert hrefs(page.get(SEARCH, {"rule": str(rule.pk)})) == [inside.pk]
    assert hrefs(page.get(SEARCH, {"alert": str(alert.pk)})) == [inside.pk]
    assert hrefs(page.get(SEARCH, {"flag": "pattern"})) == [inside.pk]
    assert "Many no sales" in page.get(SEARCH, {"rule": str(rule.pk)}).content.decode()
    Alert.objects.update(state="withdrawn")
    assert hrefs(page.get(SEARCH, {"rule": str(rule.pk)})) == []
    assert outside.pk in hrefs(page.get(SEARCH))


def test_pages_follow_each_other_and_lead_back(page, store):
    many(store, 120)
    first = page.get(SEARCH)
    after = first.content.decode().split("after=")[1].split('"')[0]
    second = page.get(f"{SEARCH}?after={after}")
    assert len(hrefs(second)) == 50
    assert not {*hrefs(first)} & {*hrefs(second)}
    before = second.content.decode().split("before=")[1].split('"')[0]
    assert hrefs(page.get(f"{SEARCH}?before={before}")) == hrefs(first)


def test_the_number_of_statements_does_not_grow_with_the_rows(page, store):
    def statements(words):
        with CaptureQueriesContext(connection) as seen:
            page.get(SEARCH, words)
        return len(seen)

    many(store, 3)
    words = {"store": "101", "status": "new"}
    statements(words)
    few = statements(words)
    many(store, 400)
    assert statements(words) == few


def test_status_and_risk_are_shown_and_sorted_by(page, store):
    low = flagged(store, risk=20)
    high = flagged(store, risk=90, status="escalate")
    assert hrefs(page.get(SEARCH, {"sort": "risk"})) == [high.pk, low.pk]
    assert hrefs(page.get(SEARCH, {"status": "escalate"})) == [high.pk]
    assert "Escalate" in page.get(SEARCH, {"status": "escalate"}).content.decode()


def test_a_search_that_takes_too_long_says_so(page, store, monkeypatch):
    plain(store)
    monkeypatch.setattr("transactions.search.walk.PAGE_SECONDS", 0.05)
    sleepy = Narrow("SELECT id FROM transactions_transaction, pg_sleep(20)")
    monkeypatch.setattr("transactions.search.narrow._noted", lambda _text: sleepy)
    response = page.get(SEARCH, {"note": "anything"})
    assert "This takes too long" in response.content.decode()


def test_the_last_searches_are_kept_a_few_at_a_time(page, cast, north, store):
    for number in range(12):
        page.get(SEARCH, {"number": str(number)})
    page.get(SEARCH, {"number": "11"})
    kept = list(RecentSearch.objects.filter(user=cast.manager))
    assert len(kept) == 8
    assert kept[0].address == "number=11"


def test_a_search_that_names_what_is_gone_still_opens(page, north, store):
    Store.objects.create(code="900", name="Gone")
    response = page.get(SEARCH, {"store": ["101", "901"], "cashier": "nobody"})
    assert response.status_code == 200
    assert "901" in response.content.decode()
