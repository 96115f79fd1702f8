"""Making and revoking the keys that programs bring to the API. Writes in the open chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.tenancy import current_chain
from stores import audit
from stores.models import AccessKind, Token, TokenScope
from stores.token_keys import digest_of, new_key

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from stores.models import Store


LONGEST_NAME = 80


class TokenError(ValueError):
    """The token cannot be made as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A token and its key, which exists nowhere else and is shown once."""

    token: Token
    key: str


def make_token(
    *,
    name: str,
    scope: TokenScope,
    store: Store | None,
    by: User,
    expires_at: datetime | None = None,
) -> MadeToken:
    """A new token. One that sends needs a store. Raises TokenError."""
    current_chain()
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise TokenError(_("Give the token a name, so that you know later whose it is."))
    if len(name) > LONGEST_NAME:
        raise TokenError(_("This name is too long. 80 letters are enough."))
    if scope == TokenScope.PUSH and store is None:
        raise TokenError(_("A token that sends is for one store. Choose it."))
    if expires_at is not None and expires_at <= timezone.now():
        raise TokenError(_("This day is over. Choose a later one, or none."))
    prefix, key = new_key()
    with transaction.atomic():
        token = Token.objects.create(
            name=name,
            scope=scope,
            store=store,
            made_by=by,
            expires_at=expires_at,
            prefix=prefix,
            digest=digest_of(key),
        )
        _record(AccessKind.MADE_TOKEN, token, by)
    return MadeToken(token, key)


def revoke_token(*, token: Token, by: User) -> None:
    """From the next request on it opens nothing. Revoking twice is revoking once."""
    with transaction.atomic():
        revoked = Token.objects.select_for_update().get(pk=token.pk)
        if revoked.revoked_at is None:
            revoked.revoked_at = timezone.now()
            revoked.save(update_fields=["revoked_at"])
            _record(AccessKind.REVOKED_TOKEN, revoked, by)
    token.revoked_at = revoked.revoked_at


def _record(kind: AccessKind, token: Token, by: User) -> None:
    audit.record(
        kind,
        user=by,
        about=("token", token.pk),
        name=token.name,
        prefix=token.prefix,
        scope=token.scope,
        store=token.store.code if token.store else "",
    )
