"""Entries of the access log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from accounts.models import User
from stores.models import AccessKind, AccessLog

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def record(
    kind: AccessKind,
    *,
    user: User | AnonymousUser | None,
    about: tuple[str, int] | None = None,
    who: str = "",
    **params: Any,
) -> None:
    """Write one entry in the open chain, in the caller's transaction."""
    known = user if isinstance(user, User) else None
    context = structlog.contextvars.get_contextvars()
    AccessLog.objects.create(
        kind=kind,
        user=known,
        who=who or (f"{known.name} <{known.email}>" if known else "system"),
        object_type=about[0] if about else "",
        object_id=about[1] if about else None,
        params=params,
        request_id=str(context.get("request_id", "")),
    )
