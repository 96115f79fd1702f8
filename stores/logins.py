"""Log-ins, written where the chain can read them.

Django and allauth tell of log-ins by signals only: the one place where we listen to any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.signals import user_logged_in
from django.contrib.auth.signals import user_login_failed

from accounts.tenancy import current_chain, is_public
from stores import audit
from stores.access import member_of
from stores.models import AccessKind

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User


def connect() -> None:
    user_logged_in.connect(note_login, dispatch_uid="stores.logins.note_login")
    user_login_failed.connect(note_refusal, dispatch_uid="stores.logins.note_refusal")


def note_login(*, request: HttpRequest, user: User, **_rest: Any) -> None:
    """A stranger's password may be right, yet the chain's pages stay closed to them."""
    if is_public():
        return
    if user.is_staff or member_of(user, current_chain()) is not None:
        audit.record(AccessKind.LOGGED_IN, user=user)
    else:
        audit.record(AccessKind.LOG_IN_REFUSED, user=None, who=user.email, why="not a member")


def note_refusal(*, credentials: dict[str, Any], **_rest: Any) -> None:
    if is_public():
        return
    audit.record(AccessKind.LOG_IN_REFUSED, user=None, who=_typed(credentials), why="password")


def _typed(credentials: dict[str, Any]) -> str:
    """The address that was typed; what is none may be a password in the wrong field."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    return typed[:200] if "@" in typed and typed.isprintable() else "(not an e-mail address)"
