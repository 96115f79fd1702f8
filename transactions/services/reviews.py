"""Decisions and notes: every write that a reviewer makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.db import transaction
from django.utils import timezone

from accounts.roles import Action
from jobs.services import enqueue
from transactions.models import Note, Review, ReviewStatus, Transaction
from transactions.selectors.reviews import history

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from stores.access import Member

NOTE_LENGTH = 4000
DECIDED = "follow_decision"
"""The job that a decision leaves behind, its key the transaction's id."""


class ReviewConflictError(Exception):
    """Somebody decided since the page was opened. Nothing was written.

    ``review`` is the row as it is now: its status, who set it and when.
    """

    def __init__(self, review: Review) -> None:
        super().__init__(review.transaction_id, review.version)
        self.review = review

    @property
    def who(self) -> User | None:
        return self.review.decided_by

    @property
    def status(self) -> str:
        return self.review.status

    @property
    def at(self) -> datetime | None:
        return self.review.decided_at


class NothingToUndoError(Exception):
    """There is no decision, or it is somebody else's to take back."""


class EmptyNoteError(ValueError):
    """A note without words."""


def decide(*, member: Member, transaction_id: int, status: str, version: int) -> Review:
    """Tag a flagged transaction Approved, Investigate or Escalate.

    ``version`` is that of the review the member was looking at. Deciding again what is
    decided already changes nothing. Raises ReviewConflictError when somebody was faster,
    Review.DoesNotExist outside the member's stores, ValueError for no decision at all.
    """
    member.check(Action.DECIDE)
    wanted = ReviewStatus(status)
    if wanted == ReviewStatus.NEW:
        raise ValueError("To review is no decision; undo goes back to it.")
    with transaction.atomic():
        review = _locked(member, transaction_id, version)
        if review.status == wanted:
            return review
        with pghistory.context(user=member.user.pk):
            _write(review, wanted, member.user, timezone.now())
        _follow(member, review)
    return review


def undo(*, member: Member, transaction_id: int, version: int) -> Review:
    """Take the member's own last decision back: the review is as it was before it.

    Raises NothingToUndoError when the last decision is not theirs, else like decide().
    """
    member.check(Action.DECIDE)
    with transaction.atomic():
        review = _locked(member, transaction_id, version)
        if review.decided_by_id != member.user.pk:
            raise NothingToUndoError
        status, user, at = _before(review)
        with pghistory.context(user=member.user.pk, undo=True):
            _write(review, status, user, at)
    return review


def add_note(*, member: Member, transaction_id: int, text: str) -> Note:
    """Write a note on any transaction of the member's stores.

    Raises EmptyNoteError, Transaction.DoesNotExist outside the member's stores.
    """
    member.check(Action.WRITE_NOTES)
    words = text.strip()[:NOTE_LENGTH]
    if not words:
        raise EmptyNoteError
    with transaction.atomic():
        about = member.only(Transaction.objects.only("pk")).get(pk=transaction_id)
        return Note.objects.create(
            transaction=about, author=member.user, author_name=str(member.user), text=words
        )


def _locked(member: Member, transaction_id: int, version: int) -> Review:
    rows = member.only(Review.objects.select_for_update(of=("self",)))
    review = rows.get(pk=transaction_id)
    if review.version != version:
        raise ReviewConflictError(review)
    return review


def _write(review: Review, status: str, user: User | None, at: datetime | None) -> None:
    review.status = status
    review.decided_by = user
    review.decided_at = at
    review.version += 1
    review.save(update_fields=["status", "decided_by", "decided_at", "version"])


def _follow(member: Member, review: Review) -> None:
    """Other parts may have to do with it: they are asked in the same commit."""
    enqueue(chain=member.chain.schema_name, kind=DECIDED, keys=[str(review.pk)])


def _before(review: Review) -> tuple[str, User | None, datetime | None]:
    """What the decision before the last one was, from the history the database keeps."""
    earlier = (
        history(review.pk).filter(version=review.version - 1).select_related("decided_by").first()
    )
    if earlier is None:
        return ReviewStatus.NEW, None, None
    return earlier.status, earlier.decided_by, earlier.decided_at
