"""What the chain's pages may use: the member, and what the role may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.roles import Action

if TYPE_CHECKING:
    from django.http import HttpRequest


def member(request: HttpRequest) -> dict[str, Any]:
    found = getattr(request, "member", None)
    if found is None:
        return {"member": None}
    return {"member": found, "can": {action.value: found.may(action) for action in Action}}
