"""How far a back-fill is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Sum
from django.utils import timezone

from transactions.models import FileState, SourceFile

if TYPE_CHECKING:
    from transactions.models import Upload

LATELY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class BackfillProgress:
    """``files`` by state; ``per_second`` files read lately, 0 when none were; ``left`` the
    time that the rest takes at that rate, None when nobody can say."""

    expected: int | None
    is_complete: bool
    files: dict[str, int]
    events: int
    per_second: float
    left: timedelta | None

    @property
    def handed_over(self) -> int:
        return sum(self.files.values())

    @property
    def waiting(self) -> int:
        return self.files.get(FileState.RECEIVED, 0)

    @property
    def is_done(self) -> bool:
        return self.is_complete and self.waiting == 0


def backfill_progress(upload: Upload) -> BackfillProgress:
    """Of one back-fill. The caller has checked that the member may see its store."""
    files = SourceFile.objects.filter(upload=upload)
    states = dict(files.values_list("state").annotate(n=Count("id")).order_by())
    rate = _rate(upload)
    waiting = states.get(FileState.RECEIVED, 0)
    to_come = max(0, (upload.expected_files or 0) - sum(states.values()))
    rest = waiting + (0 if upload.is_complete else to_come)
    return BackfillProgress(
        expected=upload.expected_files,
        is_complete=upload.is_complete,
        files=states,
        events=files.aggregate(n=Sum("events"))["n"] or 0,
        per_second=rate,
        left=timedelta(seconds=round(rest / rate)) if rate and rest else None,
    )


def _rate(upload: Upload) -> float:
    now = timezone.now()
    since = max(now - LATELY, upload.received_at)
    read = SourceFile.objects.filter(upload=upload, parsed_at__gte=since).count()
    return read / max(1.0, (now - since).total_seconds())
