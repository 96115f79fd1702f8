"""What a token may see: its store, or its own pushes, a page at a time."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from accounts.tenancy import in_chain
from stores.models import Cashier, Store, TokenScope
from tests.review.factories import NOON, a_file, flagged, plain
from tests.transactions.api.conftest import Program, made
from tests.transactions.api.test_pushing_events import kind_of
from transactions.models import FileState, Match, Upload


def ids(response):
    assert response.status_code == 200, response.content
    return [each["id"] for each in response.json()["results"]]


def walk(program, path, **query):
    """Every id, page after page, as a client would."""
    found, after = [], None
    for _ in range(50):
        page = program.get(path, **query, **({"after": after} if after else {}))
        found += ids(page)
        after = page.json()["next"]
        if after is None:
            return found
    raise AssertionError("the list has no end")


def test_pages_follow_each_other_without_gap_or_repetition(reader_of_all, store, other_store):
    rows = [
        plain(place, at=NOON + timedelta(seconds=number // 3))
        for number in range(20)
        for place in (store, other_store)
    ]
    expected = [row.pk for row in sorted(rows, key=lambda row: (row.occurred_at, row.pk))][::-1]
    assert walk(reader_of_all, "transactions", limit=3) == expected
    day = NOON.date().isoformat()
    assert walk(reader_of_all, "transactions", limit=7, business_date=day) == expected


def test_rows_that_come_in_between_do_not_shift_a_page(reader, store):
    rows = [plain(store, at=NOON + timedelta(minutes=number)) for number in range(4)]
    first = reader.get("transactions", limit=2)
    plain(store, at=NOON + timedelta(hours=1))
    second = reader.get("transactions", limit=2, after=first.json()["next"])
    assert ids(first) + ids(second) == [row.pk for row in reversed(rows)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"sale", "refund", "late"}),
        ({"type": "refund"}, {"refund"}),
        ({"flag": "refund"}, {"refund"}),
        ({"flag": "no_sale"}, set()),
        ({"register": "2"}, {"late"}),
        ({"store": "101"}, {"sale", "refund", "late"}),
        ({"store": "102"}, set()),
        ({"since": (NOON + timedelta(hours=1)).isoformat()}, {"late"}),
        ({"until": (NOON + timedelta(hours=1)).isoformat()}, {"sale", "refund"}),
        ({"business_date": (NOON + timedelta(days=1)).date().isoformat()}, {"late"}),
        ({"business_date": NOON.date().isoformat(), "type": "sale"}, {"sale"}),
    ],
)
def test_each_filter_finds_what_it_says(query, found, reader, store):
    rows = {
        plain(store).pk: "sale",
        flagged(store, event_type="refund").pk: "refund",
        plain(store, at=NOON + timedelta(days=1), register="2").pk: "late",
    }
    assert {rows[each] for each in ids(reader.get("transactions", **query))} == found


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "x"},
        {"after": "not a cursor"},
        {"after": "W10"},
        {"after": "bnVsbA"},
        {"since": "yesterday"},
        {"business_date": "2026-02-30"},
        {"type": "theft"},
        {"flag": "pattern"},
        {"sotre": "101"},
        {"store": "1\x002"},
        {"store": "x" * 33},
    ],
)
def test_a_wrong_parameter_is_named_and_never_ignored(query, reader):
    response = reader.get("transactions", **query)
    assert kind_of(response) == (400, "bad_parameter")
    assert set(response.json()["parameters"]) == set(query)


def test_a_parameter_said_twice_is_wrong(reader):
    path = "/api/v1/files?" + urlencode([("state", "received"), ("state", "ingested")])
    assert reader.client.get(path, headers=reader.headers).status_code == 400


def test_a_receipt_holds_no_customers_data_and_no_names(reader, store):
    cashier = Cashier.objects.create(store=store, code="7", name="Jo Doe")
    row = flagged(
        store,
        cashier=cashier,
        receipt={
            "lines": [{"kind": "item", "description": "COFFEE", "amount": "5.00", "sequence": 1}],
            "adjustments": [{"kind": "loyalty", "amount": "1.00", "identifier": "6035551234"}],
            "tenders": [{"tender_class": "card", "amount": "4.00", "card_last4": "4242"}],
            "unknown": ["CustomerName"],
        },
    )
    response = reader.get(f"transactions/{row.pk}")
    said = response.json()
    assert said["lines"][0]["description"] == "COFFEE"
    assert said["tenders"] == [{"tender_class": "card", "amount": "4.00"}]
    assert said["reasons"][0]["reason"].startswith("Refund")
    assert said["cashier"] == "7"
    for private in ("4242", "6035551234", "Jo Doe", "CustomerName"):
        assert private not in response.content.decode()


def test_a_second_account_says_of_which(reader, store):
    upper, lower = plain(store), plain(store, standing="second")
    Match.objects.create(lower=lower, upper=upper, store=store, how="certain")
    said = reader.get(f"transactions/{lower.pk}").json()
    assert (said["same_as"], said["standing"]) == (upper.pk, "second")
    assert reader.get(f"transactions/{upper.pk}").json()["same_as"] is None


def test_a_reader_of_one_store_sees_no_other(reader, store, other_store):
    theirs, file = plain(other_store), a_file(other_store, state=FileState.QUARANTINED)
    assert ids(reader.get("transactions")) == []
    assert ids(reader.get("files")) == []
    assert reader.get("problems").json()["results"] == []
    for path in (f"transactions/{theirs.pk}", f"files/{file.pk}"):
        assert kind_of(reader.get(path)) == (404, "not_found")


def test_what_is_not_there_and_what_is_not_yours_are_told_alike(reader, other_store):
    row = plain(other_store)

    def said(path):
        body = reader.get(path).json()
        return {name: body[name] for name in ("type", "title", "status", "detail", "what_to_do")}

    assert said(f"transactions/{row.pk}") == said("transactions/999999999")
    assert said(f"files/{row.source_file_id}") == said("files/99999999999999999999999999")


def test_a_sender_sees_what_it_sent_and_nothing_else(pusher, store, north):
    mine = pusher.send(b"<a/>").json()["files"][0]["id"]
    by_hand = a_file(store, state=FileState.QUARANTINED)
    other = Program(made(north, TokenScope.PUSH).key)
    its = other.send(b"<b/>").json()["files"][0]["id"]
    assert ids(pusher.get("files")) == [mine]
    for foreign in (by_hand.pk, its):
        assert pusher.get(f"files/{foreign}").status_code == 404
    assert pusher.get("problems").json()["results"] == []


def test_another_chains_rows_are_not_there(reader_of_all, south):
    with in_chain(south):
        row = plain(Store.objects.get(code="101"))
    for path in (f"transactions/{row.pk}", f"files/{row.source_file_id}"):
        response = reader_of_all.get(path)
        assert response.status_code == 404
    assert ids(reader_of_all.get("transactions")) == []


def test_problems_say_what_could_not_be_read_in_sentences(reader, store):
    upload = Upload.objects.create(store=store, name="day")
    held = a_file(
        store,
        upload=upload,
        state=FileState.QUARANTINED,
        reason_code="not_well_formed",
        reason_params={"line": "12"},
    )
    part = a_file(
        store,
        upload=upload,
        state=FileState.PARTLY_INGESTED,
        problems=[
            {
                "code": "bad_date",
                "params": {"field": "EndDate", "value": "tomorrow"},
                "source_index": 4,
            }
        ],
    )
    a_file(store, upload=upload, state=FileState.INGESTED)
    said = reader.get("problems").json()["results"]
    assert [each["file"]["id"] for each in said] == [part.pk, held.pk]
    assert said[0]["findings"][0]["index"] == 4
    assert "tomorrow" in said[0]["findings"][0]["detail"]
    assert "line 12" in said[1]["findings"][0]["detail"]
    assert reader.get(f"files/{part.pk}").json()["findings"] == said[0]["findings"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "received"}, ["b"]),
        ({"sha256": "a" * 64}, ["a"]),
        ({"sha256": "c" * 64}, []),
        ({"store": "101"}, ["b", "a"]),
        ({"since": "2099-01-01T00:00:00Z"}, []),
        ({"until": "2099-01-01T00:00:00Z"}, ["b", "a"]),
    ],
)
def test_files_are_found_by_each_filter(query, found, reader, store):
    names = {
        a_file(store, sha256="a" * 64, state=FileState.INGESTED).pk: "a",
        a_file(store, sha256="b" * 64).pk: "b",
    }
    assert [names[each] for each in ids(reader.get("files", **query))] == found


def test_files_come_a_page_at_a_time(reader, store):
    rows = [a_file(store).pk for _ in range(7)]
    assert walk(reader, "files", limit=2) == rows[::-1]
