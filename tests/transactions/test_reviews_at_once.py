"""Two people, two connections, one transaction: a race on the real database."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import Chain, User
from accounts.tenancy import in_chain
from stores.access import member_of
from stores.models import Store
from tests.cast import email_of
from tests.review.factories import flagged
from transactions.models import Review, SourceFile, Transaction, Upload
from transactions.services import reviews


def elsewhere(work):
    """``work`` done in north on a connection of its own, so that it is committed."""

    def inside():
        try:
            with in_chain(Chain.objects.get(schema_name="north")) as chain:
                return work(chain)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(inside).result(timeout=30)


@pytest.fixture
def committed(db):
    """A flagged transaction that other connections see; removed afterwards."""
    row = elsewhere(lambda chain: flagged(Store.objects.get(code="101")))
    yield row

    def remove(chain):
        Review.objects.filter(pk=row.pk).delete()
        Transaction.objects.filter(pk=row.pk).delete()
        SourceFile.objects.filter(pk=row.source_file_id).delete()
        Upload.objects.filter(pk=row.source_file.upload_id).delete()

    elsewhere(remove)


def test_of_two_decisions_at_once_exactly_one_is_kept(committed):
    start = threading.Barrier(2)

    def decide(name, status):
        def work(chain):
            member = member_of(User.objects.get(email=email_of(name)), chain)
            start.wait(timeout=20)
            try:
                reviews.decide(member=member, transaction_id=committed.pk, status=status, version=0)
            except reviews.ReviewConflictError as conflict:
                return f"lost to {conflict.who}"
            return "kept"

        return elsewhere(work)

    with ThreadPoolExecutor(max_workers=2) as both:
        tries = [
            both.submit(decide, "manager", "approved"),
            both.submit(decide, "admin", "escalate"),
        ]
        told = sorted(each.result(timeout=60) for each in tries)

    review = elsewhere(
        lambda chain: Review.objects.select_related("decided_by").get(pk=committed.pk)
    )
    assert told == ["kept", f"lost to {review.decided_by}"]
    assert review.version == 1
