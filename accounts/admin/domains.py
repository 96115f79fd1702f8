"""Host names of chains and of support's own site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import SupportAdmin, WrongFilter
from accounts.admin.new_chain import host_name
from accounts.models import ChainState, Domain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


class DomainForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Domain
        fields = ("domain", "tenant", "is_primary")

    def clean_domain(self) -> str:
        return host_name(self.cleaned_data["domain"])


class WrongWithHost(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        return {
            "closed": (_("its chain is closed"), ~Q(tenant__state=ChainState.READY)),
        }


class DomainAdmin(SupportAdmin):
    form = DomainForm
    list_display = ("domain", "tenant", "is_primary")
    list_select_related = ("tenant",)
    list_filter = (WrongWithHost,)
    search_fields = ("domain", "tenant__name")
    search_help_text = _("Host or chain")
    autocomplete_fields = ("tenant",)
    ordering = ("domain",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A host never moves to another chain: its people would meet another's data."""
        return ("tenant",) if obj is not None else ()
