"""The questions of adding a recorder."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

_HOST = re.compile(r"[A-Za-z0-9_.-]{1,253}|([0-9A-Fa-f]{0,4}:){2}[0-9A-Fa-f:.]{0,40}", re.ASCII)


def _port(label: Any, usual: int) -> forms.IntegerField:
    words = {"class": "field", "placeholder": str(usual), "inputmode": "numeric"}
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=65535,
        required=False,
        widget=forms.NumberInput(attrs=words),
    )


class PlaceForm(forms.Form):
    """Where it is. An address copied from a browser is understood."""

    host = forms.CharField(
        label=_("Address of the recorder"),
        max_length=300,
        widget=forms.TextInput(
            attrs={
                "class": "field",
                "placeholder": "192.168.1.64",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )
    port = _port(_("Web port (HTTP)"), 80)
    rtsp_port = _port(_("Video port (RTSP)"), 554)
    tls = forms.BooleanField(label=_("The web port is a secure one (HTTPS)"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "host" not in data:
            return data
        host, port, secure = _parts(data["host"].strip())
        if not _HOST.fullmatch(host):
            self.add_error("host", _("Enter a number like 192.168.1.64, or a name."))
            return data
        data["host"] = host
        data["port"] = data.get("port") or port
        data["tls"] = data.get("tls") or secure
        return data

    def place(self) -> dict[str, Any]:
        """Only of a valid form. What is as usual is left out."""
        data = self.cleaned_data
        kept = {name: data[name] for name in ("port", "rtsp_port") if data.get(name)}
        secure = {"tls": "on"} if data.get("tls") else {}
        return {"host": data["host"], **kept, **secure}


def _parts(text: str) -> tuple[str, int | None, bool]:
    """Host, port and whether it is secure, of what a person typed or pasted."""
    if "://" not in text:
        bare = f"[{text}]" if text.count(":") > 1 and not text.startswith("[") else text
        text = f"//{bare}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return "", None, False
    is_rtsp = parts.scheme == "rtsp"
    return parts.hostname or "", None if is_rtsp else port, parts.scheme == "https"


class LogInForm(forms.Form):
    """The recorder's user. The password is never shown again, nor sent anywhere else."""

    username = forms.CharField(
        label=_("User on the recorder"),
        max_length=64,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "field", "autocomplete": "new-password"}),
    )
