"""What every template may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest


def csp_nonce(request: HttpRequest) -> dict[str, Any]:
    """django-csp keeps the nonce on the request; django-htmx reads ``csp_nonce``."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}
