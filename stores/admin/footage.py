"""Recorders and their cameras."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin.base import SupportAdmin, WrongFilter, is_support
from accounts.admin.columns import column
from stores.models import Camera, Recorder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

CLOCK_WORRY_MS = 5_000


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
            "clock_offset_ms",
            "clock_error_ms",
            "is_active",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted({*settings.RECORDER_DRIVERS, self.instance.driver})
        self.fields["driver"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]


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
        return {
            "driver": (_("driver not installed"), ~Q(driver__in=list(settings.RECORDER_DRIVERS))),
            "cameras": (_("no camera"), Q(cameras_n=0)),
            "clock": (_("clock uncertain"), Q(clock_error_ms__gt=CLOCK_WORRY_MS)),
            "inactive": (_("not active"), Q(is_active=False)),
        }


class RecorderAdmin(SupportAdmin):
    form = RecorderForm
    list_display = (
        "name",
        "store",
        "driver",
        "camera_count",
        "clock_offset_ms",
        "clock_error_ms",
        "is_active",
    )
    list_select_related = ("store",)
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
