"""Files of a confirmed layout that are written otherwise: said once on the file's page."""

from __future__ import annotations

import io
import re

import pytest

from stores.models import AccessKind, AccessLog
from tests.transactions.exports import export, read_waiting, receive
from transactions.formats.canonical import FormatContext
from transactions.formats.tabular.proposal import propose
from transactions.models import LayoutVariant, Mapping, SourceFile, Transaction

POINTS = export("9001,11/19/2025,8:01:10 AM,1,7,Sale,12.40")
COMMAS = '9002,11/19/2025,8:03:55 AM,1,7,Refund,"-64,20"'
DAYS_FIRST = "9003,19/11/2025,8:03:55 AM,1,7,Refund,-64.20"
AMBIGUOUS = "9004,05/11/2025,8:03:55 AM,1,7,Refund,-64.20"
OTHER_WAY = "Say how this file is written"


@pytest.fixture
def layout(north):
    """The layout, confirmed by somebody with points for cents and the month first."""
    (proposal,) = propose(io.BytesIO(POINTS), "export.csv", FormatContext())
    definition = proposal.mapping.to_json()
    return Mapping.objects.create(
        fingerprint=proposal.fingerprint, name="Sales", definition=definition
    )


def say(client, file, **words):
    sent = {"sheet": "0", "decimal_mark": ".", "date_order": "mdy", **words}
    return client.post(f"/files/{file.pk}/written/confirm/", sent)


def amounts():
    return dict(Transaction.objects.filter(standing="").values_list("transaction_no", "amount"))


def days():
    found = Transaction.objects.filter(standing="").values_list("transaction_no", "business_date")
    return {number: f"{day:%d.%m.}" for number, day in found}


def test_the_files_page_offers_to_say_how_a_refused_file_is_written(store, cast, layout):
    file = receive(store, export(COMMAS))
    assert (file.state, file.reason_code) == ("quarantined", "decimal_mark_differs")
    page = cast.client("manager").get(f"/files/{file.pk}/").content.decode()
    assert OTHER_WAY in page
    assert f"/files/{file.pk}/written/" in page
    assert OTHER_WAY not in cast.client("viewer").get(f"/files/{file.pk}/").content.decode()


@pytest.mark.parametrize(
    ("row", "says", "reads"),
    [
        (COMMAS, "Comma for cents: “-64,20” is -64.20", "\N{MINUS SIGN}$64.20"),
        (DAYS_FIRST, "Day first: “19/11/2025” is 19 November 2025", "19 Nov 2025"),
    ],
)
def test_the_page_shows_what_the_cells_show_and_how_the_rows_are_read_then(
    store, cast, layout, row, says, reads
):
    file = receive(store, export(row))
    page = cast.client("manager").get(f"/files/{file.pk}/written/").content.decode()
    radio = re.search(r"<input[^>]*checked>\s*" + re.escape(says), page)
    assert radio is not None
    assert "1 transaction (Refund 1)" in page
    assert reads in page


def test_the_preview_follows_the_answers_and_saves_nothing(store, cast, layout):
    file = receive(store, export(COMMAS))
    client, address = cast.client("manager"), f"/files/{file.pk}/written/preview/"
    sent = {"sheet": "0", "decimal_mark": ",", "date_order": "mdy"}
    assert "\N{MINUS SIGN}$64.20" in client.post(address, sent).content.decode()
    as_is = client.post(address, sent | {"decimal_mark": "."}).content.decode()
    assert "is not written with the decimal mark" in as_is
    assert not LayoutVariant.objects.exists()


def test_one_word_for_a_store_reads_the_file_and_every_later_one(store, other_store, cast, layout):
    held = receive(store, export(COMMAS))
    elsewhere = receive(other_store, export(COMMAS.replace("9002", "9012")))
    say(cast.client("manager"), held, decimal_mark=",")
    read_waiting()
    later = receive(store, export('9005,11/20/2025,9:00:00 AM,1,7,Sale,"1.234,50"'), "b.csv")
    plain = receive(other_store, export("9006,11/20/2025,9:00:00 AM,1,7,Sale,1.25"), "c.csv")
    assert {f.state for f in SourceFile.objects.all()} == {"ingested"}
    found = {number: str(amount) for number, amount in amounts().items()}
    assert found == {"9002": "-64.20", "9012": "-64.20", "9005": "1234.50", "9006": "1.25"}
    notes = dict(SourceFile.objects.values_list("pk", "reason_code"))
    assert notes[held.pk] == notes[elsewhere.pk] == notes[later.pk] == "read_otherwise"
    assert notes[plain.pk] == ""
    assert Mapping.objects.count() == 1
    variant = LayoutVariant.objects.get()
    assert (variant.store, variant.confirmed_by) == (store, cast.manager)
    entry = AccessLog.objects.get(kind=AccessKind.CONFIRMED_LAYOUT)
    assert (entry.user, entry.params["written"]["decimal_mark"]) == (cast.manager, ",")


def test_a_word_for_one_file_holds_for_that_file_alone(store, cast, layout):
    file = receive(store, export(COMMAS))
    say(cast.client("manager"), file, decimal_mark=",", scope="file")
    read_waiting()
    later = receive(store, export(COMMAS.replace("9002", "9007")), "later.csv")
    file.refresh_from_db()
    assert (file.state, later.state) == ("ingested", "quarantined")
    assert set(amounts()) == {"9002"}


def test_a_store_with_the_day_first_has_files_read_so_that_do_not_show_it(
    store, other_store, cast, layout
):
    before = receive(store, export(AMBIGUOUS), "first.csv")
    assert days() == {"9004": "11.05."}
    shown = receive(store, export(DAYS_FIRST), "second.csv")
    say(cast.client("manager"), shown, date_order="dmy")
    read_waiting()
    receive(other_store, export(AMBIGUOUS.replace("9004", "9014")), "third.csv")
    assert days() == {"9004": "05.11.", "9003": "19.11.", "9014": "11.05."}
    assert SourceFile.objects.get(pk=before.pk).replays == 1


def test_the_layouts_own_way_takes_a_stores_word_back(store, cast, layout):
    client = cast.client("manager")
    file = receive(store, export(AMBIGUOUS))
    say(client, file, date_order="dmy")
    read_waiting()
    assert days() == {"9004": "05.11."}
    assert "Day first" in client.get(f"/files/{file.pk}/written/").content.decode()
    say(client, file, date_order="mdy")
    read_waiting()
    assert days() == {"9004": "11.05."}
    assert not LayoutVariant.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        {"decimal_mark": ";"},
        {"date_order": "ymd"},
        {"shown_mark": ".", "shown_marks": "{"},
        {"shown_mark": ".", "shown_marks": '{"x": "."}'},
    ],
)
def test_words_that_the_page_never_offered_change_nothing(store, cast, layout, words):
    file = receive(store, POINTS)
    assert say(cast.client("manager"), file, **words).status_code == 404
    assert not LayoutVariant.objects.exists()


def test_it_is_the_stores_own_people_who_say_it(other_store, cast, layout):
    file = receive(other_store, export(COMMAS))
    for who, status in (("viewer", 403), ("limited", 404)):
        assert say(cast.client(who), file, decimal_mark=",").status_code == status
    assert not LayoutVariant.objects.exists()


def test_a_layout_that_nobody_confirmed_is_confirmed_first(store, cast):
    file = receive(store, POINTS)
    answer = cast.client("manager").get(f"/files/{file.pk}/written/")
    assert answer.url == f"/files/{file.pk}/layout/"
    assert say(cast.client("manager"), file).status_code == 404
