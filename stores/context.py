"""What the chain's pages may use: the member, and what the role may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.roles import Action


def member(request: HttpRequest) -> dict[str, Any]:
    found = getattr(request, "member", None)
    if found is None:
        return {"member": None}
    return {"member": found, "can": {action.value: found.may(action) for action in Action}}
