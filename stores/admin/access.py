"""Which limited member sees which store, and who saw or took what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin import action as bulk_action
from django.db.models import ForeignKey, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import (
    ChoicesDropdownFilter,
    RangeDateTimeFilter,
    RelatedDropdownFilter,
)

from accounts.admin.base import LargeTableAdmin, SupportAdmin, WrongFilter, confirmation
from accounts.admin.columns import column
from accounts.models import Membership, User
from accounts.tenancy import current_chain
from stores.models import AccessKind, AccessLog, StoreAccess
from stores.services.members import give_store, take_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django import forms
    from django.http import HttpRequest
    from django.template.response import TemplateResponse


class WrongWithAccess(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        members = Membership.objects.filter(chain=current_chain(), is_active=True)
        limited = members.filter(limited_to_stores=True)
        return {
            "stranger": (
                gettext_lazy("no longer a member"),
                ~Q(user_id__in=members.values("user_id")),
            ),
            "moot": (
                gettext_lazy("member sees all stores anyway"),
                Q(user_id__in=members.values("user_id"))
                & ~Q(user_id__in=limited.values("user_id")),
            ),
            "closed": (gettext_lazy("store not active"), Q(store__is_active=False)),
        }


class StoreAccessAdmin(SupportAdmin):
    """Rows are given and taken, not edited; both are written into the access log."""

    may_change = False
    list_display = ("user", "store")
    list_select_related = ("user", "store")
    list_filter = (WrongWithAccess, ("store", RelatedDropdownFilter))
    search_fields = ("store__code", "store__name", "user__email", "user__name")
    search_help_text = gettext_lazy("Person or store")
    autocomplete_fields = ("store",)
    ordering = ("store__code", "user__email")
    actions = ("take_chosen",)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        """Only people of this chain can be chosen; other chains' people are not shown."""
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(
                is_active=True,
                memberships__chain=current_chain(),
                memberships__is_active=True,
            ).order_by("email")
        field: forms.ModelChoiceField[Any] | None = super().formfield_for_foreignkey(
            db_field, request, **kwargs
        )
        return field

    def save_model(self, request: HttpRequest, obj: StoreAccess, form: Any, change: bool) -> None:
        made = give_store(user=obj.user, store=obj.store, by=request.user)  # type: ignore[arg-type]
        obj.pk = made.pk

    @bulk_action(description=gettext_lazy("Take access away"), permissions=["act"])
    def take_chosen(
        self, request: HttpRequest, rows: QuerySet[StoreAccess]
    ) -> TemplateResponse | None:
        asking = confirmation(
            request,
            self,
            rows,
            action="take_chosen",
            title=_("Take access to these stores away?"),
            warning=_("The people stay members, but no longer see these stores."),
            button=_("Take away"),
            dangerous=True,
        )
        if asking is None:
            for access in rows:
                take_store(access=access, by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("Taken away."))
        return asking


class WrongWithVisit(WrongFilter):
    title = gettext_lazy("What stands out?")

    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        return {
            "refused": (gettext_lazy("could not log in"), Q(kind=AccessKind.LOG_IN_REFUSED)),
            "support": (gettext_lazy("support staff"), Q(kind=AccessKind.SUPPORT_VISIT)),
            "taken": (
                gettext_lazy("downloads and exports"),
                Q(kind__in=[AccessKind.DOWNLOADED_CLIP, AccessKind.EXPORTED]),
            ),
            "roles": (
                gettext_lazy("roles and settings"),
                Q(kind__in=[AccessKind.CHANGED_ROLE, AccessKind.CHANGED_SETTINGS]),
            ),
        }


class AccessLogAdmin(LargeTableAdmin):
    list_display = ("moment", "who", "kind", "about", "details")
    list_filter = (WrongWithVisit, ("kind", ChoicesDropdownFilter), ("at", RangeDateTimeFilter))
    search_fields = ("who", "=request_id")
    search_help_text = gettext_lazy("Name or e-mail")
    fields = ("moment", "who", "kind", "about", "params", "request_id")

    @column(gettext_lazy("Time (UTC)"), ordering="pk")
    def moment(self, entry: AccessLog) -> str:
        return f"{entry.at:%Y-%m-%d %H:%M:%S}"

    @column(gettext_lazy("About"))
    def about(self, entry: AccessLog) -> str:
        return f"{entry.object_type} {entry.object_id}" if entry.object_type else "-"

    @column(gettext_lazy("Details"))
    def details(self, entry: AccessLog) -> str:
        text = ", ".join(f"{key} {value}" for key, value in entry.params.items())
        return text if len(text) <= 110 else text[:109] + "…"
