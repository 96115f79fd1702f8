"""Kept files read again, after a parser, a layout or a store's map has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jobs.models import Lane
from stores import audit
from stores.models import AccessKind
from transactions.services.reread import ask_again

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from transactions.models import SourceFile

AT_ONCE = 5000
FEW = 20


def replay_files(*, files: QuerySet[SourceFile], by: User | None) -> int:
    """Have these kept files read again, behind live ones; answers how many.

    Rows change in place: keys, decisions, notes and clips stay, nothing is doubled. Files
    of which nothing is kept, and files seen before, are left out. A few are done at once:
    as soon as live ones.
    """
    kept = files.exclude(stored_key="").exclude(state="duplicate")
    ids = list(kept.order_by("pk").values_list("pk", flat=True))
    lane = Lane.LIVE if len(ids) <= FEW else Lane.BACKFILL
    count = 0
    with transaction.atomic():
        for start in range(0, len(ids), AT_ONCE):
            count += ask_again(ids[start : start + AT_ONCE], lane=lane)
        if count:
            audit.record(AccessKind.REPLAYED_FILES, user=by, files=count)
    return count
