"""Passwords that the product must be able to use: sealed in the database.

``settings.FIELD_KEYS`` holds the keys: the first one seals, every one of them opens. What
is sealed is never shown, logged, or sent to a browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Mapping


class SealBrokenError(Exception):
    """The key that sealed this is not among ours any more, or the bytes are damaged."""


def seal(secrets: Mapping[str, str]) -> bytes:
    """Sealed bytes of ``secrets``; empty bytes for none. Raises ImproperlyConfigured."""
    kept = {name: value for name, value in secrets.items() if value}
    return _keys().encrypt(orjson.dumps(kept)) if kept else b""


def unseal(sealed: bytes | memoryview) -> dict[str, str]:
    """Raises SealBrokenError; ImproperlyConfigured where there are no keys at all."""
    if not sealed:
        return {}
    try:
        opened: dict[str, str] = orjson.loads(_keys().decrypt(bytes(sealed)))
    except InvalidToken:
        raise SealBrokenError from None
    return opened


def reseal(sealed: bytes | memoryview) -> bytes:
    """The same secrets under the first key, for the change of keys. Raises SealBrokenError."""
    try:
        return _keys().rotate(bytes(sealed)) if sealed else b""
    except InvalidToken:
        raise SealBrokenError from None


def _keys() -> MultiFernet:
    if not settings.FIELD_KEYS:
        raise ImproperlyConfigured(
            "Set FIELD_KEYS to a key of 32 random bytes in URL-safe base64, and keep it: "
            "without it no stored password can be opened."
        )
    try:
        return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])
    except ValueError:
        raise ImproperlyConfigured(
            "FIELD_KEYS must hold keys of 32 random bytes in URL-safe base64."
        ) from None
