"""Tokens as the page about them shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext, pgettext

from stores.selectors.tokens import visible_tokens
from transactions.selectors.wording import ago, full_time, short_time

if TYPE_CHECKING:
    from datetime import datetime

    from stores.access import Member
    from stores.models import Token

MOST = 500
"""Shown at once. Revoked ones come last."""


@dataclass(frozen=True, slots=True)
class TokenRow:
    """``state`` is ``works``, ``expired`` or ``revoked``; ``word`` says it."""

    id: int
    name: str
    prefix: str
    may: str
    store: str
    made: str
    made_by: str
    used: str
    used_when: str
    used_from: str
    used_by: str
    ends: str
    state: str
    word: str


def token_rows(member: Member) -> list[TokenRow]:
    first = member.stores().first()
    zone = first.zone if first else ZoneInfo("UTC")
    return [_row(token, zone) for token in visible_tokens(member)[:MOST]]


def _row(token: Token, zone: ZoneInfo) -> TokenRow:
    zone = token.store.zone if token.store else zone
    now = timezone.now()
    use = token.last_use if hasattr(token, "last_use") else None
    state, word = _state(token, now, zone)
    return TokenRow(
        id=token.pk,
        name=token.name,
        prefix=token.prefix,
        may=str(token.get_scope_display()),
        store=str(token.store) if token.store else gettext("The whole chain"),
        made=short_time(token.made_at, zone, now.astimezone(zone).date()),
        made_by=str(token.made_by) if token.made_by else "",
        used=ago((now - use.at).total_seconds()) if use else pgettext("a token", "never"),
        used_when=full_time(use.at, zone) if use else "",
        used_from=use.address if use else "",
        used_by=use.agent if use else "",
        ends=_time(token.expires_at, zone) if state == "works" else "",
        state=state,
        word=word,
    )


def _state(token: Token, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    if token.revoked_at is not None:
        return "revoked", gettext("Revoked %(when)s") % {"when": _time(token.revoked_at, zone)}
    if token.expires_at is not None and token.expires_at <= now:
        return "expired", gettext("Expired %(when)s") % {"when": _time(token.expires_at, zone)}
    if token.store is not None and not token.store.is_active:
        return "expired", gettext("Store closed")
    return "works", gettext("Works")


def _time(at: datetime | None, zone: ZoneInfo) -> str:
    return short_time(at, zone, timezone.now().astimezone(zone).date()) if at else ""
