"""Sources: what fetches by itself, and why one is silent. Here for it says so in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RelatedDropdownFilter

from accounts.admin.base import FactAdmin, WrongFilter
from accounts.admin.columns import column
from accounts.admin.dialogs import asked, go_to
from stores.models import Source, SourceRun
from stores.services.sources import fetch_now
from transactions.selectors.source_state import FAILING, MISSED, NOT_LOOKING, OK, QUIET, STOPPED
from transactions.selectors.sources import run_rows, source_row
from transactions.services.fetch_source import REFUSALS
from transactions.sources.reasons import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from unfold.forms import BaseDialogForm

COLOURS = {OK: "success", **dict.fromkeys((FAILING, STOPPED, NOT_LOOKING, QUIET, MISSED), "danger")}


class WrongWithSource(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        on = Q(is_active=True)
        return {
            "failing": (gettext_lazy("failing"), on & Q(failures__gt=0)),
            "stopped": (
                gettext_lazy("stopped trying"),
                on & Q(failures__gte=REFUSALS, next_run_at=None, is_live=False),
            ),
            "never": (gettext_lazy("never gave a file"), on & Q(heard_at=None)),
            "off": (gettext_lazy("switched off"), Q(is_active=False)),
        }


class SourceAdmin(FactAdmin):
    """Read only: its people set it up on its page, where the connection is tested first."""

    list_display = ("name", "store", "kind", "is_active", "last_trouble", "heard_at", "next_run_at")
    list_select_related = ("store",)
    list_filter = (WrongWithSource, "kind", "is_live", ("store", RelatedDropdownFilter))
    search_fields = ("name", "store__code", "store__name")
    search_help_text = gettext_lazy("Name or store")
    actions_detail = ("fetch_one",)
    fields = (
        ("name", "store", "kind"),
        ("is_active", "is_live"),
        ("times", "every_minutes", "silent_after_minutes"),
        ("how_it_is", "failures"),
        "why",
        ("heard_at", "next_run_at", "created_at"),
        "settings",
        "fetches",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        rows: QuerySet[Source] = super().get_queryset(request)
        last = SourceRun.objects.filter(source=OuterRef("pk")).order_by("-id")
        return rows.select_related("store").annotate(
            last_code=Subquery(last.values("reason_code")[:1]),
            last_params=Subquery(last.values("reason_params")[:1]),
        )

    def applies(self, action: str, row: Source) -> bool:
        return row is not None and row.is_active and not row.is_live

    @column(gettext_lazy("Last fetch"), empty="")
    def last_trouble(self, source: Any) -> str:
        return sentence(source.last_code or "", source.last_params or {}, _)

    @column(gettext_lazy("How it is"), colours=COLOURS)
    def how_it_is(self, source: Source) -> str:
        return source_row(source).state.word

    @column(gettext_lazy("In words"))
    def why(self, source: Source) -> str:
        return source_row(source).sentence

    @column(gettext_lazy("Fetches"), empty=gettext_lazy("None"))
    def fetches(self, source: Source) -> str:
        told = (
            (
                row.when,
                row.run.get_state_display(),
                f"{row.run.found}/{row.run.taken}/{row.run.known}/{row.run.refused}",
                row.sentence,
            )
            for row in run_rows(source)
        )
        return format_html_join("", "<p>{} {} {} {}</p>", told)

    @asked(
        gettext_lazy("Fetch now"),
        gettext_lazy("The source is asked at once, whatever its schedule says."),
        icon="download",
    )
    def fetch_one(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        source = Source.objects.filter(pk=object_id, is_active=True, is_live=False).first()
        if source is not None:
            fetch_now(source=source, user=None)
            self.log_change(request, source, _("Asked now."))
        self.tell(request, _("Asked.") if source else _("This source is off."), done=bool(source))
        return go_to("admin:stores_source_change", object_id)
