"""The keys of API tokens: how one is made, and what is kept of it."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

MARK: Final = "lp_"
"""Every key begins with it, so that scanners of source code know one when they see it."""
SECRET_BYTES: Final = 32


def new_key() -> tuple[str, str]:
    """The part that people tell it apart by, and the whole key, which begins with it."""
    prefix = f"{MARK}{secrets.token_hex(4)}"
    return prefix, f"{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"


def digest_of(key: str) -> str:
    """What is kept of a key. It is looked up by index, so that no comparison tells by its
    time how much of a guess was right; 32 random bytes need no slow hash."""
    return hashlib.sha256(key.encode(errors="surrogateescape")).hexdigest()
