"""From received bytes to rows: nothing lost, nothing doubled, bad files kept apart."""

from __future__ import annotations

import io

import pytest

from jobs.models import Job
from jobs.worker import work
from stores.models import Cashier, Register
from tests.transactions.journals import Ring, incoming, journal, zipped
from transactions.models import FileState, Review, SourceFile, Transaction
from transactions.services.receive import receive_upload
from transactions.services.stored import opened

CARD = b"4111111111111111"


def take_in(store, *files):
    upload = receive_upload(
        store=store, user=None, files=[incoming(name, data) for name, data in files]
    )
    work("quick", seconds=30)
    return upload


def states(upload):
    return dict(upload.files.values_list("original_name", "state"))


def test_a_journal_becomes_transactions_flags_and_reviews(store):
    take_in(
        store,
        ("PJR1.xml", journal(Ring(1))),
        ("PJR2.xml", journal(Ring(2, "refund", "64.20"))),
        ("PJR3.xml", journal(Ring(3, "no_sale"))),
    )
    rows = Transaction.objects.order_by("transaction_no")
    assert [row.event_type for row in rows] == ["sale", "refund", "no_sale"]
    assert [row.flags for row in rows] == [[], ["refund"], ["no_sale"]]
    assert str(rows[1].amount) == "-64.20"
    assert rows[0].occurred_at.isoformat() == "2026-03-03T19:03:07+00:00"
    assert set(Review.objects.values_list("primary_flag", "status")) == {
        ("refund", "new"),
        ("no_sale", "new"),
    }


def test_the_file_says_what_came_of_it(store):
    upload = take_in(store, ("day.xml", journal(Ring(1), Ring(2, "void", "9.00"))))
    file = upload.files.get()
    assert (file.state, file.events, file.new_transactions, file.flagged) == ("ingested", 2, 2, 1)
    assert (file.format, file.format_version) == ("naxml_journal", "3.4")


def test_the_same_file_twice_is_a_duplicate(store):
    data = journal(Ring(1, "refund"))
    take_in(store, ("PJR1.xml", data))
    again = take_in(store, ("other name.xml", data))
    assert states(again) == {"other name.xml": FileState.DUPLICATE}
    assert Transaction.objects.count() == 1


def test_the_same_event_in_two_files_is_one_row(store):
    take_in(store, ("PJR1.xml", journal(Ring(1, "refund"))))
    day = take_in(store, ("CPJR.xml", journal(Ring(2), Ring(1, "refund"))))
    assert Transaction.objects.count() == 2
    assert Review.objects.count() == 1
    assert day.files.get().new_transactions == 1


def test_registers_and_cashiers_make_themselves_known(store):
    take_in(store, ("PJR1.xml", journal(Ring(1, register="9", cashier="44"))))
    assert Register.objects.get(store=store, code="9").register_class == "inside"
    assert Cashier.objects.get(store=store, code="44").is_person


BAD = {
    "empty.xml": b"",
    "truncated.xml": journal(Ring(1), Ring(2))[:-40],
    "not xml.xml": b"hello, this is a text",
    "a pdf.xml": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "doctype.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><NAXML-POSJournal/>',
    "bomb.xml": b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    b"<NAXML-POSJournal>&b;</NAXML-POSJournal>",
    "deep.xml": b"<NAXML-POSJournal>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</NAXML-POSJournal>",
}


def test_bad_files_are_held_with_a_reason_and_harm_no_other(store):
    upload = take_in(store, *BAD.items(), ("good.xml", journal(Ring(1))))
    found = states(upload)
    assert found.pop("good.xml") == FileState.INGESTED
    assert set(found.values()) == {FileState.QUARANTINED}
    assert set(found) == set(BAD)
    assert all(file.reason_code for file in upload.files.filter(state="quarantined"))
    assert Transaction.objects.count() == 1


def test_a_large_file_that_breaks_off_leaves_no_row(store):
    rings = [Ring(n) for n in range(1500)]
    data = journal(*rings)[:-100]
    assert len(data) > 2 * 1024 * 1024
    upload = take_in(store, ("big.xml", data), ("good.xml", journal(Ring(9999))))
    assert states(upload) == {"big.xml": "quarantined", "good.xml": "ingested"}
    assert Transaction.objects.values_list("transaction_no", flat=True).get() == "9999"


def test_a_large_file_streams_in_whole(store):
    upload = take_in(store, ("big.xml", journal(*[Ring(n) for n in range(1500)])))
    assert upload.files.get().new_transactions == 1500
    assert Transaction.objects.count() == 1500


def test_a_zip_of_a_day_is_opened(store):
    members = {f"PJR{n}__xml": journal(Ring(n)) for n in range(5)}
    upload = take_in(store, ("day.zip", zipped(**members)))
    assert upload.files.count() == 5
    assert Transaction.objects.count() == 5


