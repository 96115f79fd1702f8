"""Who calls: a bearer token in the header, and nothing else. No cookie opens the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import structlog
from django.conf import settings
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from stores.selectors.tokens import Caller, caller_of, note_use

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

    from stores.models import Token

REALM: Final = "api"
LONGEST: Final = 200


class BearerAuthentication(BaseAuthentication):
    """``Authorization: Bearer lp_…``; anything else is refused in the same words."""

    def authenticate(self, request: Request) -> tuple[Caller, Token] | None:
        given = get_authorization_header(request)
        if not given:
            return None
        scheme, _space, key = given.partition(b" ")
        key = key.strip()
        if scheme.lower() != b"bearer" or not key or len(key) > LONGEST or not key.isascii():
            raise AuthenticationFailed
        caller = caller_of(key.decode())
        if caller is None:
            raise AuthenticationFailed
        structlog.contextvars.bind_contextvars(token=caller.token.prefix)
        note_use(
            caller.token,
            address=_address(request),
            agent=request.headers.get("User-Agent", ""),
        )
        return caller, caller.token

    def authenticate_header(self, request: Request) -> str:
        wrong = ', error="invalid_token"' if get_authorization_header(request) else ""
        return f'Bearer realm="{REALM}"{wrong}'


def _address(request: Request) -> str:
    """Where it came from: the last address that a proxy of ours did not write itself."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < proxies <= len(forwarded) and forwarded[-proxies].strip():
        return forwarded[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


class IsCaller(BasePermission):
    """Every address needs a token; each view says further what the token must be for."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.user, Caller)


class MayRead(IsCaller):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return super().has_permission(request, view) and caller(request).may_read


class PushersPostReadersGet(IsCaller):
    """What is sent is for tokens that send. Both may look; a sender at its own only."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        known = super().has_permission(request, view)
        return known and (request.method != "POST" or caller(request).may_push)


class MayPush(IsCaller):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return super().has_permission(request, view) and caller(request).may_push


def caller(request: Request) -> Caller:
    """The caller of a request that IsCaller let pass."""
    return cast("Caller", request.user)
