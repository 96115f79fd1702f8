"""The form of a person, and what may be wrong with one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.base import WrongFilter
from accounts.models import Membership, User

if TYPE_CHECKING:
    from collections.abc import Mapping


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("email", "name", "is_staff")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody has this e-mail already."))
        return email


class WrongWithPerson(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        member = Exists(Membership.objects.filter(user=OuterRef("pk"), is_active=True))
        second = Exists(Authenticator.objects.filter(user=OuterRef("pk")))
        return {
            "nowhere": (
                gettext_lazy("belongs to no chain"),
                Q(is_active=True, is_staff=False) & ~Q(member),
            ),
            "never": (
                gettext_lazy("never logged in"),
                Q(is_active=True, last_login__isnull=True),
            ),
            "one_factor": (
                gettext_lazy("support staff without a second factor"),
                Q(is_active=True, is_staff=True) & ~Q(second),
            ),
            "inactive": (gettext_lazy("deactivated"), Q(is_active=False)),
        }
