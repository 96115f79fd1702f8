"""Having kept files read again: how much it is, who may, and that it is done."""

import io

import pytest

from jobs.models import Job, Lane
from stores.models import AccessKind, AccessLog
from tests.review.factories import a_file
from transactions.models import Channel, FileState, SourceFile, Transaction
from transactions.services.parse import parse_files
from transactions.services.receive import Incoming, receive_upload

SALE = b"""<?xml version="1.0"?><NAXML-POSJournal version="3.4"><JournalReport><SaleEvent>
<RegisterID>1</RegisterID><TransactionID>9</TransactionID>
<EventStartDate>2026-03-02</EventStartDate><EventStartTime>12:00:00</EventStartTime>
<BusinessDate>2026-03-02</BusinessDate></SaleEvent></JournalReport></NAXML-POSJournal>"""


@pytest.fixture
def kept(store):
    upload = receive_upload(
        store=store, user=None, files=[Incoming("a.xml", io.BytesIO(SALE))], channel=Channel.FOLDER
    )
    parse_files(list(SourceFile.objects.filter(upload=upload).select_related("store", "upload")))
    Job.objects.all().delete()
    return SourceFile.objects.get(upload=upload)


def asked():
    return list(Job.objects.filter(kind="parse_file").values_list("key", "lane"))


def test_it_is_said_how_much_will_be_read_before_it_is(cast, store, kept):
    client = cast.client("manager")
    address = f"/health/{store.pk}/again/"
    shown = client.get(address, {"what": "file", "word": kept.pk}).text
    assert "a.xml" in shown
    assert "It gave 1 event so far." in shown
    assert asked() == []
    client.post(address, {"what": "file", "word": kept.pk})
    assert asked() == [(str(kept.pk), Lane.LIVE)]
    assert AccessLog.objects.get(kind=AccessKind.REPLAYED_FILES).params["files"] == 1
    kept.refresh_from_db()
    assert kept.replays == 1


def test_reading_again_doubles_nothing(cast, store, kept):
    cast.client("manager").post(f"/health/{store.pk}/again/", {"what": "file", "word": kept.pk})
    parse_files(list(SourceFile.objects.filter(pk=kept.pk).select_related("store", "upload")))
    assert Transaction.objects.filter(store=store).count() == 1


def test_all_that_one_version_of_a_reader_read_is_meant(cast, store, kept):
    client = cast.client("manager")
    shown = client.get(f"/health/{store.pk}/again/").text
    assert "NAXML register journal" in shown
    word = f"{kept.format} {kept.parser_version}"
    client.post(f"/health/{store.pk}/again/", {"what": "reader", "word": word})
    assert asked() == [(str(kept.pk), Lane.LIVE)]


def test_only_files_whose_bytes_are_kept_are_read_again(cast, store, kept):
    a_file(store, state="quarantined", reason_code="cannot_be_scanned")
    SourceFile.objects.filter(pk=kept.pk).update(state=FileState.QUARANTINED)
    cast.client("manager").post(f"/health/{store.pk}/again/", {"what": "unread"})
    assert [key for key, _lane in asked()] == [str(kept.pk)]


@pytest.mark.parametrize(
    "wish", [{}, {"what": "x"}, {"what": "reader", "word": "x"}, {"what": "file", "word": "99999"}]
)
def test_a_wish_that_means_nothing_reads_nothing(cast, store, kept, wish):
    assert cast.client("manager").post(f"/health/{store.pk}/again/", wish).status_code == 302
    assert asked() == []


def test_a_file_of_another_store_is_not_read_from_here(cast, store, other_store, kept):
    client = cast.client("manager")
    address = f"/health/{other_store.pk}/again/"
    wish = {"what": "file", "word": kept.pk}
    assert client.get(address, wish).status_code == 404
    client.post(address, wish)
    assert asked() == []


def test_who_may_only_look_cannot_have_files_read_again(cast, store, kept):
    client = cast.client("viewer")
    assert client.get(f"/health/{store.pk}/again/").status_code == 403
    assert client.post(f"/health/{store.pk}/again/", {"what": "unread"}).status_code == 403
    assert "Read again" not in client.get("/files/").text
