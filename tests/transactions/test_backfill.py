"""History comes in in pieces, counts, and brings nothing to review."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from jobs.models import Job, Lane
from tests.transactions.journals import Ring, incoming, journal, zipped
from tests.transactions.settling import plain_totals, take_in, totals
from transactions.models import Review, SourceFile, Transaction, Upload
from transactions.selectors.backfill import backfill_progress
from transactions.services.backfill import (
    BackfillClosedError,
    add_to_backfill,
    close_backfill,
    open_backfill,
)


def fill(folder, count):
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"PJR{number}.xml").write_bytes(journal(Ring(number + 1, "refund")))


def run(path, capsys):
    call_command("ingest", path, chain="north", store="101", backfill=True, wait=True, json=True)
    return json.loads(capsys.readouterr().out)


def test_history_is_counted_and_brings_nothing_to_review(store, tmp_path, capsys):
    fill(tmp_path / "in", 3)
    assert run(tmp_path / "in", capsys)["new_transactions"] == 3
    assert set(Transaction.objects.values_list("is_baseline", flat=True)) == {True}
    assert not Review.objects.exists()
    assert totals() == plain_totals() != {}


def test_running_again_goes_on_and_leaves_no_row_of_what_is_there(store, tmp_path, capsys):
    fill(tmp_path / "in", 2)
    run(tmp_path / "in", capsys)
    fill(tmp_path / "in", 3)
    assert run(tmp_path / "in", capsys)["new_transactions"] == 1
    assert SourceFile.objects.count() == 3


def test_a_zip_of_history_is_opened(store, tmp_path, capsys):
    path = tmp_path / "year.zip"
    path.write_bytes(zipped(a__xml=journal(Ring(1)), b__xml=journal(Ring(2))))
    assert run(path, capsys)["files"] == {"ingested": 2}


def test_a_live_file_of_an_old_event_of_history_raises_no_review(store):
    take_in(store, journal(Ring(1, "refund")), is_backfill=True)
    take_in(store, journal(Ring(1, "refund"), Ring(2, "void", time="16:00:00")))
    assert Review.objects.get().transaction.transaction_no == "2"


def test_a_stopped_back_fill_is_gone_on_with(store):
    first = open_backfill(store=store, user=None, name="2025", expected_files=2)
    added = add_to_backfill(upload=first, files=[incoming("a.xml", journal(Ring(1)))])
    assert (added.taken, added.known) == (1, 0)
    second = open_backfill(store=store, user=None, name="2025")
    assert second == first
    files = [incoming("a.xml", journal(Ring(1))), incoming("b.xml", journal(Ring(2)))]
    added = add_to_backfill(upload=second, files=files)
    assert (added.taken, added.known) == (1, 1)
    assert set(Job.objects.values_list("lane", flat=True)) == {Lane.BACKFILL}
    progress = backfill_progress(second)
    assert (progress.handed_over, progress.waiting, progress.is_done) == (2, 2, False)


def test_nothing_is_added_to_a_closed_back_fill(store):
    upload = open_backfill(store=store, user=None, name="2025")
    close_backfill(upload=upload)
    with pytest.raises(BackfillClosedError):
        add_to_backfill(upload=upload, files=[])
    assert Upload.objects.get().is_complete
