"""Uploads and source files: what came in, and what could not be read, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter, RelatedDropdownFilter

from accounts.admin.base import LargeTableAdmin, WrongFilter
from accounts.admin.columns import column
from transactions.models import FileState, SourceFile, Upload
from transactions.selectors.reasons import problem
from transactions.selectors.wording import size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

WAITS_LONG = timedelta(minutes=10)
STATE_COLOURS = {
    FileState.RECEIVED.label: "info",
    FileState.INGESTED.label: "success",
    FileState.PARTLY_INGESTED.label: "warning",
    FileState.QUARANTINED.label: "danger",
    FileState.DUPLICATE.label: "primary",
}


def files_in(*states: FileState) -> Subquery:
    """How many of an upload's files are in ``states``."""
    rows = SourceFile.objects.filter(upload=OuterRef("pk"), state__in=states).order_by()
    return Subquery(rows.values("upload").annotate(n=Count("*")).values("n"))


class WrongWithUpload(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        late = Q(received_at__lt=timezone.now() - WAITS_LONG)
        return {
            "unread": (_("couldn't read a file"), Q(unread_n__gt=0)),
            "partly": (_("read in part"), Q(partly_n__gt=0)),
            "waiting": (_("waiting for long"), Q(waiting_n__gt=0) & late),
        }


class UploadAdmin(LargeTableAdmin):
    list_display = ("name", "store", "channel", "received_at", "received_by", "unread", "waiting")
    list_select_related = ("store", "received_by")
    list_filter = (WrongWithUpload, "channel", "is_backfill", ("store", RelatedDropdownFilter))
    search_fields = ("name",)
    search_help_text = _("Name")
    fields = (
        "name",
        "store",
        "channel",
        "received_at",
        "received_by",
        "is_backfill",
        "unread",
        "waiting",
        "files_link",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upload]:
        rows: QuerySet[Upload] = super().get_queryset(request)
        return rows.annotate(
            unread_n=files_in(FileState.QUARANTINED),
            partly_n=files_in(FileState.PARTLY_INGESTED),
            waiting_n=files_in(FileState.RECEIVED),
        )

    @column(_("Couldn't read"))
    def unread(self, upload: Any) -> str:
        return bad_number(upload.unread_n or 0)

    @column(_("Waiting"))
    def waiting(self, upload: Any) -> int:
        return upload.waiting_n or 0

    @column(_("Files"))
    def files_link(self, upload: Upload) -> str:
        address = reverse("admin:transactions_sourcefile_changelist")
        return format_html(
            '<a class="support-link" href="{}?upload__id__exact={}">{}</a>',
            address,
            upload.pk,
            _("Files of this upload"),
        )


def bad_number(count: int) -> str:
    """A count that should be zero, loud when it is not."""
    return format_html('<strong class="support-bad">{}</strong>', count) if count else "0"


class WrongWithFile(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        late = Q(received_at__lt=timezone.now() - WAITS_LONG)
        return {
            "unread": (_("couldn't read"), Q(state=FileState.QUARANTINED)),
            "partly": (_("read in part"), Q(state=FileState.PARTLY_INGESTED)),
            "waiting": (_("waiting for long"), Q(state=FileState.RECEIVED) & late),
            "unknown": (_("parts not understood"), ~Q(unknown_elements={})),
        }


class SourceFileAdmin(LargeTableAdmin):
    list_display = (
        "original_name",
        "store",
        "shown_state",
        "reason",
        "events",
        "new_transactions",
        "flagged",
        "received_at",
    )
    list_select_related = ("store",)
    list_filter = (
        WrongWithFile,
        "state",
        ("received_at", RangeDateTimeFilter),
        ("store", RelatedDropdownFilter),
    )
    search_fields = ("original_name", "=sha256")
    search_help_text = _("File name, or the whole SHA-256")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("original_name", "shown_state"),
                    "reason",
                    ("store", "upload_link"),
                    ("received_at", "parsed_at", "declared_at"),
                    ("events", "new_transactions", "revised_transactions", "flagged"),
                )
            },
        ),
        (_("Problems"), {"fields": ("problems_in_words", "unknown_in_words")}),
        (
            _("Inside"),
            {
                "fields": (
                    ("format", "format_version", "vendor", "parser_version"),
                    ("shown_size", "redacted"),
                    "sha256",
                    ("stored_key", "stored_offset", "stored_length"),
                )
            },
        ),
    )

    @column(_("State"), colours=STATE_COLOURS)
    def shown_state(self, source: SourceFile) -> str:
        return source.get_state_display()

    @column(_("Reason"), empty="")
    def reason(self, source: SourceFile) -> str:
        return problem(source.reason_code, source.reason_params) if source.reason_code else ""

    @column(_("Upload"))
    def upload_link(self, source: SourceFile) -> str:
        address = reverse("admin:transactions_upload_change", args=(source.upload_id,))
        return format_html('<a class="support-link" href="{}">{}</a>', address, source.upload)

    @column(_("Problems"), empty=_("None"))
    def problems_in_words(self, source: SourceFile) -> str:
        said = (
            (_where(each), problem(each["code"], each.get("params", {})))
            for each in source.problems
        )
        return format_html_join("", "<p>{} {}</p>", said)

    @column(_("Not understood"), empty=_("Nothing"))
    def unknown_in_words(self, source: SourceFile) -> str:
        counts = sorted(source.unknown_elements.items(), key=lambda item: str(item[0]))
        return format_html_join(
            "",
            "<p><code>{}</code> ({})</p>",
            counts,
        )

    @column(_("Size"))
    def shown_size(self, source: SourceFile) -> str:
        return size(source.size)


def _where(each: Mapping[str, Any]) -> str:
    index = each.get("source_index")
    return "" if index is None else f"#{index + 1}:"