def test_a_member_that_climbs_out_of_the_zip_is_refused_alone(store):
    data = zipped(**{"../../evil__xml": journal(Ring(1)), "good__xml": journal(Ring(2))})
    upload = take_in(store, ("day.zip", data))
    assert sorted(upload.files.values_list("state", flat=True)) == ["ingested", "quarantined"]
    assert Transaction.objects.get().transaction_no == "2"


def test_a_damaged_zip_is_said_to_be_damaged(store):
    upload = take_in(store, ("day.zip", zipped(a__xml=journal(Ring(1)))[:-30]))
    assert upload.files.get().reason_code == "zip_damaged"


def test_card_numbers_never_reach_the_disk(store, files):
    data = journal(Ring(1)).replace(
        b"<ChangeFlag",
        b"<Authorization><AccountID>" + CARD + b"</AccountID></Authorization><ChangeFlag",
    )
    upload = take_in(store, ("PJR1.xml", data), ("day.zip", zipped(b__xml=data + b" ")))
    for file in upload.files.exclude(stored_key=""):
        with opened(file) as stream:
            kept = stream.read()
        assert CARD not in kept
        assert b"1111</AccountID>" in kept
        assert file.redacted == 1
    assert all(CARD not in path.read_bytes() for path in files.rglob("*") if path.is_file())
    assert CARD.decode() not in str(Transaction.objects.values_list("receipt", flat=True)[:])


def test_what_cannot_be_scanned_is_not_kept(store):
    upload = take_in(store, ("a.pdf", b"%PDF-1.7 stream 4111111111111111"))
    file = upload.files.get()
    assert (file.state, file.reason_code, file.stored_key) == ("quarantined", "pdf", "")


def test_a_file_of_another_store_is_held(store, other_store):
    upload = take_in(store, ("PJR1.xml", journal(Ring(1), store="102")))
    assert upload.files.get().reason_code == "other_store"
    assert not Transaction.objects.exists()


def test_a_replay_changes_nothing(store):
    upload = take_in(store, ("PJR1.xml", journal(Ring(1, "refund"), Ring(2))))
    before = list(Transaction.objects.order_by("id").values())
    Job.objects.filter(kind="parse_file").update(state="queued")
    SourceFile.objects.update(state="received")
    work("quick", seconds=30)
    assert list(Transaction.objects.order_by("id").values()) == before
    assert upload.files.get().state == "ingested"


def test_a_revision_that_is_no_longer_suspicious_leaves_the_queue(store):
    take_in(store, ("a.xml", journal(Ring(1, "removed", time="14:00:00"))))
    assert Review.objects.count() == 1
    later = journal(Ring(1, "sale", time="14:00:00")).replace(
        b"<EndTime>14:00:00", b"<EndTime>15:00:00"
    )
    take_in(store, ("b.xml", later))
    assert Transaction.objects.get().flags == []
    assert not Review.objects.exists()


def test_a_decided_review_survives_a_revision(store):
    take_in(store, ("a.xml", journal(Ring(1, "removed", time="14:00:00"))))
    Review.objects.update(status="escalate", version=1)
    later = journal(Ring(1, "sale", time="14:00:00")).replace(
        b"<EndTime>14:00:00", b"<EndTime>15:00:00"
    )
    take_in(store, ("b.xml", later))
    assert Review.objects.get().status == "escalate"


def test_history_brings_nothing_to_review(store):
    receive_upload(
        store=store,
        user=None,
        files=[incoming("a.xml", journal(Ring(1, "refund")))],
        is_backfill=True,
    )
    work("quick", seconds=30)
    assert Transaction.objects.get().flags == ["refund"]
    assert not Review.objects.exists()


def test_hostile_text_is_kept_as_text(store):
    take_in(store, ("a.xml", journal(Ring(1, item="A\\tB\\N &lt;b&gt; \u00e9"))))
    line = Transaction.objects.get().receipt["lines"][0]
    assert line["description"] == "A\\tB\\N <b> \u00e9"


@pytest.mark.parametrize("size", [0, 1, 17, 5000])
def test_the_kept_bytes_are_the_received_bytes(store, size):
    data = journal(Ring(1)) + b"\n" * size
    upload = take_in(store, ("a.xml", data))
    with opened(upload.files.get()) as stream:
        assert stream.read() == data


class Dribble(io.RawIOBase):
    """A stream that gives a few bytes at a time, as networks do."""

    def __init__(self, data):
        self.data = data

    def read(self, size=-1):
        part, self.data = self.data[:7], self.data[7:]
        return part


def test_a_slow_stream_is_read_to_its_end(store):
    from transactions.services.receive import Incoming

    data = journal(Ring(1))
    receive_upload(store=store, user=None, files=[Incoming("a.xml", Dribble(data))])
    assert SourceFile.objects.get().size == len(data)
