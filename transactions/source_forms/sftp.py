"""A folder on an SFTP server, whose key is remembered from the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stores.models import SourceKind
from transactions.source_forms import fields
from transactions.source_forms.base import SourceForm

if TYPE_CHECKING:
    from collections.abc import Mapping


class SftpForm(SourceForm):
    kind = SourceKind.SFTP
    where = (
        "host",
        "port",
        "username",
        "password",
        "private_key",
        "path",
        "patterns",
        "host_key",
        "accept_new_key",
    )
    what = ("path", "patterns")
    secrets = ("password", "private_key")
    not_kept = ("accept_new_key",)

    host = fields.host()
    port = fields.port(22)
    username = fields.user()
    password = fields.secret(_("Password"))
    private_key = forms.CharField(
        label=_("Private key, instead of a password"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    path = forms.CharField(label=_("Folder on the server"), max_length=500, initial=".")
    patterns = forms.CharField(
        label=_("Files"),
        required=False,
        max_length=300,
        help_text=_("Names to take, with * for anything. Empty takes every file."),
    )
    host_key = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput())
    accept_new_key = forms.BooleanField(
        label=_("The server's key was replaced: accept the one it shows now"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.source is None or not self.source.settings.get("host_key"):
            self.fields["accept_new_key"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        stored = self._stored_key(data)
        if stored is not None:
            data["host_key"] = "" if data.get("accept_new_key") else stored
        return data

    def _stored_key(self, data: Mapping[str, Any]) -> str | None:
        """The key that this server showed when it was set up; "" when the source now means
        another server, None when there was no source."""
        if self.source is None:
            return None
        known = self.source.settings
        is_same = (known.get("host"), known.get("port")) == (data.get("host"), data.get("port"))
        return str(known.get("host_key", "")) if is_same else ""
