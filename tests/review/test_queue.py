import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review.factories import NOON, a_file, flagged, many, plain
from transactions.models import Review
from transactions.selectors import queue
from transactions.selectors.paging import (
    BadCursorError,
    Place,
    id_to_word,
    place_to_word,
    word_to_id,
    word_to_place,
)


def ids(response):
    return [int(found) for found in re.findall(r'href="/transactions/(\d+)/', response.text)]


def test_the_riskiest_comes_first(cast, store):
    low, high = flagged(store, risk=10), flagged(store, risk=90)
    assert ids(cast.client("manager").get("/")) == [high.pk, low.pk]


def test_newest_first_when_asked_for(cast, store):
    older = flagged(store, risk=90)
    newer = flagged(store, risk=10, at=NOON + timedelta(hours=1))
    assert ids(cast.client("manager").get("/?order=newest")) == [newer.pk, older.pk]


def test_what_is_not_flagged_or_decided_already_is_not_to_review(cast, store):
    plain(store)
    flagged(store, status="approved")
    assert ids(cast.client("manager").get("/")) == []


@pytest.mark.parametrize("status", ["approved", "investigate", "escalate"])
def test_each_status_has_its_list(cast, store, status):
    wanted = flagged(store, status=status)
    flagged(store)
    assert ids(cast.client("viewer").get(f"/?status={status}")) == [wanted.pk]


def test_the_flag_filter_finds_every_flag_not_only_the_primary_one(cast, store):
    both = flagged(store, flags=("refund", "override"))
    flagged(store, flags=("no_sale",))
    assert ids(cast.client("manager").get("/?flag=override")) == [both.pk]


def test_dates_are_days_of_the_store(cast, store):
    late = flagged(store, at=NOON + timedelta(hours=11, minutes=30))
    flagged(store, at=NOON + timedelta(hours=12, minutes=30))
    found = cast.client("manager").get("/?store=101&since=2025-11-20&until=2025-11-20")
    assert ids(found) == [late.pk]


def test_the_store_filter_keeps_to_one_store(cast, store, other_store):
    wanted = flagged(store)
    flagged(other_store)
    assert ids(cast.client("manager").get("/?store=101")) == [wanted.pk]


def test_a_limited_member_sees_only_the_own_store_in_list_count_and_switch(
    cast, store, other_store
):
    mine = flagged(store, risk=5)
    flagged(other_store, risk=99)
    page = cast.client("limited").get("/")
    assert ids(page) == [mine.pk]
    assert re.search(r'id="to-review"[^>]*>1<', page.text)
    assert "Store 102" not in page.text


def test_another_store_in_the_address_is_not_found_for_a_limited_member(cast, north):
    assert cast.client("limited").get("/?store=102").status_code == 404
    assert cast.client("manager").get("/?store=nowhere").status_code == 404


def test_words_that_make_no_sense_are_as_if_they_were_not_there(cast, store):
    row = flagged(store)
    page = cast.client("manager").get("/?status=x&flag=%27--&since=2025-02-31&until=99&order=9")
    assert ids(page) == [row.pk]


@pytest.mark.parametrize(
    "word", ["x", "W10", "bm90IGpzb24", "WzEsMl0", "WzEsIngiLDNd", "WzEsMWUzMDAsM10", "%00"]
)
def test_a_forged_cursor_is_not_found(cast, north, word):
    assert cast.client("manager").get(f"/?after={word}").status_code == 404


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    order=st.sampled_from(["risk", "newest"]),
    size=st.integers(1, 9),
    stores=st.sampled_from([None, "one", "both"]),
)
def test_paging_gives_every_row_exactly_once_and_in_order(store, other_store, order, size, stores):
    if not Review.objects.exists():
        many(store, 23)
        many(other_store, 14)
    mine = {None: None, "one": {store.pk}, "both": {store.pk, other_store.pk}}[stores]
    which = queue.Queue(order=order, store_ids=None if mine is None else frozenset(mine))
    seen, place = [], None
    while page := queue.after(which, place, size):
        seen += page
        place = word_to_place(place_to_word(page[-1]))
    rows = Review.objects.filter(store__in=mine) if mine else Review.objects.all()
    expected = [Place(row.risk, row.occurred_at, row.transaction_id) for row in rows]
    key = (lambda each: each) if order == "risk" else (lambda each: each[1:])
    assert seen == sorted(expected, key=key, reverse=True)


