"""Events by the API: each is checked at once, the good ones are taken, the others named."""

from __future__ import annotations

import copy
import json

import pytest

from jobs.worker import work
from transactions.api.examples import EVENTS_BODY
from transactions.models import FileState, SourceFile, Transaction


def body(*numbers, store=None):
    """A body with a refund of each number."""
    said = copy.deepcopy(EVENTS_BODY)
    (refund,) = said["events"]
    said["events"] = [{**refund, "transaction_no": number} for number in numbers]
    if store:
        said["store"] = store
    return said


def kind_of(response):
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["type"].rpartition(":")[2]


def test_a_good_batch_is_taken_and_read(pusher, store):
    response = pusher.push(body("1", "2"))
    assert response.status_code == 202
    said = response.json()
    assert (said["taken"], said["refused"]) == (2, [])
    work("quick", seconds=30)
    assert pusher.get(f"files/{said['file']}").json()["state"] == FileState.INGESTED
    rows = Transaction.objects.filter(store=store).order_by("transaction_no")
    assert [(row.transaction_no, row.event_type, row.flags) for row in rows] == [
        ("1", "refund", ["refund"]),
        ("2", "refund", ["refund"]),
    ]


def test_half_a_bad_batch_does_not_lose_the_good_half(pusher, store):
    said = body("1", "2", "3")
    said["events"][1]["amount"] = 64.2
    response = pusher.push(said)
    assert response.status_code == 207
    (refused,) = response.json()["refused"]
    assert refused["index"] == 1
    assert "amount" in refused["detail"]
    assert response.json()["taken"] == 2
    work("quick", seconds=30)
    numbers = Transaction.objects.filter(store=store).values_list("transaction_no", flat=True)
    assert sorted(numbers) == ["1", "3"]


def test_a_batch_without_a_good_event_is_not_kept(pusher):
    said = body("1", "2")
    for event in said["events"]:
        event["flags"] = ["refund"]
    response = pusher.push(said)
    assert kind_of(response) == (422, "nothing_taken")
    assert [each["index"] for each in response.json()["events"]] == [0, 1]
    assert not SourceFile.objects.exists()


def test_the_same_batch_twice_changes_nothing(pusher, store):
    first = pusher.push(body("1", "2")).json()
    again = pusher.push(body("1", "2"))
    assert again.status_code == 200
    assert again.json()["duplicate_of"] == first["file"]
    assert again.json()["state"] == FileState.DUPLICATE
    work("quick", seconds=30)
    assert Transaction.objects.filter(store=store).count() == 2


def test_an_event_in_two_batches_is_one_transaction(pusher, store):
    pusher.push(body("1", "2"))
    pusher.push(body("2", "3"))
    work("quick", seconds=30)
    assert Transaction.objects.filter(store=store).count() == 3


def test_events_come_as_lines_too(pusher, store):
    header = {"format": "lossprevention.events", "version": 1}
    lines = [json.dumps(each) for each in (header, *body("1", "2")["events"])]
    response = pusher.post("events", "\n".join(lines).encode(), "application/x-ndjson")
    assert response.status_code == 202
    assert response.json()["taken"] == 2


def test_another_stores_events_are_not_taken(pusher):
    assert pusher.push(body("1", store="101")).status_code == 202
    assert kind_of(pusher.push(body("2", store="102"))) == (422, "other_store")
    assert SourceFile.objects.count() == 1


def test_no_events_is_nothing(pusher):
    assert kind_of(pusher.push(body())) == (422, "nothing_taken")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe{}", 400),
        (b'{"format": "lossprevention.events", "version": 1, "version": 1}', 400),
        (b'{"format": "lossprevention.events", "version": NaN}', 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400),
        (b"[]", 422),
        (b"null", 422),
        (b"{}", 422),
        (b'{"format": "lossprevention.events", "version": 2, "events": []}', 422),
        (b'{"format": "lossprevention.events", "version": 1, "events": {}}', 422),
        (b'{"format": "lossprevention.events", "version": 1, "events": [], "more": 1}', 422),
        (b'{"format": "lossprevention.events", "version": 1, "events": [1, null, []]}', 422),
    ],
)
def test_a_body_that_is_none_is_refused_with_a_sentence(sent, status, pusher):
    response = pusher.push(sent)
    assert response.status_code == status, response.content
    assert response.json()["detail"].endswith((".", "”"))
    assert not SourceFile.objects.exists()


def test_numbers_beyond_all_reason_are_refused_event_by_event(pusher):
    for amount in ("1e999", "NaN", "Infinity", "9" * 40, "1,00", "٣"):
        said = body("1")
        said["events"][0]["amount"] = amount
        assert kind_of(pusher.push(said)) == (422, "nothing_taken"), amount


def test_text_that_a_database_cannot_hold_is_refused(pusher):
    said = body("1\0")
    assert pusher.push(said).status_code == 422
    surrogate = json.dumps(body("1")).replace('"9006"', "").encode()
    broken = surrogate.replace(b'"transaction_no": "1"', b'"transaction_no": "\\ud800"')
    assert pusher.push(broken).status_code == 422


def test_card_numbers_in_events_are_masked_before_they_are_stored(pusher, files, store):
    said = body("1")
    said["events"][0]["reason_text"] = "paid with 4111111111111111"
    assert pusher.push(said).status_code == 202
    work("quick", seconds=30)
    assert Transaction.objects.filter(store=store).count() == 1
    kept = b"".join(path.read_bytes() for path in files.rglob("*") if path.is_file())
    assert b"4111111111111111" not in kept


def test_a_pushed_event_cannot_say_what_it_is_flagged_as(pusher):
    said = body("1")
    said["events"][0] |= {"flags": [], "risk": 0}
    response = pusher.push(said)
    assert kind_of(response) == (422, "nothing_taken")
    assert "flags" in response.json()["events"][0]["detail"]
