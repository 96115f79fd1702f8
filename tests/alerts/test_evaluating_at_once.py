"""Two workers, one store: nothing is found twice, and nobody waits for the other in a circle."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Chain
from accounts.tenancy import in_chain
from alerts.models import Alert, AlertTransaction, Rule, RuleMark
from alerts.services.evaluate import evaluate_stores
from alerts.services.evaluate_lock import lock_free
from jobs.models import Job
from jobs.registry import RetryLaterError
from stores.models import Store
from tests.review.factories import plain
from transactions.models import Review, SourceFile, Touched, Transaction, Upload


def elsewhere(work):
    """``work`` done in north on a connection of its own."""
    try:
        with in_chain(Chain.objects.get(schema_name="north")):
            return work()
    finally:
        connection.close()


def committed(work):
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(elsewhere, work).result(timeout=60)


def test_a_store_that_somebody_evaluates_waits(store):
    Touched.objects.create(store=store, since=timezone.now(), until=timezone.now())
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            assert lock_free([store.pk]) == {store.pk}
            held.set()
            done.wait(timeout=60)

    with ThreadPoolExecutor(max_workers=1) as thread:
        holding = thread.submit(elsewhere, hold)
        assert held.wait(timeout=60)
        try:
            with pytest.raises(RetryLaterError) as later:
                evaluate_stores([store.pk])
        finally:
            done.set()
        holding.result(timeout=60)
    assert later.value.keys == {str(store.pk)}
    assert Touched.objects.count() == 1
    assert evaluate_stores([store.pk])[store.pk]["spans"] == 1


@pytest.fixture
def burst(db):
    """A rule, and what it finds, that other connections see; removed afterwards."""
    at = timezone.now().replace(microsecond=0) - timedelta(hours=1)

    others = {}

    def make():
        others.update(Rule.objects.values_list("pk", "state"))
        Rule.objects.update(state="off")
        Rule.objects.create(name="burst", text=">2 sales in 5 minutes", state="on")
        store = Store.objects.get(code="101")
        rows = [plain(store, at=at + minute * timedelta(minutes=1)) for minute in range(6)]
        for row in rows:
            Touched.objects.create(store=store, since=row.occurred_at, until=row.occurred_at)
        return store.pk, [row.source_file_id for row in rows]

    store_id, files = committed(make)
    yield store_id

    def remove():
        AlertTransaction.objects.all().delete()
        Alert.objects.all().delete()
        Rule.objects.filter(name="burst").delete()
        for pk, state in others.items():
            Rule.objects.filter(pk=pk).update(state=state)
        RuleMark.objects.all().delete()
        Job.objects.filter(chain="north").delete()
        rows = Transaction.objects.filter(source_file__in=files)
        Review.objects.filter(transaction__in=rows).delete()
        rows.delete()
        uploads = list(SourceFile.objects.filter(pk__in=files).values_list("upload", flat=True))
        SourceFile.objects.filter(pk__in=files).delete()
        Upload.objects.filter(pk__in=uploads).delete()

    committed(remove)


def test_two_workers_find_what_one_finds(burst):
    start = threading.Barrier(2)

    def work():
        start.wait(timeout=60)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with transaction.atomic():
                    return evaluate_stores([burst])[burst]["spans"]
            except RetryLaterError:
                time.sleep(0.01)
        raise AssertionError("the store was never free")

    with ThreadPoolExecutor(max_workers=2) as threads:
        taken = [threads.submit(elsewhere, work) for _ in range(2)]
        assert sum(each.result(timeout=90) for each in taken) == 6

    def found():
        return list(Alert.objects.values_list("state", "count")), Review.objects.count()

    assert committed(found) == ([("open", 6)], 6)
