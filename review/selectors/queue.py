"""One page of the exception queue, ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from review.selectors.rows import Row, rows
from transactions.selectors import queue as places
from transactions.selectors.paging import Place, place_to_word

if TYPE_CHECKING:
    from review.filters import Filters


@dataclass(frozen=True, slots=True)
class QueuePage:
    """``next`` is the word for the following page, "" on the last one; ``newest_id`` the
    greatest transaction on it, from which the page counts what came in since."""

    rows: list[Row]
    next: str
    is_first: bool


def queue_page(filters: Filters, place: Place | None) -> QueuePage:
    found = places.after(filters.queue, place, places.PAGE + 1)
    shown = found[: places.PAGE]
    more = len(found) > places.PAGE
    return QueuePage(
        rows=rows(shown, filters.address),
        next=place_to_word(shown[-1]) if more else "",
        is_first=place is None,
    )
