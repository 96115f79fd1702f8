"""Stores, registers and cashiers."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.widgets import UnfoldAdminSelect2Widget

from accounts.admin.base import SupportAdmin, WrongFilter, is_support
from accounts.admin.columns import column
from stores.models import (
    Camera,
    Recorder,
    Register,
    RegisterCamera,
    RegisterClass,
    Store,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


class StoreForm(forms.ModelForm):  # type: ignore[type-arg]
    timezone = forms.ChoiceField(
        label=_("time zone"), choices=[], widget=UnfoldAdminSelect2Widget()
    )

    class Meta:
        model = Store
        fields = ("code", "name", "timezone", "is_active", "department_roles", "totals_formula")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(
            zoneinfo.available_timezones(), key=lambda n: (not n.startswith("America/"), n)
        )
        self.fields["timezone"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]


class WrongWithStore(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        here = {"store": OuterRef("pk")}
        unseen = Register.objects.filter(sightings__isnull=True, **here).exclude(
            register_class=RegisterClass.OUTSIDE
        )
        return {
            "recorder": (
                _("no recorder"),
                ~Q(Exists(Recorder.objects.filter(is_active=True, **here))),
            ),
            "camera": (_("registers without a camera"), Q(Exists(unseen))),
            "register": (_("no register heard yet"), ~Q(Exists(Register.objects.filter(**here)))),
            "inactive": (_("not active"), Q(is_active=False)),
        }


class StoreAdmin(SupportAdmin):
    form = StoreForm
    list_display = ("code", "name", "timezone", "register_count", "recorder_count", "is_active")
    list_display_links = ("code", "name")
    list_filter = (WrongWithStore, "is_active")
    search_fields = ("code", "name")
    search_help_text = _("Store number or name")
    ordering = ("code",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Store]:
        rows: QuerySet[Store] = super().get_queryset(request)
        return rows.annotate(
            registers_n=Count("registers", distinct=True),
            recorders_n=Count("recorders", distinct=True, filter=Q(recorders__is_active=True)),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The number is in clip names and in what the register writes: it stays."""
        return ("code",) if obj is not None else ()

    @column(_("Registers"), ordering="registers_n")
    def register_count(self, store: Any) -> int:
        return store.registers_n  # type: ignore[no-any-return]

    @column(_("Recorders"), ordering="recorders_n")
    def recorder_count(self, store: Any) -> int:
        return store.recorders_n  # type: ignore[no-any-return]


class SightingForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = RegisterCamera
        fields = ("camera", "position")

    def clean_camera(self) -> Camera:
        """A camera of another store cannot see this register."""
        camera: Camera = self.cleaned_data["camera"]
        register = self.instance.register if self.instance.register_id else None
        if register is not None and camera.recorder.store_id != register.store_id:
            raise forms.ValidationError(_("This camera is in another store."))
        return camera


class SightingInline(TabularInline):  # type: ignore[misc]
    """Which cameras see the register. Rows may be taken off; the history keeps them."""

    model = RegisterCamera
    form = SightingForm
    extra = 0
    autocomplete_fields = ("camera",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_support(request)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegisterCamera]:
        rows: QuerySet[RegisterCamera] = super().get_queryset(request)
        return rows.select_related("camera__recorder", "register")


class WrongWithRegister(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        seen = Exists(RegisterCamera.objects.filter(register=OuterRef("pk")))
        return {
            "unseen": (
                _("no camera sees it"),
                ~Q(seen) & ~Q(register_class=RegisterClass.OUTSIDE),
            ),
            "unknown": (
                _("inside or outside not known"),
                Q(register_class=RegisterClass.UNKNOWN),
            ),
        }


class RegisterAdmin(SupportAdmin):
    list_display = ("code", "label", "store", "register_class", "cameras", "clock_offset_ms")
    list_display_links = ("code", "label")
    list_select_related = ("store",)
    list_filter = (WrongWithRegister, "register_class", ("store", RelatedDropdownFilter))
    search_fields = ("code", "label", "store__code", "store__name")
    search_help_text = _("Register or store")
    autocomplete_fields = ("store",)
    fields = ("store", "code", "label", "register_class", "clock_offset_ms")
    inlines = (SightingInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Register]:
        rows: QuerySet[Register] = super().get_queryset(request)
        return rows.annotate(cameras_n=Count("sightings"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("store", "code") if obj is not None else ()

    @column(_("Cameras"), ordering="cameras_n")
    def cameras(self, register: Any) -> int:
        return register.cameras_n  # type: ignore[no-any-return]


class WrongWithCashier(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        return {
            "unnamed": (_("no name"), Q(name="", is_person=True)),
            "same": (_("name is the number"), Q(name=F("code"))),
        }


class CashierAdmin(SupportAdmin):
    list_display = ("code", "name", "store", "is_person")
    list_display_links = ("code", "name")
    list_select_related = ("store",)
    list_filter = (WrongWithCashier, "is_person", ("store", RelatedDropdownFilter))
    search_fields = ("code", "name", "store__code")
    search_help_text = _("Cashier number, name or store number")
    autocomplete_fields = ("store",)
    fields = ("store", "code", "name", "is_person")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("store", "code") if obj is not None else ()
