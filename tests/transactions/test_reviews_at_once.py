"""Two people, two connections, one transaction: a race on the real database."""

import threading

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


@pytest.fixture
def committed(transactional_chain):
    """A flagged transaction that other connections see; removed afterwards."""
    with in_chain(transactional_chain):
        row = flagged(Store.objects.get(code="101"))
        yield row
        Review.objects.filter(pk=row.pk).delete()
        Transaction.objects.filter(pk=row.pk).delete()
        SourceFile.objects.filter(pk=row.source_file_id).delete()
        Upload.objects.filter(pk=row.source_file.upload_id).delete()


@pytest.fixture
def transactional_chain(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield Chain.objects.get(schema_name="north")
        connection.set_schema_to_public()


def test_of_two_decisions_at_once_exactly_one_is_kept(committed):
    start, told = threading.Barrier(2), []

    def decide(name, status):
        try:
            chain = Chain.objects.get(schema_name="north")
            with in_chain(chain):
                member = member_of(User.objects.get(email=email_of(name)), chain)
                start.wait(timeout=10)
                reviews.decide(member=member, transaction_id=committed.pk, status=status, version=0)
            told.append("kept")
        except reviews.ReviewConflictError as conflict:
            told.append(f"lost to {conflict.who}")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=("manager", "approved")),
        threading.Thread(target=decide, args=("admin", "escalate")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    review = Review.objects.get(pk=committed.pk)
    assert sorted(told) == ["kept", f"lost to {review.decided_by}"]
    assert review.version == 1
