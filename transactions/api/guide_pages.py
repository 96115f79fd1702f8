"""The API described for people: every operation, with what to type to try it."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.roles import Action
from stores.access import MemberRequest, needs
from transactions.api.guide import operations, problem_rows
from transactions.api.problem_kinds import URN
from transactions.api.schema import document
from transactions.api.views.about import limits

MB: Final = 1024 * 1024


@require_GET
@needs(Action.MANAGE_SOURCES)
def guide(request: MemberRequest) -> HttpResponse:
    """What programs can do here, and how."""
    root = request.build_absolute_uri(reverse("api:root"))
    said: dict[str, Any] = limits()
    context = {
        "operations": operations(document(), root),
        "problems": problem_rows(),
        "urn": URN,
        "limits": {
            **said,
            "file_mb": said["file_bytes"] // MB,
            "events_mb": said["events_bytes"] // MB,
        },
        "address": root,
    }
    return render(request, "transactions/api_guide.html", context)


@require_GET
@needs(Action.MANAGE_SOURCES)
def openapi(request: MemberRequest) -> JsonResponse:
    """The OpenAPI document, for programs that make programs."""
    return JsonResponse(
        document(), headers={"Content-Disposition": 'attachment; filename="openapi.json"'}
    )
