"""A batch is loaded by the same statements however many stores it is of, and holds up none."""

from __future__ import annotations

from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import Job
from jobs.registry import ApartError, RetryLaterError
from jobs.worker import work, work_once
from stores.models import Store
from tests.transactions.journals import Ring, incoming, journal
from tests.transactions.settling import plain_totals, take_in, totals
from transactions.models import SourceFile, Transaction
from transactions.services import parse, store_lock
from transactions.services.parse import parse_files
from transactions.services.receive import receive_upload

REFUND = Ring(1, "refund")


def make_stores(count):
    return [
        Store.objects.create(code=f"9{number}", name=f"Store 9{number}", timezone="America/Denver")
        for number in range(count)
    ]


def hand_in(stores, ring=REFUND):
    """A file of one event for each; answers the waiting files."""
    uploads = [
        receive_upload(
            store=each, user=None, files=[incoming("PJR1.xml", journal(ring, store=each.code))]
        )
        for each in stores
    ]
    return list(SourceFile.objects.filter(upload__in=uploads).select_related("store", "upload"))


def statements_of(files):
    with CaptureQueriesContext(connection) as taken:
        parse_files(files)
    return len(taken)


@contextmanager
def another_load_of(store):
    """Somebody else, on a connection of their own, who holds the store's rows."""
    other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('north:rows'), %s)", [store.pk])
        yield
    finally:
        other.close()


def test_the_number_of_statements_does_not_grow_with_the_stores(north):
    stores = make_stores(12)
    few = statements_of(hand_in(stores[:2]))
    many = statements_of(hand_in(stores[2:]))
    assert many == few <= 35
    assert Transaction.objects.count() == 12
    assert totals() == plain_totals()


def test_it_does_not_grow_when_all_of_it_is_known_to_the_stores(north):
    stores = make_stores(8)
    parse_files(hand_in(stores))
    few = statements_of(hand_in(stores[:2], Ring(2, "refund")))
    many = statements_of(hand_in(stores[2:], Ring(3, "refund")))
    assert many == few <= 35


def test_a_store_that_is_being_loaded_waits_and_holds_up_no_other(store, other_store):
    hand_in([store, other_store])
    with another_load_of(store):
        work_once("quick")
        states = dict(SourceFile.objects.values_list("store__code", "state"))
        assert states == {"101": "received", "102": "ingested"}
        job = Job.objects.get(key=str(SourceFile.objects.get(store=store).pk), kind="parse_file")
        assert (job.state, job.attempts) == ("queued", 0)
        assert job.outcome == {"waiting_for": "store_busy"}
    Job.objects.filter(pk=job.pk).update(run_after=job.created_at)
    work("quick", seconds=30)
    assert set(SourceFile.objects.values_list("state", flat=True)) == {"ingested"}
    assert totals() == plain_totals()


def test_where_every_store_is_being_loaded_nothing_is_done(store, monkeypatch):
    monkeypatch.setattr(store_lock, "PATIENCE", 0.0)
    files = hand_in([store])
    with another_load_of(store), pytest.raises(RetryLaterError) as later:
        parse_files(files)
    assert later.value.keys == {str(files[0].pk)}
    assert not Transaction.objects.exists()


def test_a_large_file_is_loaded_in_a_commit_of_its_own(store, other_store, monkeypatch):
    monkeypatch.setattr(parse, "LARGE", 10_000)
    monkeypatch.setattr(parse, "USUAL_PACKING", 1)
    large = journal(*(Ring(number) for number in range(1, 40)))
    receive_upload(store=store, user=None, files=[incoming("day.xml", large)])
    hand_in([other_store])
    files = list(SourceFile.objects.select_related("store", "upload").order_by("store__code"))
    with pytest.raises(ApartError) as apart:
        parse_files(files)
    assert apart.value.keys == {str(files[0].pk)}
    together = []
    monkeypatch.setattr(parse, "lock_stores_soon", lambda ids: together.append(ids) or set(ids))
    work("quick", seconds=30)
    assert together == [{other_store.pk}, {store.pk}]
    assert Transaction.objects.count() == 40


def test_one_bad_file_of_a_batch_leaves_the_other_stores_files_alone(store, other_store):
    bad = receive_upload(store=store, user=None, files=[incoming("bad.xml", journal(REFUND)[:900])])
    take_in(other_store, journal(REFUND, store="102"))
    assert SourceFile.objects.get(upload=bad).state == "quarantined"
    assert Transaction.objects.get().store == other_store
    assert totals() == plain_totals()
