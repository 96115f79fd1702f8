"""Whether a request comes from Twilio: HMAC-SHA1 over the address and the sorted form."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def sign(url: str, form: Iterable[tuple[str, str]], token: str) -> str:
    said = url + "".join(f"{name}{value}" for name, value in sorted(set(form)))
    digest = hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def is_from_twilio(url: str, form: Iterable[tuple[str, str]], told: str, token: str) -> bool:
    """False without a token: who has none is sent nothing by Twilio."""
    return bool(token) and hmac.compare_digest(sign(url, form, token).encode(), told.encode())
