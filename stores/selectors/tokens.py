"""Tokens: whose they are, whether they still open anything, when they were last used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone

from stores.models import Store, Token, TokenScope, TokenUse
from stores.token_keys import digest_of

if TYPE_CHECKING:
    from stores.access import Member

M = TypeVar("M", bound=Model)
SAME_USE = timedelta(seconds=30)
"""A use is written down once in so long: more often would only wear the table out."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A program, by the token it brought. It sees its token's store, or the whole chain."""

    token: Token
    is_authenticated: ClassVar[bool] = True

    def __str__(self) -> str:
        return self.token.prefix

    @property
    def may_push(self) -> bool:
        return self.token.scope == TokenScope.PUSH

    @property
    def may_read(self) -> bool:
        return self.token.scope == TokenScope.READ

    def only(self, rows: QuerySet[M], path: str = "store") -> QuerySet[M]:
        """``rows`` narrowed to the stores that this token may see."""
        if self.token.store_id is None:
            return rows
        return rows.filter(**{path: self.token.store_id})

    def stores(self) -> QuerySet[Store]:
        return self.only(Store.objects.filter(is_active=True), "id")


def caller_of(key: str) -> Caller | None:
    """Who brings ``key`` to the open chain; None for a key that is unknown, expired or
    revoked, or whose store is closed."""
    token = (
        Token.objects.select_related("store", "last_use")
        .filter(digest=digest_of(key), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
        .filter(Q(store=None) | Q(store__is_active=True))
        .first()
    )
    return Caller(token) if token is not None else None


def note_use(token: Token, *, address: str, agent: str) -> None:
    """Remember when and from where ``token`` was used last."""
    now = timezone.now()
    address, agent = address[:64], "".join(filter(str.isprintable, agent))[:120]
    last = token.last_use if hasattr(token, "last_use") else None
    if last and last.at > now - SAME_USE and (last.address, last.agent) == (address, agent):
        return
    TokenUse.objects.bulk_create(
        [TokenUse(token=token, at=now, address=address, agent=agent)],
        update_conflicts=True,
        unique_fields=["token"],
        update_fields=["at", "address", "agent"],
    )


def visible_tokens(member: Member) -> QuerySet[Token]:
    """The tokens of the stores that ``member`` may see; those of the whole chain are for
    members who see all of it."""
    rows = Token.objects.select_related("store", "last_use", "made_by")
    return member.only(rows).order_by(F("revoked_at").asc(nulls_first=True), "-id")
