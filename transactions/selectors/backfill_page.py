"""Back-fills as their page shows them: how far, over which days, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, Min
from django.utils.translation import gettext, ngettext

from transactions.models import FileState, SourceFile, Upload
from transactions.selectors.backfill import BackfillProgress, backfill_progress
from transactions.selectors.layout_said import span

if TYPE_CHECKING:
    from datetime import date, timedelta

    from stores.access import Member

MOST = 20
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class BackfillRow:
    """One back-fill. ``share`` is of the files that are to come, 0 to 100, None while nobody
    knows how many that is."""

    id: int
    name: str
    store: str
    store_code: str
    progress: BackfillProgress
    sentence: str
    left: str
    share: int | None
    layouts: int

    @property
    def read(self) -> int:
        return self.progress.handed_over - self.progress.waiting

    @property
    def version(self) -> str:
        known = self.progress
        return f"{known.handed_over}.{known.waiting}.{known.events}.{int(known.is_complete)}"


def open_backfills(member: Member) -> list[BackfillRow]:
    """Those that are still going on, and the last that are done."""
    rows = member.only(Upload.objects.filter(is_backfill=True).select_related("store"))
    return [backfill_row(upload) for upload in rows.order_by("is_complete", "-id")[:MOST]]


def backfill_row(upload: Upload) -> BackfillRow:
    """The caller has checked that the member may see its store."""
    progress = backfill_progress(upload)
    expected = max(progress.expected or 0, progress.handed_over)
    read = progress.handed_over - progress.waiting
    return BackfillRow(
        id=upload.pk,
        name=upload.name,
        store=str(upload.store),
        store_code=upload.store.code,
        progress=progress,
        sentence=_sentence(upload, progress, read),
        left=_left(progress.left),
        share=round(100 * read / expected) if expected else None,
        layouts=progress.files.get(FileState.NEEDS_MAPPING, 0),
    )


def _sentence(upload: Upload, progress: BackfillProgress, read: int) -> str:
    """``11,204 files, 9 Nov 2025 to 22 Nov 2026; 3 could not be read.``"""
    counted = ngettext("%(n)s file", "%(n)s files", progress.handed_over)
    words = {
        "files": counted % {"n": f"{progress.handed_over:,}"},
        "days": span(*_days(upload)),
        "read": f"{read:,}",
    }
    if progress.is_done:
        said = gettext("%(files)s%(days)s") % words
    else:
        said = gettext("%(files)s handed over, %(read)s read%(days)s") % words
    refused = progress.files.get(FileState.QUARANTINED, 0)
    if refused:
        couldnt = ngettext("%(n)s could not be read", "%(n)s could not be read", refused)
        said += "; " + couldnt % {"n": f"{refused:,}"}
    return f"{said}."


def _days(upload: Upload) -> tuple[date | None, date | None]:
    """The first and last day of what was read, by the store's clock."""
    found = SourceFile.objects.filter(upload=upload).aggregate(
        first=Min("first_at"), last=Max("last_at")
    )
    zone = upload.store.zone
    first, last = found["first"], found["last"]
    return (
        first.astimezone(zone).date() if first else None,
        last.astimezone(zone).date() if last else None,
    )


def _left(left: timedelta | None) -> str:
    if left is None:
        return ""
    seconds = left.total_seconds()
    if seconds < 2 * MINUTE:
        return gettext("less than two minutes left")
    if seconds < 2 * HOUR:
        return gettext("about %(n)s minutes left") % {"n": round(seconds / MINUTE)}
    return gettext("about %(n)s hours left") % {"n": round(seconds / HOUR)}
