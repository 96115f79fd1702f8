"""What the columns of an export mean: asked once, answered once, changed later."""

from __future__ import annotations

import pytest

from stores.models import AccessKind, AccessLog
from tests.transactions.exports import ROWS, export, read_waiting, receive
from transactions.models import Mapping, SourceFile, Transaction

WAITING = "Waiting for you: what do its columns mean?"


def confirm(client, file, **words):
    return client.post(f"/files/{file.pk}/layout/confirm/", {"sheet": "0", **words})


def test_a_file_of_an_unknown_layout_waits_and_says_for_what(store, cast):
    file = receive(store, export(*ROWS))
    client = cast.client("manager")
    assert file.state == "needs_mapping"
    for address in ("/files/", f"/files/{file.pk}/", f"/uploads/{file.upload_id}/"):
        page = client.get(address).content.decode()
        assert WAITING in page
        assert f"/files/{file.pk}/layout/" in page


def test_the_page_says_in_one_sentence_what_was_understood(store, cast):
    file = receive(store, export(*ROWS))
    page = cast.client("manager").get(f"/files/{file.pk}/layout/").content.decode()
    assert "4 transactions (Sale 1, Refund 1, No sale 1, Whole sale voided 1)" in page
    assert "19 to 20 Nov 2025" in page
    assert "9002" in page


def test_one_confirmation_reads_every_waiting_file_of_the_layout_in_the_chain(
    store, other_store, cast
):
    file = receive(store, export(*ROWS))
    elsewhere = receive(other_store, export(*ROWS))
    response = confirm(cast.client("manager"), file, name="Sales")
    assert response.status_code == 302
    read_waiting()
    assert set(SourceFile.objects.values_list("state", flat=True)) == {"ingested"}
    assert Transaction.objects.filter(source_file=elsewhere).count() == len(ROWS)
    layout = Mapping.objects.get()
    assert (layout.name, layout.version, layout.confirmed_by) == ("Sales", 1, cast.manager)
    assert AccessLog.objects.filter(kind=AccessKind.CONFIRMED_LAYOUT).count() == 1


def test_a_later_file_of_a_confirmed_layout_goes_straight_in(store, cast):
    confirm(cast.client("manager"), receive(store, export(*ROWS)))
    later = receive(store, export("9009,11/21/2025,8:01:10 AM,1,7,Sale,12.40"), "later.csv")
    assert (later.state, later.mapping_version) == ("ingested", 1)


def test_what_only_a_person_can_say_must_be_answered(store, cast):
    rows = [row.replace("11/19/2025", "9/8/2025").replace("11/20/2025", "9/8/2025") for row in ROWS]
    file = receive(store, export(*rows))
    client = cast.client("manager")
    page = client.get(f"/files/{file.pk}/layout/").content.decode()
    assert "Is “9/8/2025” written with the month first or the day first?" in page
    assert "Month first: “9/8/2025” is 8 September 2025" in page
    assert "Day first: “9/8/2025” is 9 August 2025" in page
    refused = confirm(client, file)
    assert refused.status_code == 422
    assert "1 question is open." in refused.content.decode()
    assert not Mapping.objects.exists()
    assert confirm(client, file, **{"answer-0": "dmy"}).status_code == 302
    read_waiting()
    days = set(Transaction.objects.values_list("business_date", flat=True))
    assert {day.isoformat() for day in days} == {"2025-08-09"}


def test_dates_of_both_kinds_are_each_shown_by_one_of_the_file(store, cast):
    rows = [ROWS[0], ROWS[1].replace("11/19/2025", "25/10/2025")]
    file = receive(store, export(*rows))
    page = cast.client("manager").get(f"/files/{file.pk}/layout/").content.decode()
    assert "Month first: “11/19/2025” is 19 November 2025" in page
    assert "Day first: “25/10/2025” is 25 October 2025" in page


def test_settings_that_are_not_asked_about_are_shown_by_the_files_own_cells(store, cast):
    file = receive(store, export(*ROWS))
    page = cast.client("manager").get(f"/files/{file.pk}/layout/").content.decode()
    assert "Dates such as “11/19/2025”" in page
    assert "Point for cents: “12.40” is 12.40" in page


def test_a_file_without_such_dates_shows_no_invented_one(store, cast):
    file = receive(store, export("9001,2025-11-19,8:01:10 AM,1,7,Sale,12"))
    page = cast.client("manager").get(f"/files/{file.pk}/layout/").content.decode()
    assert "Dates such as" not in page
    assert '<option value="mdy" selected>Month first</option>' in page


