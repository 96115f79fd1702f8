"""Clips: what was asked for, what was obtained, and why one is lacking."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.admin import action as bulk_action
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import RangeDateTimeFilter, RelatedDropdownFilter

from accounts.admin.base import LargeTableAdmin, WrongFilter
from accounts.admin.columns import column
from accounts.admin.dialogs import asked, go_to
from accounts.tenancy import current_chain
from clips.models import Clip, ClipState
from clips.reasons import help_for, sentence
from clips.services.again import ask_again
from transactions.admin.reviews import transaction_link
from transactions.selectors.wording import full_time, size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from unfold.forms import BaseDialogForm

WAITS_LONG = timedelta(hours=1)
STATE_COLOURS = {
    ClipState.REQUESTED.label: "info",
    ClipState.WAITING.label: "info",
    ClipState.FETCHING.label: "primary",
    ClipState.READY.label: "success",
    ClipState.UNAVAILABLE.label: "danger",
    ClipState.REMOVED.label: "warning",
}


class WrongWithClip(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        late = timezone.now() - WAITS_LONG
        under_way = Q(state__in=[ClipState.REQUESTED, ClipState.WAITING, ClipState.FETCHING])
        return {
            "unavailable": (gettext_lazy("unavailable"), Q(state=ClipState.UNAVAILABLE)),
            "late": (gettext_lazy("asked for long ago"), under_way & Q(requested_at__lt=late)),
            "partial": (gettext_lazy("has gaps"), Q(is_partial=True)),
        }


class ClipAdmin(LargeTableAdmin):
    list_display = ("local_moment", "store", "camera", "shown_state", "reason", "filename")
    list_select_related = ("store", "camera")
    list_filter = (
        WrongWithClip,
        "state",
        "purpose",
        ("store", RelatedDropdownFilter),
        ("moment", RangeDateTimeFilter),
    )
    search_fields = ("filename", "=transaction__transaction_no", "=uuid")
    search_help_text = gettext_lazy("File name or transaction number")
    sortable_by = ()
    actions = ("try_again_chosen",)
    actions_detail = ("try_again",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("shown_state", "local_moment", "of_transaction"),
                    "reason",
                    "what_helps",
                    ("store", "camera", "position"),
                )
            },
        ),
        (
            gettext_lazy("Footage"),
            {
                "fields": (
                    ("window_start", "window_end"),
                    ("obtained_start", "obtained_end", "is_partial"),
                    ("purpose", "quality", "wanted_quality"),
                    ("risk", "expires_at", "removed_at"),
                    "gaps_in_words",
                    ("clock_offset_ms", "clock_error_ms", "moment_ms"),
                )
            },
        ),
        (
            gettext_lazy("Inside"),
            {
                "fields": (
                    ("filename", "shown_size", "duration_ms", "codec"),
                    ("fetched_bytes", "asked_by"),
                    ("requested_at", "waiting_until", "ready_at"),
                    ("source", "uploaded_by"),
                    ("uuid", "sha256"),
                )
            },
        ),
    )

    def applies(self, action: str, row: Clip) -> bool:
        return row is not None and row.state == ClipState.UNAVAILABLE

    @column(gettext_lazy("Moment, store time"))
    def local_moment(self, clip: Clip) -> str:
        return full_time(clip.moment, clip.store.zone)

    @column(gettext_lazy("State"), colours=STATE_COLOURS)
    def shown_state(self, clip: Clip) -> str:
        return clip.get_state_display()

    @column(gettext_lazy("Reason"), empty="")
    def reason(self, clip: Clip) -> str:
        return _said(clip, clip.reason_code, clip.reason_params) if clip.reason_code else ""

    @column(gettext_lazy("What would help"))
    def what_helps(self, clip: Clip) -> str:
        return help_for(clip.reason_code) if clip.state == ClipState.UNAVAILABLE else "-"

    @column(gettext_lazy("Transaction"))
    def of_transaction(self, clip: Clip) -> str:
        return transaction_link(clip.transaction_id) if clip.transaction_id else "-"

    @column(gettext_lazy("Gaps"), empty=gettext_lazy("None"))
    def gaps_in_words(self, clip: Clip) -> str:
        said = (
            (gap.get("start", "?"), gap.get("end", "?"), _said(clip, gap.get("reason", ""), {}))
            for gap in clip.gaps
        )
        return format_html_join("", "<p>{} to {}: {}</p>", said)

    @column(gettext_lazy("Size"))
    def shown_size(self, clip: Clip) -> str:
        return size(clip.size)

    @bulk_action(description=gettext_lazy("Try again"), permissions=["act"])
    def try_again_chosen(self, request: HttpRequest, clips: QuerySet[Clip]) -> None:
        self._ask_again(request, list(clips))

    @asked(
        gettext_lazy("Try again"),
        gettext_lazy("The footage is asked for afresh, before all others."),
        icon="replay",
    )
    def try_again(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        self._ask_again(request, list(Clip.objects.filter(pk=object_id)))
        return go_to("admin:clips_clip_change", object_id)

    def _ask_again(self, request: HttpRequest, clips: list[Clip]) -> None:
        count = ask_again(current_chain(), [clip.pk for clip in clips])
        for clip in clips:
            if clip.state == ClipState.UNAVAILABLE:
                self.log_change(request, clip, _("Asked for again."))
        said = ngettext(
            "%(count)s clip asked for again.", "%(count)s clips asked for again.", count
        )
        none = _("Only unavailable clips are asked for again.")
        self.tell(request, said % {"count": count} if count else none, done=bool(count))


def _said(clip: Clip, code: str, params: Mapping[str, object]) -> str:
    def show(at: datetime) -> str:
        return full_time(at, clip.store.zone)

    return sentence(code, params, show)
