"""What people decided and wrote about a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps

from accounts.models import User
from transactions.models import Note, ReviewStatus

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Decision:
    """One change of a review. ``who`` is the person at the keyboard, also for an undo."""

    at: datetime
    status: str
    who: str
    is_undo: bool


def history(transaction_id: int) -> QuerySet[Any]:
    """What the database remembers of a review: a row per change, as it was after it."""
    events = apps.get_model("transactions", "ReviewEvent")
    rows: QuerySet[Any] = events._default_manager.filter(pgh_obj=transaction_id)
    return rows


def decisions(transaction_id: int) -> list[Decision]:
    """Every change of the review, oldest first, from the history the database keeps."""
    events = list(history(transaction_id).select_related("pgh_context").order_by("pgh_id"))
    people = [_person(event) for event in events]
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=set(people))}
    return [
        Decision(
            at=event.pgh_created_at,
            status=event.status,
            who=names.get(person, ""),
            is_undo=_is_undo(event, earlier),
        )
        for event, person, earlier in zip(events, people, [None, *events], strict=False)
    ]


def _person(event: object) -> int:
    """The history's context says who; a change made by a program has its decider only."""
    context = getattr(event, "pgh_context", None)
    user = context.metadata.get("user") if context is not None else None
    return int(user or getattr(event, "decided_by_id", None) or 0)


def _is_undo(event: object, earlier: object | None) -> bool:
    """A decision always has a time later than the one before it; an undo goes back."""
    at = getattr(event, "decided_at", None)
    if at is None:
        return True
    before = getattr(earlier, "decided_at", None)
    return before is not None and at < before


def notes(transaction_id: int) -> list[Note]:
    return list(Note.objects.filter(transaction=transaction_id).order_by("id"))


def status_word(status: str) -> str:
    return str(ReviewStatus(status).label)
