"""Routes to stores: asked for by chains, approved here, by somebody whose name is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RelatedDropdownFilter

from accounts.admin.base import SupportAdmin, WrongFilter
from accounts.admin.columns import column
from accounts.admin.dialogs import asked, go_to
from stores.models import Route
from stores.services.routes import (
    RouteError,
    approve_route,
    check_network,
    check_proxy,
    withdraw_route,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse
    from unfold.forms import BaseDialogForm

    from accounts.models import User


class RouteForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Route
        fields = ("store", "network", "proxy", "note")

    def clean_network(self) -> str:
        return str(_checked(check_network, self.cleaned_data["network"]))

    def clean_proxy(self) -> str:
        return str(_checked(check_proxy, self.cleaned_data["proxy"]))


def _checked(check: Callable[[str], object], text: str) -> object:
    try:
        return check(text)
    except RouteError as refused:
        raise forms.ValidationError(str(refused)) from None


class WrongWithRoute(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        return {
            "waiting": (_("waits for approval"), Q(approved_at=None, is_active=True)),
            "withdrawn": (_("withdrawn"), Q(is_active=False)),
        }


class RouteAdmin(SupportAdmin):
    form = RouteForm
    list_display = ("network", "store", "proxy", "state", "approved_by", "asked_at", "note")
    list_select_related = ("store",)
    list_filter = (WrongWithRoute, ("store", RelatedDropdownFilter))
    search_fields = ("network", "store__code", "store__name", "proxy")
    search_help_text = _("Network, proxy or store")
    autocomplete_fields = ("store",)
    actions_detail = ("approve", "withdraw")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What was approved is not changed under the approval: withdraw it first."""
        if obj is not None and obj.approved_at is not None:
            return ("store", "network", "proxy")
        return ("store",) if obj is not None else ()

    @column(_("State"))
    def state(self, route: Route) -> str:
        if not route.is_active:
            return gettext("withdrawn")
        return gettext("approved") if route.approved_at else gettext("waits for approval")

    def applies(self, action: str, row: Any) -> bool:
        if row is None:
            return False
        is_approved = row.is_active and row.approved_at is not None
        return is_approved if action == "withdraw" else not is_approved

    @asked(
        _("Approve"),
        _("The store's recorders may be dialled on this network from now on, by nobody else."),
        icon="verified",
    )
    def approve(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        route = Route.objects.filter(pk=object_id).select_related("store").first()
        if route is not None:
            self._approve(request, route)
        return go_to("admin:stores_route_change", object_id)

    def _approve(self, request: HttpRequest, route: Route) -> None:
        try:
            approve_route(route=route, by=cast("User", request.user))
        except RouteError as refused:
            self.tell(request, str(refused), done=False)
        else:
            self.log_change(request, route, gettext("Approved."))
            self.tell(request, gettext("Approved."))

    @asked(
        _("Withdraw"),
        _("Nothing is dialled on this network any more, from the next connection on."),
        icon="block",
        dangerous=True,
    )
    def withdraw(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        route = Route.objects.filter(pk=object_id).select_related("store").first()
        if route is not None:
            withdraw_route(route=route, by=cast("User", request.user))
            self.log_change(request, route, gettext("Withdrawn."))
            self.tell(request, gettext("Withdrawn."))
        return go_to("admin:stores_route_change", object_id)
