"""Decisions and notes: people's, so support may only read them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RelatedDropdownFilter

from accounts.admin.base import LargeTableAdmin, WrongFilter
from accounts.admin.columns import column
from transactions.models import Note, Review, ReviewStatus
from transactions.selectors.reasons import label
from transactions.selectors.wording import full_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

WAITS_LONG = timedelta(days=3)
STATUS_COLOURS = {
    ReviewStatus.NEW.label: "info",
    ReviewStatus.APPROVED.label: "success",
    ReviewStatus.INVESTIGATE.label: "warning",
    ReviewStatus.ESCALATE.label: "danger",
}


class WrongWithReview(WrongFilter):
    title = _("What waits?")

    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        long_ago = timezone.now() - WAITS_LONG
        return {
            "late": (
                _("not looked at for three days"),
                Q(status=ReviewStatus.NEW, occurred_at__lt=long_ago),
            ),
            "escalated": (_("escalated"), Q(status=ReviewStatus.ESCALATE)),
        }


class ReviewAdmin(LargeTableAdmin):
    list_display = ("number", "local_time", "store", "shown_flag", "shown_status", "decided_by")
    list_select_related = ("store", "transaction", "decided_by")
    list_filter = (WrongWithReview, "status", ("store", RelatedDropdownFilter))
    search_fields = ("=transaction__transaction_no",)
    search_help_text = _("Transaction number")
    sortable_by = ()
    fields = (
        ("transaction_link", "shown_status"),
        ("store", "local_time"),
        ("shown_flag", "risk"),
        ("decided_by", "decided_at", "assignee", "version"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        rows: QuerySet[Review] = super().get_queryset(request)
        return rows.defer("transaction__receipt", "transaction__flag_details")

    @column(_("Number"))
    def number(self, review: Review) -> str:
        return review.transaction.transaction_no or f"#{review.pk}"

    @column(_("Store time"))
    def local_time(self, review: Review) -> str:
        return full_time(review.occurred_at, review.store.zone)

    @column(_("Flag"))
    def shown_flag(self, review: Review) -> str:
        return label(review.primary_flag)

    @column(_("Decision"), colours=STATUS_COLOURS)
    def shown_status(self, review: Review) -> str:
        return review.get_status_display()

    @column(_("Transaction"))
    def transaction_link(self, review: Review) -> str:
        return transaction_link(review.pk)


class WrongWithNote(WrongFilter):
    title = _("About what?")

    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        status = "transaction__review__status"
        return {
            "escalated": (_("escalated"), Q(**{status: ReviewStatus.ESCALATE})),
            "investigated": (_("being investigated"), Q(**{status: ReviewStatus.INVESTIGATE})),
        }


class NoteAdmin(LargeTableAdmin):
    list_display = ("written_at", "author_name", "short", "link")
    list_filter = (WrongWithNote, "written_at")
    search_fields = ("author_name", "text")
    search_help_text = _("Author or words of the note")
    fields = ("link", "author_name", "written_at", "text")

    @column(_("Note"))
    def short(self, note: Note) -> str:
        return note.text if len(note.text) <= 80 else note.text[:79] + "…"

    @column(_("Transaction"))
    def link(self, note: Note) -> str:
        return transaction_link(note.transaction_id)


def transaction_link(pk: int) -> str:
    address = reverse("admin:transactions_transaction_change", args=(pk,))
    return format_html('<a class="support-link" href="{}">{}</a>', address, f"#{pk}")