def test_the_neighbours_of_a_place_are_those_beside_it(store):
    many(store, 12)
    whole = queue.after(queue.Queue(), None, 50)
    assert queue.before(queue.Queue(), whole[6], 3) == whole[3:6]
    assert queue.after(queue.Queue(), whole[6], 3) == whole[7:10]
    assert queue.after(queue.Queue(), whole[6], 3, itself=True) == whole[6:9]


@given(
    risk=st.integers(-100, 100),
    at=st.datetimes(min_value=NOON.replace(tzinfo=None, year=1975)),
    transaction_id=st.integers(0, 2**63 - 1),
)
def test_a_cursor_comes_back_as_it_went(risk, at, transaction_id):
    place = Place(risk, at.replace(tzinfo=NOON.tzinfo), transaction_id)
    assert word_to_place(place_to_word(place)) == place
    assert word_to_id(id_to_word(transaction_id)) == transaction_id


@given(st.text(max_size=40))
def test_no_word_at_all_breaks_the_reading_of_cursors(word):
    for read in (word_to_place, word_to_id):
        try:
            read(word)
        except BadCursorError:
            continue


def test_the_second_page_follows_without_a_gap(cast, store):
    everything = many(store, 120)
    client = cast.client("manager")
    seen, address = [], "/"
    while address:
        page = client.get(address)
        seen += ids(page)
        following = re.search(r'href="(\?after=[^"]+)"', page.text)
        address = f"/{following[1]}" if following else ""
    assert sorted(seen) == sorted(everything)


def test_the_number_of_queries_does_not_grow_with_the_rows(cast, store):
    client = cast.client("manager")
    counts = []
    for more in (1, 49, 200):
        many(store, more)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_counting_stops_where_nobody_cares_any_more(store):
    many(store, 12)
    assert queue.count(queue.Queue(), limit=10) == 11
    assert queue.count(queue.Queue(), limit=20) == 12


def test_an_empty_queue_says_when_the_register_was_last_heard(cast, store):
    plain(store, register="2")
    page = cast.client("manager").get("/").text
    assert "Nothing to review." in page
    assert "register 2, store 101" in page
    assert "s ago" in page


def test_an_empty_chain_says_what_to_do_first(cast, north):
    page = cast.client("manager").get("/").text
    assert "No event has come in yet" in page
    assert "/uploads/" in page


def test_a_filtered_list_is_a_part_when_htmx_asks_for_it(cast, store):
    flagged(store)
    page = cast.client("manager").get("/?order=newest", headers={"HX-Request": "true"}).text
    assert page.lstrip().startswith("<section")
    assert "<html" not in page


def test_the_pulse_answers_only_when_something_changed(cast, store):
    seen = flagged(store).pk
    client = cast.client("manager")
    first = client.get(f"/pulse/?seen={seen}")
    version = re.search(r'name="v"\s+value="(\w+)"', first.text)[1]
    assert client.get(f"/pulse/?seen={seen}&v={version}").status_code == 204

    flagged(store)

    changed = client.get(f"/pulse/?seen={seen}&v={version}")
    assert changed.status_code == 200
    assert "1 new" in changed.text


def test_the_pulse_announces_nothing_of_other_stores(cast, store, other_store):
    seen = flagged(store).pk
    flagged(other_store)
    assert "1 new" not in cast.client("limited").get(f"/pulse/?seen={seen}").text


def test_a_register_that_fell_silent_is_said_on_every_page(cast, store):
    file = a_file(store, received_at=NOON)
    file.upload.channel = "agent"
    file.upload.save()
    plain(store, source_file=file)
    page = cast.client("manager").get("/").text
    assert "Not watching 1 of 2" in page
    assert "Not watching Store 101. Nothing was heard for" in page
