"""The link by which a person leaves one kind of message, without logging in.

Signed, not secret: it can only ever switch that one thing off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from accounts.tenancy import current_chain

if TYPE_CHECKING:
    from alerts.models import Delivery


@dataclass(frozen=True, slots=True)
class Leaving:
    user_id: int
    kind: str
    channel: str


def _signer() -> Signer:
    return Signer(salt=f"alerts.unsubscribe.{current_chain().uuid}", sep=":")


def unsubscribe_path(row: Delivery) -> str:
    word = _signer().sign_object([row.user_id, row.kind, row.channel])
    return reverse("alerts:unsubscribe", args=[word])


def read(word: str) -> Leaving | None:
    """None for a link that is not ours, or another chain's."""
    try:
        user_id, kind, channel = _signer().unsign_object(word)
    except (BadSignature, ValueError, TypeError):
        return None
    return Leaving(int(user_id), str(kind), str(channel))
