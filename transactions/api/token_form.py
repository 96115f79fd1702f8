"""What a person says about a token that they want made."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from stores.models import Store, TokenScope

if TYPE_CHECKING:
    from stores.access import Member

WHOLE_CHAIN = "all"


class TokenForm(forms.Form):
    """``store`` is a store of the member's, or the whole chain for those who see it all."""

    name = forms.CharField(max_length=80, error_messages={"required": _("Give it a name.")})
    scope = forms.ChoiceField(
        choices=TokenScope.choices,
        initial=TokenScope.PUSH,
        error_messages={"required": _("Choose what it may do.")},
    )
    store = forms.ChoiceField(error_messages={"required": _("Choose the store that it is for.")})
    last_day = forms.DateField(required=False)

    def __init__(self, member: Member, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self._stores = {store.code: store for store in member.stores()}
        choices: list[tuple[str, Any]] = [
            (code, str(store)) for code, store in self._stores.items()
        ]
        if member.store_ids is None:
            choices.append((WHOLE_CHAIN, _("The whole chain (reading only)")))
        self.choices = choices
        self.fields["store"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        found = super().clean()
        if found and found.get("store") == WHOLE_CHAIN and found.get("scope") == TokenScope.PUSH:
            self.add_error("store", _("A token that sends is for one store. Choose it."))
        return found

    def token_store(self) -> Store | None:
        return self._stores.get(self.cleaned_data["store"])

    def expires_at(self) -> datetime | None:
        """The end of the last day, on the wall clock of the token's store (of the first
        store for the whole chain)."""
        day = self.cleaned_data["last_day"]
        if day is None:
            return None
        store = self.token_store() or next(iter(self._stores.values()), None)
        zone = store.zone if store else ZoneInfo("UTC")
        return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)

    def wrong(self) -> list[str]:
        return [str(said) for errors in self.errors.values() for said in errors]
