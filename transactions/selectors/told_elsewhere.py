"""Of what files brought: how much another source tells of, too, so that it counts once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from transactions.models import Standing, Transaction

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Rows that are not counted by themselves: ``second`` tell of a transaction known from
    another source, ``undecided`` may do so. ``flagged`` of all of these have no review."""

    second: int = 0
    undecided: int = 0
    left_out: int = 0
    flagged: int = 0

    @property
    def rows(self) -> int:
        return self.second + self.undecided + self.left_out


NOTHING = Elsewhere()


def of_uploads(upload_ids: Collection[int]) -> Mapping[int, Elsewhere]:
    """By upload, of those that have any; one query over a small index."""
    return _counted("source_file__upload_id", upload_ids)


def of_files(file_ids: Collection[int]) -> Mapping[int, Elsewhere]:
    return _counted("source_file_id", file_ids)


def _counted(of: str, ids: Collection[int]) -> dict[int, Elsewhere]:
    rows = Transaction.objects.filter(**{f"{of}__in": list(ids)}).exclude(standing="")
    counts = (
        rows.exclude(standing=Standing.WITHDRAWN)
        .order_by()
        .values(of)
        .annotate(
            second=Count("id", filter=Q(standing=Standing.SECOND)),
            undecided=Count("id", filter=Q(standing=Standing.UNDECIDED)),
            left_out=Count("id", filter=Q(standing=Standing.SET_ASIDE)),
            flagged=Count("id", filter=~Q(flags=[])),
        )
    )
    return {row.pop(of): Elsewhere(**row) for row in counts}
