"""Ordering what a search finds as a file, cancelling that, and whose file it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import get_language, gettext

from accounts.roles import Action
from jobs.models import Job
from jobs.services import cancel, enqueue
from review.models import ExportState, FileFormat, SearchExport
from review.search.reading import ask_address
from stores import audit
from stores.models import AccessKind
from transactions.search.sentences import problem_sentence, said

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stores.access import Member

KIND: Final = "export_search"
EXPIRE: Final = "expire_export"
POOL: Final = "video"
MOST_ROWS: Final = 1_000_000
"""An Excel sheet holds 1,048,576; what is more is to be narrowed, or taken month by month."""
KEPT: Final = timedelta(days=7)
MOST_AT_ONCE: Final = 5


class ExportError(ValueError):
    """It is not made; says why to whoever asked."""


def order_export(*, member: Member, address: str, file_format: str) -> SearchExport:
    """A file with everything that the search finds, made by a job. Raises ExportError."""
    member.check(Action.EXPORT_SEARCHES)
    if file_format not in FileFormat.values:
        raise ExportError(gettext("Choose CSV or Excel."))
    asked = ask_address(address, member)
    if asked.search.is_void:
        raise ExportError(problem_sentence(asked.problems[0]))
    if own_exports(member).filter(state=ExportState.MAKING).count() >= MOST_AT_ONCE:
        raise ExportError(gettext("Wait until the files that are being made are ready."))
    with transaction.atomic():
        export = SearchExport.objects.create(
            address=asked.address,
            format=file_format,
            language=get_language() or "",
            ordered_by=member.user,
            ordered_by_name=str(member.user),
        )
        enqueue(chain=member.chain.schema_name, kind=KIND, keys=[str(export.pk)], pool=POOL)
        record(member, export, "ordered", search=said(asked.query))
    return export


def cancel_export(*, member: Member, export: SearchExport) -> None:
    """The job that makes it stops when it next looks."""
    member.check(Action.EXPORT_SEARCHES)
    with transaction.atomic():
        making = SearchExport.objects.filter(pk=export.pk, state=ExportState.MAKING)
        if making.update(state=ExportState.CANCELLED):
            record(member, export, "cancelled")
            jobs = Job.objects.filter(chain=member.chain.schema_name, kind=KIND, key=str(export.pk))
            cancel(list(jobs.values_list("pk", flat=True)))


def own_exports(member: Member) -> QuerySet[SearchExport]:
    """Nobody sees what others took."""
    return SearchExport.objects.filter(ordered_by=member.user)


def may_have(member: Member, export: SearchExport) -> bool:
    """Not any more when they see fewer stores than the file holds."""
    if member.store_ids is None:
        return True
    return export.store_ids is not None and set(export.store_ids) <= member.store_ids


def record(member: Member, export: SearchExport, what: str, **more: str) -> None:
    audit.record(
        AccessKind.EXPORTED,
        user=member.user,
        about=("export", export.pk),
        name=f"{export.pk}.{export.format}",
        what=what,
        **more,
    )
