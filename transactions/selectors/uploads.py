"""What came in: uploads, and how far their files are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext, ngettext_lazy

from accounts.models import User
from transactions.models import FileState, SourceFile, Upload
from transactions.selectors.paging import id_to_word
from transactions.selectors.told_elsewhere import NOTHING, Elsewhere, of_uploads
from transactions.selectors.wording import full_time, short_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

    from stores.access import Member

PAGE = 50


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is: counts of its files by state, and what they held."""

    files: int
    waiting: int
    read: int
    read_in_part: int
    not_read: int
    seen_before: int
    for_you: int
    events: int
    new_transactions: int
    second: int
    undecided: int
    to_review: int
    """Flagged ones that are reviewed: neither history nor told by another source."""

    @property
    def is_done(self) -> bool:
        return self.waiting == 0

    @property
    def version(self) -> str:
        counts = (self.files, self.waiting, self.for_you, self.events, self.second)
        return ".".join(map(str, (*counts, self.undecided, self.to_review)))

    @property
    def done(self) -> int:
        return self.files - self.waiting


@dataclass(frozen=True, slots=True)
class UploadRow:
    id: int
    name: str
    store: str
    who: str
    time: str
    when: str
    progress: Progress
    sentence: str


def uploads_page(member: Member, before_id: int | None) -> tuple[list[UploadRow], str]:
    """The member's uploads, newest first, and the word for the next page."""
    rows = member.only(Upload.objects.select_related("store"))
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    found = list(rows.order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    counted = progress_of([upload.pk for upload in shown])
    people = {upload.received_by_id for upload in shown if upload.received_by_id}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=people)}
    return (
        [_upload_row(each, counted[each.pk], names) for each in shown],
        id_to_word(shown[-1].pk) if len(found) > PAGE else "",
    )


def upload_row(upload: Upload) -> UploadRow:
    people = User.objects.filter(pk=upload.received_by_id or 0)
    names = {person.pk: str(person) for person in people}
    return _upload_row(upload, progress_of([upload.pk])[upload.pk], names)


def progress_of(upload_ids: list[int]) -> dict[int, Progress]:
    """Counts per upload, in one query however many there are."""
    elsewhere = of_uploads(upload_ids)
    counts = {
        "files": Count("id"),
        "waiting": _count(FileState.RECEIVED),
        "read": _count(FileState.INGESTED),
        "read_in_part": _count(FileState.PARTLY_INGESTED),
        "not_read": _count(FileState.QUARANTINED),
        "seen_before": _count(FileState.DUPLICATE),
        "for_you": _count(FileState.NEEDS_MAPPING),
        "sum_events": Coalesce(Sum("events"), 0),
        "sum_new": Coalesce(Sum("new_transactions"), 0),
        "sum_flagged": Coalesce(Sum("flagged", filter=Q(upload__is_backfill=False)), 0),
    }
    found = (
        SourceFile.objects.filter(upload__in=upload_ids)
        .order_by()
        .values("upload_id")
        .annotate(**counts)
    )
    known = {
        row["upload_id"]: _progress(row, elsewhere.get(row["upload_id"], NOTHING)) for row in found
    }
    nothing = Progress(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    return {upload_id: known.get(upload_id, nothing) for upload_id in upload_ids}


def _count(state: str) -> Count:
    return Count("id", filter=Q(state=state))


def _progress(row: Mapping[str, Any], elsewhere: Elsewhere) -> Progress:
    return Progress(
        files=row["files"],
        waiting=row["waiting"],
        read=row["read"],
        read_in_part=row["read_in_part"],
        not_read=row["not_read"],
        seen_before=row["seen_before"],
        for_you=row["for_you"],
        events=row["sum_events"],
        new_transactions=max(0, row["sum_new"] - elsewhere.rows),
        second=elsewhere.second,
        undecided=elsewhere.undecided,
        to_review=max(0, row["sum_flagged"] - elsewhere.flagged),
    )


def _upload_row(upload: Upload, progress: Progress, names: Mapping[int, str]) -> UploadRow:
    zone = upload.store.zone
    return UploadRow(
        id=upload.pk,
        name=upload.name,
        store=upload.store.name,
        who=names.get(upload.received_by_id or 0, str(upload.get_channel_display())),
        time=short_time(upload.received_at, zone, _today(zone)),
        when=full_time(upload.received_at, zone),
        progress=progress,
        sentence=_sentence(progress),
    )


def _sentence(progress: Progress) -> str:
    """What became of it, the worst first."""
    if not progress.is_done:
        words = {"done": progress.done, "files": progress.files}
        return gettext("Reading: %(done)s of %(files)s files") % words
    counts = (
        (progress.for_you, ngettext_lazy("%d file waits for you", "%d files wait for you")),
        (progress.not_read, ngettext_lazy("%d file couldn't be read", "%d files couldn't be read")),
        (progress.to_review, ngettext_lazy("%d to review", "%d to review")),
        (progress.new_transactions, ngettext_lazy("%d new transaction", "%d new transactions")),
        (
            progress.second,
            ngettext_lazy("%d known from another source", "%d known from another source"),
        ),
        (
            progress.undecided,
            ngettext_lazy("%d perhaps known: to decide", "%d perhaps known: to decide"),
        ),
        (progress.seen_before, ngettext_lazy("%d file seen before", "%d files seen before")),
    )
    return ", ".join(str(words % count) for count, words in counts if count) or gettext(
        "Nothing new"
    )


def _today(zone: ZoneInfo) -> date:
    return timezone.now().astimezone(zone).date()
