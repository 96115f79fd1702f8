"""What a store's files hold that was never seen there before, until a person looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transactions.models import Unfamiliar, UnfamiliarKind

if TYPE_CHECKING:
    from stores.models import Store

MOST = 100
_ORDER = {
    kind: place
    for place, kind in enumerate(
        (
            UnfamiliarKind.TYPE_WORD,
            UnfamiliarKind.ELEMENT,
            UnfamiliarKind.TENDER,
            UnfamiliarKind.DEPARTMENT,
        )
    )
}


def unfamiliar(store: Store, *, settled: bool = False) -> list[Unfamiliar]:
    """What is to be looked at (or was, newest first): type words before parts of the
    journal, payment codes and departments, for a word misread is an event misread."""
    rows = Unfamiliar.objects.filter(store=store, settled_at__isnull=not settled)
    found = list(
        rows.select_related("first_file").order_by("-settled_at", "-last_at", "-id")[:MOST]
    )
    return found if settled else sorted(found, key=lambda row: _ORDER[UnfamiliarKind(row.kind)])
