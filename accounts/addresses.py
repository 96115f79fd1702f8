"""Where a chain's pages are, for links that leave the product: in mails and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from accounts.models import Chain


def address_of(chain: Chain, path: str = "/") -> str:
    """``https://shop.example.com/alerts/7/``: the chain's first host, and the port that
    people reach it on where that is not the usual one (``PUBLIC_PORT``)."""
    domain = chain.domains.order_by("-is_primary", "pk").first()
    host = domain.domain if domain is not None else "localhost"
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{'https' if settings.HTTPS else 'http'}://{host}{port}{path}"
