"""Signatures that a receiver can check with any library for Standard Webhooks, or in four
lines (docs/alerts.md): HMAC-SHA256 over "id.timestamp.body", one per valid secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MARK: Final = "whsec_"
SECRET_BYTES: Final = 32


def new_secret() -> str:
    return MARK + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sign(secret: str, name: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(MARK))
    said = f"{name}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()


def headers(secrets_: Sequence[str], name: str, timestamp: int, body: bytes) -> dict[str, str]:
    """``webhook-id`` is the same in every try: a receiver that knows it has it already."""
    return {
        "webhook-id": name,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(sign(each, name, timestamp, body) for each in secrets_),
    }
