"""A file whose reader raises: three tries, then set aside, and its neighbours are done."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jobs.models import Job
from jobs.worker import work
from tests.transactions.journals import Ring, incoming, journal
from transactions.formats.naxml import reader
from transactions.models import SourceFile, Transaction
from transactions.services.parse import parse_files
from transactions.services.receive import receive_upload
from transactions.services.stored import opened

POISON = "RAISES"


@pytest.fixture
def poisoned(monkeypatch):
    """A reader with a fault that no test has found yet; how often it was met."""
    met = []
    read_event = reader.read_event

    def fails(x, element, header, context):
        event = read_event(x, element, header, context)
        if any(line.description == POISON for line in event.lines):
            met.append(event.transaction_no)
            raise ZeroDivisionError(POISON)
        return event

    monkeypatch.setattr(reader, "read_event", fails)
    return met


def deliver(store):
    files = {number: journal(Ring(number, "refund")) for number in range(1, 6)}
    files[3] = journal(Ring(3, "refund", item=POISON))
    receive_upload(
        store=store,
        user=None,
        files=[incoming(f"{number}.xml", data) for number, data in files.items()],
    )
    return files


def work_at_once():
    """All that is due, and what was put off for later."""
    Job.objects.filter(state="queued").update(run_after=timezone.now())
    work("quick", seconds=30)


def test_it_stops_at_three_tries_with_its_bytes_kept_and_its_neighbours_done(store, poisoned):
    files = deliver(store)
    work_at_once()
    assert set(Transaction.objects.values_list("transaction_no", flat=True)) == set("1245")
    for _ in range(5):
        work_at_once()
    bad = SourceFile.objects.get(state="quarantined")
    assert (bad.original_name, bad.reason_code) == ("3.xml", "reader_failed")
    job = Job.objects.get(kind="parse_file", key=str(bad.pk))
    assert (job.state, job.attempts) == ("failed", 3)
    with opened(bad) as stream:
        assert stream.read() == files[3]
    met = len(poisoned)
    work_at_once()
    assert len(poisoned) == met


def test_once_the_reader_is_mended_the_file_is_read_from_what_was_kept(
    store, poisoned, monkeypatch
):
    deliver(store)
    for _ in range(5):
        work_at_once()
    monkeypatch.undo()
    bad = SourceFile.objects.select_related("store", "upload").get(state="quarantined")
    parse_files([bad])
    bad.refresh_from_db()
    assert (bad.state, bad.reason_code) == ("ingested", "")
    assert Transaction.objects.count() == 5
