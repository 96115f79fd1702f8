"""The list beside a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from review.selectors.rows import Row, rows
from transactions.selectors import queue
from transactions.selectors.paging import Place

if TYPE_CHECKING:
    from review.filters import Filters
    from transactions.models import Review, Transaction

AHEAD, BEHIND = 4, 26


@dataclass(frozen=True, slots=True)
class Rail:
    """The list beside the transaction: where one is in it, and what comes next."""

    rows: list[Row]
    previous: str
    next: str
    next_id: int | None


def rail_of(transaction: Transaction, review: Review | None, filters: Filters) -> Rail:
    """The queue around this transaction, whether or not it is still in it."""
    here = Place(
        review.risk if review else transaction.risk, transaction.occurred_at, transaction.pk
    )
    ahead = queue.before(filters.queue, here, AHEAD)
    behind = queue.after(filters.queue, here, BEHIND, itself=True)
    after = [place for place in behind if place != here]
    return Rail(
        rows=rows([*ahead, *behind], filters.address),
        previous=_address(ahead[-1], filters) if ahead else "",
        next=_address(after[0], filters) if after else "",
        next_id=after[0].transaction_id if after else None,
    )


def _address(place: Place, filters: Filters) -> str:
    return reverse("review:transaction", args=[place.transaction_id]) + filters.address
