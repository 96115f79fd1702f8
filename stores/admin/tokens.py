"""API tokens: which still open anything, when each was last used; revoked here too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RelatedDropdownFilter

from accounts.admin.base import FactAdmin, WrongFilter
from accounts.admin.columns import column
from accounts.admin.dialogs import asked, go_to
from stores.models import Token, TokenUse
from stores.services.tokens import revoke_token

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from unfold.forms import BaseDialogForm

REVOKED, EXPIRED, OPENS = (
    gettext_lazy("revoked"),
    gettext_lazy("expired"),
    gettext_lazy("opens the API"),
)


class WrongWithToken(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        live = Q(revoked_at=None)
        return {
            "expired": (EXPIRED, live & Q(expires_at__lte=timezone.now())),
            "never": (gettext_lazy("never used"), live & Q(last_use=None)),
            "revoked": (REVOKED, ~live),
        }


class TokenAdmin(FactAdmin):
    """Read only but for revoking: the key itself is nowhere to be seen."""

    list_display = ("name", "prefix", "store", "scope", "state", "used_at", "made_by", "made_at")
    list_select_related = ("store", "made_by", "last_use")
    list_filter = (WrongWithToken, "scope", ("store", RelatedDropdownFilter))
    search_fields = ("name", "prefix")
    search_help_text = gettext_lazy("Name, or how the key begins")
    actions_detail = ("revoke_one",)
    fields = (
        ("name", "prefix"),
        ("store", "scope", "state"),
        ("made_by", "made_at", "expires_at", "revoked_at"),
        ("used_at", "used_from", "used_by"),
    )

    def applies(self, action: str, row: Token) -> bool:
        return row is not None and row.revoked_at is None

    @column(gettext_lazy("State"), colours={OPENS: "success", EXPIRED: "warning", REVOKED: "info"})
    def state(self, token: Token) -> str:
        if token.revoked_at is not None:
            return str(REVOKED)
        if token.expires_at is not None and token.expires_at <= timezone.now():
            return str(EXPIRED)
        return str(OPENS)

    @column(gettext_lazy("Last used"), empty=gettext_lazy("never"))
    def used_at(self, token: Token) -> datetime | None:
        use = _use(token)
        return use.at if use else None

    @column(gettext_lazy("From"), empty="")
    def used_from(self, token: Token) -> str:
        use = _use(token)
        return use.address if use else ""

    @column(gettext_lazy("By the program"), empty="")
    def used_by(self, token: Token) -> str:
        use = _use(token)
        return use.agent if use else ""

    @asked(
        gettext_lazy("Revoke"),
        gettext_lazy("The program that brings this key gets no further answer, from now on."),
        icon="block",
        dangerous=True,
    )
    def revoke_one(
        self, request: HttpRequest, form: BaseDialogForm, object_id: str
    ) -> HttpResponse:
        token = Token.objects.filter(pk=object_id, revoked_at=None).first()
        if token is not None and request.user.is_authenticated:
            revoke_token(token=token, by=request.user)
            self.log_change(request, token, _("Revoked."))
        words = _("Revoked.") if token else _("It was revoked already.")
        self.tell(request, words, done=token is not None)
        return go_to("admin:stores_token_change", object_id)


def _use(token: Token) -> TokenUse | None:
    """A token that was never used has no row."""
    return getattr(token, "last_use", None)