def test_a_word_that_nobody_knows_is_asked_about(store, cast):
    file = receive(store, export(*ROWS, "9005,11/20/2025,9:20:00 AM,1,8,Zwischen,1.00"))
    client = cast.client("manager")
    page = client.get(f"/files/{file.pk}/layout/").content.decode()
    assert "What does “zwischen” mean? Rows with it: 1." in page
    confirm(client, file, **{"answer-0": "paid_out"})
    read_waiting()
    assert Transaction.objects.get(transaction_no="9005").event_type == "paid_out"


def test_changing_a_column_redraws_the_rows_and_saves_nothing(store, cast):
    file = receive(store, export(*ROWS))
    address = f"/files/{file.pk}/layout/preview/"
    client = cast.client("manager")
    as_is = client.post(address, {"sheet": "0"}).content.decode()
    without = client.post(address, {"sheet": "0", "column-6": "ignore"}).content.decode()
    assert "\N{MINUS SIGN}$64.20" in as_is
    assert "\N{MINUS SIGN}$64.20" not in without
    assert "<html" not in without
    assert not Mapping.objects.exists()


def test_two_columns_of_one_meaning_are_refused_in_a_sentence(store, cast):
    file = receive(store, export(*ROWS))
    sent = {"sheet": "0", "column-3": "cashier"}
    client = cast.client("manager")
    said = client.post(f"/files/{file.pk}/layout/preview/", sent).content.decode()
    assert "are said to be the Cashier" in said
    assert confirm(client, file, **{"column-3": "cashier"}).status_code == 422
    assert not Mapping.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("column-0", "no such role"), ("word-0", "no such meaning"), ("grain", "x"), ("sheet", "-1")],
)
def test_words_that_the_page_never_offered_change_nothing(store, cast, field, value):
    file = receive(store, export(*ROWS))
    response = confirm(cast.client("manager"), file, **{field: value})
    assert response.status_code in {302, 422}
    assert not Mapping.objects.exclude(definition__columns__0="transaction_no").exists()


def test_a_change_makes_a_new_version_and_offers_to_read_the_files_again(store, cast):
    client = cast.client("manager")
    file = receive(store, export(*ROWS))
    confirm(client, file)
    read_waiting()
    confirm(client, file, **{"word-1": "paid_out"})
    assert list(Mapping.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert (
        "1 file was read by an older version"
        in client.get(f"/files/{file.pk}/layout/?sheet=0").content.decode()
    )
    client.post(f"/files/{file.pk}/layout/again/", {"sheet": "0"})
    read_waiting()
    counted = Transaction.objects.filter(standing="")
    assert counted.get(transaction_no="9002").event_type == "paid_out"
    assert counted.count() == len(ROWS)
    assert "older version" not in client.get(f"/files/{file.pk}/layout/?sheet=0").content.decode()


def test_the_same_word_again_writes_no_version(store, cast):
    client = cast.client("manager")
    file = receive(store, export(*ROWS))
    confirm(client, file)
    confirm(client, file)
    assert Mapping.objects.count() == 1


def test_a_sheet_that_holds_nothing_is_left_out_for_good(store, cast):
    file = receive(store, export(*ROWS))
    confirm(cast.client("manager"), file, knows_ignored="1", ignored="1")
    read_waiting()
    assert not Transaction.objects.exists()
    assert Mapping.objects.get().definition["ignored"] is True


def test_those_who_may_not_confirm_are_not_offered_it(store, cast):
    file = receive(store, export(*ROWS))
    viewer = cast.client("viewer")
    page = viewer.get(f"/files/{file.pk}/").content.decode()
    assert WAITING in page
    assert f"/files/{file.pk}/layout/" not in page
    assert viewer.get(f"/files/{file.pk}/layout/").status_code == 403
    assert confirm(viewer, file).status_code == 403


def test_layouts_of_other_stores_are_nobody_elses(other_store, cast):
    file = receive(other_store, export(*ROWS))
    limited = cast.client("limited")
    assert limited.get(f"/files/{file.pk}/layout/").status_code == 404
    assert file.original_name not in limited.get("/layouts/").content.decode()
    assert file.original_name in cast.client("manager").get("/layouts/").content.decode()


def test_the_totals_row_is_said_to_agree(store, cast):
    file = receive(store, export(*ROWS, "Total,,,,,,-43.55"))
    page = cast.client("manager").get(f"/files/{file.pk}/layout/").content.decode()
    assert "The totals row agrees with the rows above it" in page
    assert "Totals row: checks the sums" in page
