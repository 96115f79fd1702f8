"""What one file handed over asks of the database, and the same file handed over twice at once."""

from __future__ import annotations

import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import Chain
from accounts.tenancy import in_chain
from jobs.models import Job
from stores.models import Store
from tests.clips.counting import counted_queries
from tests.transactions.journals import Ring, journal
from transactions.models import FileState, SourceFile, Upload
from transactions.services.keep import Incoming
from transactions.services.receive import PARSE, receive_upload

WAITING = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
"""


def hand_over(store, name="PJR1.xml"):
    data = journal(Ring(77), store=store.code)
    upload = receive_upload(store=store, user=None, files=[Incoming(name, io.BytesIO(data))])
    return upload.files.get()


def test_one_file_is_remembered_by_four_statements(store):
    with counted_queries() as statements, transaction.atomic():
        assert hand_over(store).state == FileState.RECEIVED
    asked = [each for each in statements if "SAVEPOINT" not in each]
    assert len(asked) == 4 + 1, asked  # the last is this test's own look at the file


def elsewhere(work):
    """``work`` done in north on a connection of its own, so that it is committed."""

    def inside():
        try:
            with in_chain(Chain.objects.get(schema_name="north")):
                return work()
        finally:
            connection.close()

    return inside


@pytest.fixture
def one_thread():
    with ThreadPoolExecutor(max_workers=1) as thread:
        yield thread

        def remove():
            files = SourceFile.objects.filter(original_name="FIRST.xml")
            keys = [str(pk) for pk in files.values_list("pk", flat=True)]
            uploads = list(files.values_list("upload_id", flat=True))
            Job.objects.filter(chain="north", kind=PARSE, key__in=keys).delete()
            files.delete()
            Upload.objects.filter(pk__in=uploads).delete()

        thread.submit(elsewhere(remove)).result(timeout=30)


def test_the_same_file_twice_at_once_is_seen_twice(store, one_thread):
    """The one that waits looks for files it knows only when its turn has come."""
    is_held = threading.Event()

    def first():
        mine = Store.objects.get(pk=store.pk)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('receive'), %s)", [mine.pk])
            is_held.set()
            until = time.monotonic() + 20
            while time.monotonic() < until:
                cursor.execute(WAITING)
                if cursor.fetchone()[0]:
                    break
                time.sleep(0.02)
            return hand_over(mine, "FIRST.xml").state

    kept = one_thread.submit(elsewhere(first))
    assert is_held.wait(timeout=20)
    assert hand_over(store, "SECOND.xml").state == FileState.DUPLICATE
    assert kept.result(timeout=30) == FileState.RECEIVED
