"""What a search found as a file: whole, inert, its owner's own, and gone after a while."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from clips.keys import ForeignKeyError
from jobs.models import Job
from jobs.services import StaleFenceError
from review import handlers
from review.models import ExportState, SearchExport
from review.search import build
from review.search.files import inert
from review.search.stored import ExportKeys
from stores.models import AccessKind, AccessLog, Cashier, StoreAccess
from tests.clips.factories import claimed
from tests.review.factories import NOON, flagged, many, plain
from transactions.models import Transaction

FILES = "/search/exports/"


@pytest.fixture
def page(cast, north):
    return cast.client("manager")


def ordered(page, address="", file_format="csv"):
    response = page.post(f"{FILES}order/", {"address": address, "format": file_format})
    assert response["Location"] == FILES
    return SearchExport.objects.first()


def made(page, address="", file_format="csv"):
    export = ordered(page, address, file_format)
    handlers.export_search([claimed("export_search", export.pk)])
    export.refresh_from_db()
    return export


def content(page, export):
    response = page.get(f"{FILES}{export.pk}/file")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def table(page, export):
    return list(csv.DictReader(io.StringIO(content(page, export).decode("utf-8-sig"))))


def test_a_csv_holds_what_the_search_finds_in_its_order(page, store, other_store, monkeypatch):
    monkeypatch.setattr(build, "PAGE", 7)
    many(store, 40)
    plain(other_store)
    export = made(page, "store=101&sort=oldest")
    rows = table(page, export)
    assert export.state == ExportState.READY
    assert export.rows == len(rows) == 40
    times = [row["Time at the store"] for row in rows]
    assert times == sorted(times)
    assert rows[0]["Time zone"] == "America/New_York"
    assert times[0] == "2025-11-20 12:00:00"


def test_money_is_a_number_and_text_is_never_a_formula(page, store):
    name = '=HYPERLINK("http://x","y")'
    cashier = Cashier.objects.create(store=store, code="-7", name=name)
    lines = {"lines": [{"description": "@SUM(A1)"}, {"sku": "1234"}]}
    row = plain(store, amount=Decimal("-64.20"), event_type="refund", receipt=lines)
    Transaction.objects.filter(pk=row.pk).update(cashier=cashier, transaction_no="+1")
    (told,) = table(page, made(page))
    assert told["Amount"] == "-64.20"
    assert told["Cashier"] == f"'{name}"
    assert told["Cashier number"] == "'-7"
    assert told["Number"] == "'+1"
    assert told["Items"] == "'@SUM(A1); 1234"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "\uff1d1"])
def test_signs_that_begin_a_formula_are_taken_their_force(text):
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "COFFEE", "7-UP", "a=1"])
def test_other_text_is_as_it_was(text):
    assert inert(text) == text


def test_an_excel_file_has_numbers_times_and_what_it_is_about(page, store):
    plain(store, amount=Decimal("64.20"), transaction_no="=1+1", at=NOON)
    export = made(page, "min=50", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content(page, export)))
    rows, about = book.worksheets
    heads = [cell.value for cell in rows[1]]
    told = dict(zip(heads, rows[2], strict=True))
    assert told["Amount"].value == 64.2
    assert told["Time at the store"].value.isoformat() == "2025-11-20T12:00:00"
    assert told["Number"].value == "=1+1"
    assert told["Number"].data_type != "f"
    assert any("each store's clock" in str(row[0].value) for row in about)


def test_more_rows_than_a_file_may_have_are_refused_and_said(page, store, monkeypatch):
    monkeypatch.setattr(build, "MOST_ROWS", 10)
    many(store, 11)
    export = made(page)
    assert (export.state, export.reason_code) == (ExportState.REFUSED, "too_many")
    assert export.stored_key == ""
    assert "Narrow the search" in page.get(FILES).content.decode()
    assert page.get(f"{FILES}{export.pk}/file").status_code == 404


def test_one_that_is_cancelled_while_it_is_made_leaves_nothing(page, store, monkeypatch):
    many(store, 30)
    monkeypatch.setattr(build, "PAGE", 10)
    export = ordered(page)
    before = build._look_up

    def cancelled_meanwhile(making, total):
        page.post(f"{FILES}{export.pk}/cancel/")
        before(making, total)

    monkeypatch.setattr(build, "_look_up", cancelled_meanwhile)
    job = claimed("export_search", export.pk)
    handlers.export_search([job])
    export.refresh_from_db()
    assert export.state == ExportState.CANCELLED
    assert Job.objects.get(pk=job.id).state == "done"
    assert not default_storage.exists(export.stored_key or "none")


def test_a_worker_that_was_overtaken_stores_nothing_and_another_ends_it(page, store, files):
    plain(store)
    export = ordered(page)
    stale = claimed("export_search", export.pk)
    Job.objects.filter(pk=stale.id).update(fence=stale.fence + 1)
    with pytest.raises(StaleFenceError):
        handlers.export_search([stale])
    assert not list(files.rglob("rows.*"))
    Job.objects.filter(pk=stale.id).update(state="queued")
    handlers.export_search([claimed("export_search", export.pk)])
    export.refresh_from_db()
    assert export.state == ExportState.READY
    assert len(list(files.rglob("rows.*"))) == 1


def test_a_job_that_runs_twice_makes_one_file(page, store, files):
    plain(store)
    export = made(page)
    Job.objects.filter(kind="export_search", key=str(export.pk)).update(state="queued")
    handlers.export_search([claimed("export_search", export.pk)])
    assert len(list(files.rglob("rows.*"))) == 1


def test_a_limited_member_takes_their_stores_only(cast, store, other_store):
    mine = plain(store, transaction_no="1")
    plain(other_store, transaction_no="2")
    page = cast.client("limited")
    export = made(page)
    assert [row["Number"] for row in table(page, export)] == [mine.transaction_no]
    assert export.store_ids == [store.pk]


def test_who_sees_fewer_stores_since_no_longer_gets_the_file(cast, store, other_store):
    plain(store)
    page = cast.client("limited")
    export = made(page)
    StoreAccess.objects.filter(user=cast.limited).update(store=other_store)
    assert page.get(f"{FILES}{export.pk}/file").status_code == 404


def test_nobody_gets_what_another_took(cast, page, store):
    plain(store)
    export = made(page)
    for other in ("owner", "admin", "limited"):
        assert cast.client(other).get(f"{FILES}{export.pk}/file").status_code == 404
        assert cast.client(other).post(f"{FILES}{export.pk}/cancel/").status_code == 404
    assert cast.client("viewer").get(FILES).status_code == 403


def test_ordering_and_taking_are_logged(page, cast, store):
    export = made(page, "type=sale")
    content(page, export)
    told = AccessLog.objects.filter(kind=AccessKind.EXPORTED, object_id=export.pk)
    assert sorted(entry.params["what"] for entry in told) == ["downloaded", "ordered"]
    assert {entry.user_id for entry in told} == {cast.manager.pk}


def test_the_file_is_deleted_after_a_week_and_the_page_says_so(page, north, files):
    export = made(page)
    job = Job.objects.get(kind="expire_export", key=str(export.pk))
    assert job.run_after == export.expires_at
    assert timedelta(days=6) < export.expires_at - timezone.now() <= timedelta(days=7)
    build.expire_export(north, export.pk)
    export.refresh_from_db()
    assert (export.state, export.stored_key) == (ExportState.EXPIRED, "")
    assert not list(files.rglob("rows.*"))
    assert page.get(f"{FILES}{export.pk}/file").status_code == 404
    assert "deleted" in page.get(FILES).content.decode()


def test_one_that_failed_for_good_says_so(page, store):
    export = ordered(page)
    handlers.export_buried(str(export.pk), {})
    assert "could not be made" in page.get(FILES).content.decode()


def test_a_search_that_makes_no_sense_is_not_exported(page, store):
    response = page.post(f"{FILES}order/", {"address": "min=x", "format": "csv"}, follow=True)
    assert "is not an amount" in response.content.decode()
    assert not SearchExport.objects.exists()


def test_keys_of_another_export_are_refused(north, store):
    export = SearchExport.objects.create(address="", format="csv", ordered_by_name="x")
    keys = ExportKeys(north.uuid, export.uuid)
    good = keys.key(3, "csv")
    for bad in (f"../{good}", good.replace("rows", "other"), good.replace(str(export.uuid), "x")):
        with pytest.raises(ForeignKeyError):
            keys.check(bad)


def test_flagged_rows_say_their_status_and_flags(page, store):
    flagged(store, status="escalate", risk=70)
    (told,) = table(page, made(page, "flag=any"))
    assert (told["Status"], told["Risk"], told["Flags"]) == ("Escalate", "70", "Refund")
