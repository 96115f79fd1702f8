"""An HTTPS API that settings describe."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from stores.models import SourceKind
from transactions.source_forms import fields
from transactions.source_forms.base import SourceForm


class HttpsForm(SourceForm):
    kind = SourceKind.HTTPS
    where = (
        *("url", "date_format", "days_back", "auth", "username", "header_name", "password"),
        *("body", "rows", "fields_wanted", "paging", "page_parameter", "first_page", "next"),
    )
    what = ("body", "rows", "fields_wanted", "paging", "page_parameter", "first_page", "next")
    secrets = ("password",)

    url = forms.CharField(
        label=_("Address"),
        max_length=1000,
        validators=[
            RegexValidator(r"^https://[^\s/@?#]+([/?#]\S*)?$", _("Begin with https:// and a name."))
        ],
        help_text=_("Put {from} and {to} where the dates belong."),
        widget=forms.TextInput(
            attrs={"placeholder": "https://api.example.com/sales?from={from}&to={to}"}
        ),
    )
    date_format = forms.ChoiceField(
        label=_("How dates are written"),
        choices=[
            ("%Y-%m-%d", "2026-11-24"),
            ("%m/%d/%Y", "11/24/2026"),
            ("%Y%m%d", "20261124"),
            ("%Y-%m-%dT%H:%M:%S", "2026-11-24T23:30:00"),
            ("iso", _("2026-11-24T23:30:00Z (world time)")),
            ("unix", _("seconds since 1970")),
        ],
    )
    days_back = forms.IntegerField(
        label=_("Ask this many days back"),
        min_value=1,
        max_value=31,
        initial=1,
        help_text=_("What comes twice counts once."),
    )
    auth = forms.ChoiceField(
        label=_("How we say who we are"),
        choices=[
            ("bearer", _("bearer token")),
            ("header", _("key in a header")),
            ("basic", _("user name and password")),
            ("none", _("not at all")),
        ],
    )
    username = fields.user(required=False)
    header_name = forms.CharField(
        label=_("Name of the header"),
        required=False,
        max_length=80,
        initial="X-Api-Key",
        validators=[RegexValidator(r"^[A-Za-z0-9-]+$", _("Letters, digits and - only."))],
    )
    password = fields.secret(_("Token, key or password"))
    body = forms.ChoiceField(label=_("The answer is"), choices=[("json", "JSON"), ("csv", "CSV")])
    rows = forms.CharField(
        label=_("Where the rows are in the JSON"),
        required=False,
        max_length=200,
        help_text=_("Like data.items. Empty when the answer is the list itself."),
    )
    fields_wanted = forms.CharField(
        label=_("Columns to take"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Amount = totals.net"}),
        help_text=_("One a line: a name, =, and where it is in a row. Empty takes all."),
    )
    paging = forms.ChoiceField(
        label=_("Pages"),
        choices=[
            ("none", _("one answer holds everything")),
            ("page", _("numbered pages")),
            ("cursor", _("each answer names the next")),
        ],
    )
    page_parameter = forms.CharField(
        label=_("Parameter for the page"), required=False, max_length=80, initial="page"
    )
    first_page = forms.IntegerField(
        label=_("Number of the first page"), required=False, min_value=0, initial=1
    )
    next = forms.CharField(
        label=_("Where the next page is named"),
        required=False,
        max_length=200,
        help_text=_("Like meta.next_cursor."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("paging") == "cursor" and not data.get("next"):
            self.add_error("next", _("Say where the answer names the next page."))
        if data.get("paging") == "cursor" and data.get("body") == "csv":
            self.add_error("paging", _("CSV does not name a next page. Choose numbered pages."))
        return data
