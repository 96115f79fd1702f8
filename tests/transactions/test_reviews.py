import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction

from tests.review.factories import flagged, plain
from transactions.models import Note, Review, Transaction
from transactions.selectors.reviews import decisions
from transactions.services import reviews


def test_a_decision_is_kept_with_who_and_when(cast, store):
    row = flagged(store)

    reviews.decide(
        member=cast.member("manager"), transaction_id=row.pk, status="escalate", version=0
    )

    review = Review.objects.get(pk=row.pk)
    assert (review.status, review.decided_by, review.version) == ("escalate", cast.manager, 1)
    assert review.decided_at is not None


def test_the_second_of_two_reviewers_is_told_and_nothing_is_overwritten(cast, store):
    row = flagged(store)
    reviews.decide(
        member=cast.member("manager"), transaction_id=row.pk, status="approved", version=0
    )

    with pytest.raises(reviews.ReviewConflictError) as told:
        reviews.decide(
            member=cast.member("admin"), transaction_id=row.pk, status="escalate", version=0
        )

    assert (told.value.who, told.value.status) == (cast.manager, "approved")
    assert told.value.at is not None
    assert Review.objects.get(pk=row.pk).status == "approved"


def test_deciding_the_same_again_changes_nothing(cast, store):
    row = flagged(store)
    member = cast.member("manager")
    reviews.decide(member=member, transaction_id=row.pk, status="approved", version=0)

    reviews.decide(member=member, transaction_id=row.pk, status="approved", version=1)

    assert Review.objects.get(pk=row.pk).version == 1
    assert len(decisions(row.pk)) == 1


@pytest.mark.parametrize("status", ["new", "", "fraud"])
def test_only_the_three_decisions_are_decisions(cast, store, status):
    row = flagged(store)
    with pytest.raises(ValueError, match=r"decision|ReviewStatus"):
        reviews.decide(
            member=cast.member("manager"), transaction_id=row.pk, status=status, version=0
        )


def test_a_viewer_may_not_decide_undo_or_write(cast, store):
    row = flagged(store)
    viewer = cast.member("viewer")
    with pytest.raises(PermissionDenied):
        reviews.decide(member=viewer, transaction_id=row.pk, status="approved", version=0)
    with pytest.raises(PermissionDenied):
        reviews.undo(member=viewer, transaction_id=row.pk, version=0)
    with pytest.raises(PermissionDenied):
        reviews.add_note(member=viewer, transaction_id=row.pk, text="I was here")


def test_a_limited_manager_can_touch_only_the_own_store(cast, other_store):
    row = flagged(other_store)
    limited = cast.member("limited")
    with pytest.raises(Review.DoesNotExist):
        reviews.decide(member=limited, transaction_id=row.pk, status="approved", version=0)
    with pytest.raises(Transaction.DoesNotExist):
        reviews.add_note(member=limited, transaction_id=row.pk, text="Not mine")


def test_undo_goes_back_to_what_it_was_before(cast, store):
    row = flagged(store)
    admin, manager = cast.member("admin"), cast.member("manager")
    reviews.decide(member=admin, transaction_id=row.pk, status="investigate", version=0)
    reviews.decide(member=manager, transaction_id=row.pk, status="escalate", version=1)

    reviews.undo(member=manager, transaction_id=row.pk, version=2)

    review = Review.objects.get(pk=row.pk)
    assert (review.status, review.decided_by) == ("investigate", cast.admin)
    assert review.version == 3


def test_undoing_the_first_decision_leaves_it_to_review(cast, store):
    row = flagged(store)
    member = cast.member("manager")
    reviews.decide(member=member, transaction_id=row.pk, status="approved", version=0)

    reviews.undo(member=member, transaction_id=row.pk, version=1)

    review = Review.objects.get(pk=row.pk)
    assert (review.status, review.decided_by, review.decided_at) == ("new", None, None)


def test_nobody_undoes_another_persons_decision(cast, store):
    row = flagged(store)
    reviews.decide(member=cast.member("admin"), transaction_id=row.pk, status="approved", version=0)
    with pytest.raises(reviews.NothingToUndoError):
        reviews.undo(member=cast.member("manager"), transaction_id=row.pk, version=1)


def test_there_is_nothing_to_undo_before_a_decision(cast, store):
    row = flagged(store)
    with pytest.raises(reviews.NothingToUndoError):
        reviews.undo(member=cast.member("manager"), transaction_id=row.pk, version=0)


def test_the_history_names_the_person_at_the_keyboard_also_for_an_undo(cast, store):
    row = flagged(store)
    manager = cast.member("manager")
    reviews.decide(member=cast.member("admin"), transaction_id=row.pk, status="approved", version=0)
    reviews.decide(member=manager, transaction_id=row.pk, status="escalate", version=1)
    reviews.undo(member=manager, transaction_id=row.pk, version=2)

    told = [(each.who, each.status, each.is_undo) for each in decisions(row.pk)]

    assert told == [
        ("Admin", "approved", False),
        ("Manager", "escalate", False),
        ("Manager", "approved", True),
    ]


def test_a_note_keeps_its_words_and_its_authors_name_of_the_time(cast, store):
    row = plain(store)
    reviews.add_note(
        member=cast.member("manager"), transaction_id=row.pk, text="  No customer there.\n"
    )
    note = Note.objects.get(transaction=row)
    assert (note.text, note.author_name) == ("No customer there.", "Manager")


def test_a_note_without_words_is_refused(cast, store):
    row = flagged(store)
    with pytest.raises(reviews.EmptyNoteError):
        reviews.add_note(member=cast.member("manager"), transaction_id=row.pk, text=" \n ")


def test_a_note_can_be_neither_changed_nor_deleted(cast, store):
    row = flagged(store)
    note = reviews.add_note(member=cast.member("manager"), transaction_id=row.pk, text="So it was")
    with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(text="Otherwise")
    with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
        note.delete()
