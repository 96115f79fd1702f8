"""Transactions: facts, strictly to be read, with the receipt as the customer saw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import (
    ChoicesDropdownFilter,
    DropdownFilter,
    RangeDateFilter,
    RelatedDropdownFilter,
)

from accounts.admin.base import LargeTableAdmin, WrongFilter
from accounts.admin.columns import column
from transactions.formats.canonical import TimeQuality
from transactions.models import FLAGS, Transaction
from transactions.selectors.reasons import label, why
from transactions.selectors.receipts import receipt_of
from transactions.selectors.wording import full_time, money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest


class WrongWithTransaction(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        return {
            "flagged": (_("flagged"), Q(review__isnull=False)),
            "unknown": (_("not understood"), Q(event_type="unknown")),
            "register": (_("no register"), Q(register__isnull=True)),
            "time": (_("time uncertain"), ~Q(time_quality=TimeQuality.EXACT)),
        }


class FlagFilter(DropdownFilter):  # type: ignore[misc]
    title = _("flag")
    parameter_name = "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return FLAGS.items()

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Transaction]
    ) -> QuerySet[Transaction]:
        """Only flagged rows have a review, so that the large table is not searched."""
        if self.value() not in FLAGS:
            return queryset
        return queryset.filter(review__isnull=False, flags__contains=[self.value()])


class TransactionAdmin(LargeTableAdmin):
    list_display = (
        "number",
        "local_time",
        "store",
        "register",
        "cashier",
        "event_type",
        "shown_flags",
        "shown_amount",
        "risk",
    )
    list_select_related = ("store", "register", "cashier")
    list_filter = (
        WrongWithTransaction,
        ("event_type", ChoicesDropdownFilter),
        FlagFilter,
        ("store", RelatedDropdownFilter),
        ("business_date", RangeDateFilter),
    )
    ordering = ("-business_date", "-occurred_at", "-pk")  # the first has an index of its own
    search_fields = ("=transaction_no",)
    search_help_text = _("Transaction number, as on the receipt")
    sortable_by = ()
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("event_type", "local_time", "business_date"),
                    ("store", "register", "cashier", "approver"),
                    ("shown_amount", "net", "tax", "grand", "gross"),
                    "reasons",
                    "receipt_as_printed",
                )
            },
        ),
        (
            _("Where it comes from"),
            {
                "fields": (
                    ("source_event_tag", "source_index", "file_link"),
                    ("transaction_no", "event_sequence", "till", "shift_no"),
                    ("time_basis", "time_quality", "type_confidence"),
                    ("source_rank", "declared_at"),
                    ("event_key", "content_hash"),
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transaction]:
        """Lists leave the receipt in the database; it is most of a row."""
        rows: QuerySet[Transaction] = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name.endswith("_changelist"):  # type: ignore[union-attr]
            return rows.defer("receipt", "flag_details")
        return rows.select_related("store", "register", "cashier", "source_file")

    @column(_("Number"))
    def number(self, transaction: Transaction) -> str:
        return transaction.transaction_no or f"#{transaction.pk}"

    @column(_("Store time"))
    def local_time(self, transaction: Transaction) -> str:
        return full_time(transaction.occurred_at, transaction.store.zone)

    @column(_("Flags"), empty="-")
    def shown_flags(self, transaction: Transaction) -> str:
        return ", ".join(label(flag) for flag in transaction.flags)

    @column(_("Amount"))
    def shown_amount(self, transaction: Transaction) -> str:
        return format_html('<span class="support-money">{}</span>', money(transaction.amount))

    @column(_("Why flagged"), empty=_("Not flagged"))
    def reasons(self, transaction: Transaction) -> str:
        return format_html_join(
            "",
            "<p><strong>{}</strong> {}</p>",
            ((label(each["flag"]), why(each)) for each in transaction.flag_details),
        )

    @column(_("Receipt"))
    def receipt_as_printed(self, transaction: Transaction) -> str:
        return render_to_string("admin/receipt.html", {"receipt": receipt_of(transaction)})

    @column(_("File"))
    def file_link(self, transaction: Transaction) -> str:
        address = reverse(
            "admin:transactions_sourcefile_change", args=(transaction.source_file_id,)
        )
        return format_html(
            '<a class="support-link" href="{}">{}</a>', address, transaction.source_file
        )
