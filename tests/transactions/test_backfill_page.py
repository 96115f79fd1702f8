"""History handed over from the browser: asked about, taken in pieces, closed, and told of."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.transactions.exports import read_waiting
from tests.transactions.journals import Ring, journal, zipped
from transactions.models import Review, SourceFile, Transaction, Upload

FIRST, SECOND = journal(Ring(1, "refund")), journal(Ring(2, date="2026-03-04"))


def opened(client, store="101", name="2026", files="2"):
    return client.post("/history/", {"store": store, "name": name, "files": files}).json()


def send(client, addresses, *files):
    sent = [SimpleUploadedFile(f"PJR{place}.xml", data) for place, data in enumerate(files)]
    return client.post(addresses["files"], {"files": sent})


def known(client, addresses, body):
    return client.post(addresses["known"], json.dumps(body), content_type="application/json")


def digest(data):
    return hashlib.sha256(data).hexdigest()


def test_history_is_taken_in_pieces_and_told_of_in_one_sentence(store, cast):
    client = cast.client("manager")
    addresses = opened(client)
    assert send(client, addresses, FIRST).json() == {"taken": 1, "known": 0}
    assert send(client, addresses, SECOND, b"no journal").json() == {"taken": 2, "known": 0}
    assert (
        client.post(addresses["close"], headers={"Accept": "application/json"}).status_code == 204
    )
    read_waiting()
    page = client.get("/history/").content.decode()
    assert "3 files, 3 to 4 Mar 2026; 1 could not be read." in page
    assert "nobody is alerted" in page
    assert Transaction.objects.filter(is_baseline=True).count() == 2
    assert not Review.objects.exists()


def test_the_same_folder_again_goes_on_where_it_stopped(store, cast):
    client = cast.client("manager")
    send(client, opened(client), FIRST)
    again = opened(client)
    answer = known(client, again, [digest(FIRST), digest(SECOND)]).json()
    assert answer == {"known": [digest(FIRST)]}
    assert send(client, again, FIRST, SECOND).json() == {"taken": 1, "known": 1}
    assert Upload.objects.get().expected_files == 2
    assert SourceFile.objects.count() == 2


def test_what_another_store_has_is_not_known_here(store, other_store, cast):
    client = cast.client("manager")
    send(client, opened(client, store="102"), FIRST)
    assert known(client, opened(client), [digest(FIRST)]).json() == {"known": []}


@pytest.mark.parametrize("body", [{"a": 1}, None, ["x"] * 2001])
def test_questions_that_the_page_never_asks_are_refused(store, cast, body):
    client = cast.client("manager")
    assert known(client, opened(client), body).status_code == 400


@pytest.mark.parametrize("body", [["'; DROP TABLE x"], [1, None, ["a"]], ["A" * 64]])
def test_what_is_no_hash_is_not_known(store, cast, body):
    client = cast.client("manager")
    assert known(client, opened(client), body).json() == {"known": []}


def test_a_closed_history_takes_nothing_more(store, cast):
    client = cast.client("manager")
    addresses = opened(client)
    client.post(addresses["close"])
    refused = send(client, addresses, FIRST)
    assert refused.status_code == 409
    assert "Start again" in refused.json()["why"]
    assert not SourceFile.objects.exists()


def test_a_zip_sent_whole_is_opened_by_the_server(store, cast):
    client = cast.client("manager")
    packed = SimpleUploadedFile("year.zip", zipped(a__xml=FIRST, b__xml=SECOND))
    taken = client.post(opened(client)["files"], {"files": [packed]}).json()
    assert taken == {"taken": 2, "known": 0}


def test_history_needs_a_store_that_one_may_see(store, cast):
    limited = cast.client("limited")
    for code in ("102", "", "nowhere"):
        response = limited.post("/history/", {"store": code, "name": "x", "files": "1"})
        assert response.status_code == 400
    assert not Upload.objects.exists()


def test_a_usual_upload_is_no_history(store, cast):
    upload = Upload.objects.create(store=store, name="day.zip")
    client = cast.client("manager")
    for act in ("known", "files", "close"):
        assert client.post(f"/history/{upload.pk}/{act}/").status_code == 404


def test_progress_is_sent_only_when_there_is_some(store, cast):
    client = cast.client("manager")
    addresses = opened(client)
    send(client, addresses, FIRST)
    part = client.get(addresses["progress"]).content.decode()
    assert "1 file handed over, 0 read" in part
    version = part.split("?v=")[1].split('"')[0]
    assert client.get(addresses["progress"], {"v": version}).status_code == 204
    read_waiting()
    assert client.get(addresses["progress"], {"v": version}).status_code == 200
