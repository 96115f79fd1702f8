"""The form behind "New chain"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.services import onboarding
from accounts.services.chains import ChainNameError

if TYPE_CHECKING:
    from accounts.models import Chain

HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9][a-z0-9-]{0,62}")


def host_name(text: str) -> str:
    """A host name in the form in which it is looked up: lower case, no port, no last dot.

    Raises ValidationError for what is no host name.
    """
    host = text.strip().lower().rstrip(".").removeprefix("www.")
    if not HOST.fullmatch(host):
        raise ValidationError(
            _("“%(host)s” is not a host name. Write it like shop.example.com."),
            params={"host": text.strip()[:80]},
        )
    return host


class NewChainForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("As people say it."),
        widget=UnfoldAdminTextInputWidget({"autofocus": True}),
    )
    hosts = forms.CharField(
        label=gettext_lazy("Host names"),
        help_text=gettext_lazy("One a line; the first is used in links."),
        widget=UnfoldAdminTextareaWidget({"rows": 3}),
    )
    owner = forms.EmailField(
        label=gettext_lazy("Owner's e-mail"),
        help_text=gettext_lazy(
            "Becomes the chain's owner. Somebody new sets a password by “Forgot your password?”."
        ),
        widget=UnfoldAdminEmailInputWidget(),
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not re.search(r"\w", name):
            raise ValidationError(_("Give the chain a name."))
        return name

    def clean_hosts(self) -> list[str]:
        words = re.split(r"[\s,]+", self.cleaned_data["hosts"].strip())
        return list(dict.fromkeys(host_name(word) for word in words))

    def open_chain(self) -> Chain | None:
        """Write the chain; None, with the error in the form, when a name is taken."""
        try:
            return onboarding.open_chain(
                name=self.cleaned_data["name"],
                domains=self.cleaned_data["hosts"],
                owner_email=self.cleaned_data["owner"],
            )
        except ChainNameError as taken:
            self.add_error(None, str(taken))
            return None
