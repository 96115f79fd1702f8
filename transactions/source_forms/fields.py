"""Fields that several kinds of source ask alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

HOST = RegexValidator(
    r"^[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?$",
    _("Enter a name like ftp.example.com, without https:// and without a path."),
)


def host() -> forms.CharField:
    return forms.CharField(
        label=_("Server"),
        max_length=253,
        validators=[HOST],
        widget=forms.TextInput(attrs={"placeholder": "ftp.example.com", "autocomplete": "off"}),
    )


def port(usual: int) -> forms.IntegerField:
    return forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=usual)


def secret(label: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, required=False, max_length=1000, widget=widget, strip=False)


def user(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=_("User name"),
        max_length=200,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
