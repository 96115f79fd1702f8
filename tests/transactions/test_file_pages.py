"""One file's page: what became of it, what was not read, and what one may do about it."""

from __future__ import annotations

import csv
import io

import pytest

from stores.models import AccessKind, AccessLog
from tests.transactions.exports import ROWS, export, read_waiting, receive
from tests.transactions.journals import Ring, journal
from transactions.models import Mapping, SourceFile, Transaction
from transactions.services.unread_rows import harmless

BAD = '9005,never,"=HYPERLINK(""http://x"")",1,8,Sale,1.00'


@pytest.fixture
def partly(store, cast):
    """An export of which one row has no time and a cell that wants to be a formula."""
    file = receive(store, export(*ROWS, BAD))
    client = cast.client("manager")
    client.post(f"/files/{file.pk}/layout/confirm/", {"sheet": "0"})
    assert Mapping.objects.exists()
    read_waiting()
    file.refresh_from_db()
    return file


def page(client, file):
    return client.get(f"/files/{file.pk}/").content.decode()


def test_a_file_says_in_one_sentence_what_became_of_it(store, cast):
    file = receive(store, journal(Ring(1), Ring(2, "refund", date="2026-03-04")), "PJR1.xml")
    said = page(cast.client("viewer"), file)
    assert "2 transactions, 3 to 4 Mar 2026; 1 flagged." in said
    for row in Transaction.objects.all():
        assert f"/transactions/{row.pk}/" in said


def test_rows_not_read_are_said_and_can_be_downloaded(partly, cast):
    client = cast.client("viewer")
    said = page(client, partly)
    assert "Read in part" in said
    assert "Row 6" in said
    response = client.get(f"/files/{partly.pk}/not-read.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Sheet", "Row"]
    assert len(rows) == 2
    assert rows[1][1] == "6"
    assert "9005" in rows[1]
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert "attachment" in response["Content-Disposition"]
    entry = AccessLog.objects.get(kind=AccessKind.DOWNLOADED_SAMPLE)
    assert (entry.object_id, entry.params) == (partly.pk, {"what": "rows"})


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\xa0=1", "|x", "\r=1"])
def test_no_cell_can_be_taken_for_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Sale", "12.40", "a=b", "9001"])
def test_plain_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_the_kept_bytes_are_for_admins_and_hold_no_card_number(store, cast):
    header = "Receipt No,Date,Total,Reason"
    file = receive(store, export("9001,11/19/2025,4.00,paid 4111111111111111", header=header))
    assert cast.client("manager").get(f"/files/{file.pk}/kept/").status_code == 403
    response = cast.client("admin").get(f"/files/{file.pk}/kept/")
    data = b"".join(response.streaming_content)
    assert b"9001" in data
    assert b"4111111111111111" not in data
    assert response["Content-Type"] == "application/octet-stream"
    assert "attachment" in response["Content-Disposition"]
    assert AccessLog.objects.get(kind=AccessKind.DOWNLOADED_SAMPLE).object_id == file.pk


def test_a_file_of_another_store_is_handed_to_it(store, other_store, cast):
    file = receive(store, journal(Ring(1), store="102"), "PJR1.xml")
    client = cast.client("manager")
    said = page(client, file)
    assert "Hand it over and read it there" in said
    assert '<option value="102" selected>' in said
    client.post(f"/files/{file.pk}/move/", {"store": "102"})
    read_waiting()
    assert Transaction.objects.get().store == other_store


def test_a_limited_member_cannot_hand_a_file_to_a_store_they_do_not_see(store, cast):
    file = receive(store, journal(Ring(1), store="102"), "PJR1.xml")
    cast.client("limited").post(f"/files/{file.pk}/move/", {"store": "102"})
    file.refresh_from_db()
    assert (file.store, file.state) == (store, "quarantined")


def test_reading_again_is_for_those_who_set_up_stores(partly, cast):
    assert "Read it again" not in page(cast.client("viewer"), partly)
    assert cast.client("viewer").post(f"/files/{partly.pk}/again/").status_code == 403
    cast.client("manager").post(f"/files/{partly.pk}/again/")
    partly.refresh_from_db()
    assert (partly.state, partly.replays) == ("received", 2)


def test_what_a_file_is_called_cannot_act_on_the_page(store, cast):
    file = receive(store, b"no journal", "<script>alert(1)</script>.xml")
    SourceFile.objects.filter(pk=file.pk).update(original_name="<script>alert(1)</script>.xml")
    said = page(cast.client("manager"), file)
    assert "<script>alert(1)" not in said
    assert "&lt;script&gt;alert(1)" in said


@pytest.mark.parametrize(
    ("words", "is_there"),
    [
        ({"format": "naxml_journal"}, True),
        ({"format": "tabular"}, False),
        ({"state": "ingested"}, True),
        ({"state": "quarantined"}, False),
        ({"store": "101"}, True),
        ({"store": "102"}, False),
        ({"source": "999", "format": "no such", "state": "x"}, True),
    ],
)
def test_the_list_is_narrowed(store, cast, words, is_there):
    receive(store, journal(Ring(1)), "PJR77.xml")
    said = cast.client("viewer").get("/files/", words).content.decode()
    assert ("PJR77.xml" in said) is is_there


def test_a_file_that_is_read_again_says_nothing_old_and_shows_what_came_of_it(store, cast):
    client = cast.client("manager")
    file = receive(store, b"nothing that could be read", "x.xml")
    assert "neither a register journal" in page(client, file)
    client.post(f"/files/{file.pk}/again/")
    waiting = page(client, file)
    assert "This file waits to be read." in waiting
    assert "neither a register journal" not in waiting
    assert 'hx-get="?seen=received"' in waiting
    assert client.get(f"/files/{file.pk}/?seen=received").status_code == 204
    read_waiting()
    shown = client.get(f"/files/{file.pk}/?seen=received").content.decode()
    assert "neither a register journal" in shown
    assert "hx-get" not in shown.split('id="file"')[1].split(">")[0]
