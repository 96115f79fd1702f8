"""Who belongs to which chain. On support's public host; each change is written into the
access log of the chain it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import SupportAdmin, WrongFilter
from accounts.models import ChainState, Membership
from accounts.services.people import PersonError, check_owner_remains
from stores.services.members import save_membership

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Membership
        fields = ("user", "chain", "role", "limited_to_stores", "is_active")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        before = Membership.objects.filter(pk=self.instance.pk).first()
        if cleaned and before is not None and before.role == "owner" and before.is_active:
            stays = cleaned.get("role") == "owner" and cleaned.get("is_active")
            if not stays:
                try:
                    check_owner_remains(before)
                except PersonError as refused:
                    raise ValidationError(str(refused)) from refused
        return cleaned


class WrongWithMembership(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        return {
            "gone": (
                _("person deactivated"),
                Q(is_active=True, user__is_active=False),
            ),
            "closed": (
                _("chain not open"),
                Q(is_active=True) & ~Q(chain__state=ChainState.READY),
            ),
            "ended": (_("ended"), Q(is_active=False)),
        }


class MembershipAdmin(SupportAdmin):
    form = MembershipForm
    list_display = ("user", "chain", "role", "limited_to_stores", "is_active", "created_at")
    list_select_related = ("user", "chain")
    list_filter = (WrongWithMembership, "role", "is_active", "limited_to_stores")
    search_fields = ("user__email", "user__name", "chain__name")
    search_help_text = _("Person or chain")
    autocomplete_fields = ("user", "chain")
    fields = ("user", "chain", "role", "limited_to_stores", "is_active")
    ordering = ("chain__name", "user__email")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("user", "chain") if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        save_membership(membership=obj, by=request.user)  # type: ignore[arg-type]
