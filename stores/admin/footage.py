"""Recorders and their cameras."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib.admin import action as bulk_action
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin.base import SupportAdmin, WrongFilter, is_support
from accounts.admin.columns import column
from accounts.admin.dialogs import asked, go_to
from footage.checkup.words import SAID
from footage.reasons import say
from stores.models import Camera, Recorder, TimeBase
from stores.recorder_reasons import SENTENCES
from stores.selectors.recorders import UNREACHED_CODES, known_state
from stores.services.recorders_breaker import clear_block
from stores.services.recorders_jobs import ask_for_check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from unfold.forms import BaseDialogForm

    from accounts.models import User

CLOCK_WORRY_MS = 5_000
LOOKED_AT_WITHIN = timedelta(days=2)


class RecorderForm(forms.ModelForm):  # type: ignore[type-arg]
    driver = forms.ChoiceField(
        label=_("driver"),
        choices=[],
        widget=UnfoldAdminSelectWidget(),
        help_text=_("How it is read."),
    )

    class Meta:
        model = Recorder
        fields = (
            "store",
            "name",
            "driver",
            "options",
            "time_base",
            "clock_offset_ms",
            "clock_error_ms",
            "slots",
            "is_active",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted({*settings.RECORDER_DRIVERS, self.instance.driver})
        self.fields["driver"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        for name in ("time_base", "slots"):
            self.fields[name].required = False

    def clean_time_base(self) -> str:
        return self.cleaned_data["time_base"] or TimeBase.UNKNOWN

    def clean_slots(self) -> int:
        return self.cleaned_data["slots"] or 1


class CameraInline(TabularInline):  # type: ignore[misc]
    model = Camera
    extra = 0
    can_delete = False
    fields = ("channel", "name")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_support(request)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission


class WrongWithRecorder(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        in_use = Q(is_active=True, retired_at=None)
        return {
            "blocked": (_("password refused"), Q(state__is_blocked=True)),
            "locked": (_("locked"), Q(state__locked_until__gt=timezone.now())),
            "away": (_("not reached"), in_use & Q(state__problem_code__in=UNREACHED_CODES)),
            "changed": (_("another recorder answers"), Q(state__problem_code="serial_changed")),
            "problem": (
                _("another problem"),
                in_use
                & Q(state__isnull=False)
                & ~Q(state__problem_code__in=["", "serial_changed", *UNREACHED_CODES]),
            ),
            "old": (
                _("not looked at for two days"),
                in_use & ~Q(state__checked_at__gt=timezone.now() - LOOKED_AT_WITHIN),
            ),
            "draft": (_("not finished"), Q(is_draft=True)),
            "driver": (
                _("driver not installed"),
                in_use & ~Q(driver__in=list(settings.RECORDER_DRIVERS)),
            ),
            "cameras": (_("no camera"), Q(cameras_n=0)),
            "clock": (_("clock uncertain"), Q(clock_error_ms__gt=CLOCK_WORRY_MS)),
            "inactive": (_("not active"), Q(is_active=False, retired_at=None, is_draft=False)),
        }


class RecorderAdmin(SupportAdmin):
    form = RecorderForm
    list_display = (
        "name",
        "store",
        "driver",
        "how_it_is",
        "checked",
        "camera_count",
        "clock_offset_ms",
        "clock_error_ms",
        "is_active",
    )
    list_select_related = ("store", "state")
    actions = ("clear_blocks",)
    actions_detail = ("clear_one", "check_one")
    list_filter = (WrongWithRecorder, "driver", "is_active", ("store", RelatedDropdownFilter))
    search_fields = ("name", "store__code", "store__name")
    search_help_text = _("Recorder or store")
    autocomplete_fields = ("store",)
    inlines = (CameraInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recorder]:
        rows: QuerySet[Recorder] = super().get_queryset(request)
        return rows.annotate(cameras_n=Count("cameras"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("store",) if obj is not None else ()

    @column(_("How it is"))
    def how_it_is(self, recorder: Recorder) -> str:
        """Why nothing comes from it, as the chain's own people read it."""
        state = known_state(recorder)
        if not state.problem_code:
            return ""
        words = {name: str(value) for name, value in state.problem_params.items()}
        return say(state.problem_code, words, {**SAID, **SENTENCES}, gettext)

    @column(_("Looked at"), ordering="state__checked_at")
    def checked(self, recorder: Recorder) -> datetime | None:
        return known_state(recorder).checked_at

    def applies(self, action: str, row: Any) -> bool:
        if row is None or row.retired_at is not None:
            return False
        return known_state(row).is_blocked if action == "clear_one" else True

    @bulk_action(description=_("Clear the block: the password was looked at"), permissions=["act"])
    def clear_blocks(self, request: HttpRequest, queryset: QuerySet[Recorder]) -> None:
        count = sum(self._clear(request, row) for row in queryset)
        said = gettext("%(n)s cleared; each is asked once now.") % {"n": count}
        self.tell(request, said, done=count > 0)

    @asked(
        _("Clear the block"),
        _("Somebody has looked at the password: the recorder is asked once, now."),
        icon="lock_open",
    )
    def clear_one(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        recorder = Recorder.objects.filter(pk=object_id).first()
        done = recorder is not None and self._clear(request, recorder)
        said = gettext("Cleared; it is asked once now.") if done else gettext("It is not blocked.")
        self.tell(request, said, done=done)
        return go_to("admin:stores_recorder_change", object_id)

    @asked(
        _("Look at it now"),
        _("Name, route, ports, log-in, cameras, clock and footage are checked."),
        icon="troubleshoot",
    )
    def check_one(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        recorder = Recorder.objects.filter(pk=object_id, retired_at=None).first()
        if recorder is not None:
            ask_for_check(recorder.pk)
        said = gettext("It is being looked at.") if recorder else gettext("It was replaced.")
        self.tell(request, said, done=bool(recorder))
        return go_to("admin:stores_recorder_change", object_id)

    @staticmethod
    def _clear(request: HttpRequest, recorder: Recorder) -> bool:
        cleared = clear_block(recorder=recorder, by=cast("User", request.user))
        if cleared:
            ask_for_check(recorder.pk)
        return cleared

    @column(_("Cameras"), ordering="cameras_n")
    def camera_count(self, recorder: Any) -> int:
        return recorder.cameras_n  # type: ignore[no-any-return]


class WrongWithCamera(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        return {
            "idle": (_("sees no register"), Q(sightings_n=0)),
            "inactive": (_("recorder not active"), Q(recorder__is_active=False)),
        }


class CameraAdmin(SupportAdmin):
    list_display = ("name", "channel", "recorder", "store", "registers")
    list_display_links = ("name", "channel")
    list_select_related = ("recorder__store",)
    list_filter = (WrongWithCamera, ("recorder__store", RelatedDropdownFilter))
    search_fields = ("name", "channel", "recorder__name", "recorder__store__code")
    search_help_text = _("Camera, channel, recorder or store number")
    autocomplete_fields = ("recorder",)
    fields = ("recorder", "channel", "name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Camera]:
        rows: QuerySet[Camera] = super().get_queryset(request)
        return rows.annotate(sightings_n=Count("sightings"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("recorder",) if obj is not None else ()

    @column(_("Store"), ordering="recorder__store__code")
    def store(self, camera: Camera) -> str:
        return str(camera.recorder.store)

    @column(_("Registers"), ordering="sightings_n")
    def registers(self, camera: Any) -> int:
        return camera.sightings_n  # type: ignore[no-any-return]
